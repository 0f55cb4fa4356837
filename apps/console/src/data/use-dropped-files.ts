import { useEffect } from 'preact/hooks';
import { type DatasetFiles, datasetFilesOf } from './dataset-files.ts';

/** Takes two files that are dropped anywhere on the page; `onOther` is told of any other number of them. */
export function useDroppedFiles(onFiles: (files: DatasetFiles) => void, onOther: () => void): void {
  useEffect(() => {
    // Without this a browser leaves the page for the file.
    const allow = (event: DragEvent): void => event.preventDefault();
    const take = (event: DragEvent): void => {
      event.preventDefault();
      const files = datasetFilesOf([...(event.dataTransfer?.files ?? [])]);
      if (files === null) onOther();
      else onFiles(files);
    };
    document.addEventListener('dragover', allow);
    document.addEventListener('drop', take);
    return () => {
      document.removeEventListener('dragover', allow);
      document.removeEventListener('drop', take);
    };
  }, [onFiles, onOther]);
}
