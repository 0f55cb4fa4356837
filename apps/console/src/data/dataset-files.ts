import type { DatasetFault } from '#contracts';

export type DatasetFiles = Readonly<Record<DatasetFault['file'], File>>;

/** Which of two dropped files is which: by name, or else the stores are the smaller. Null unless there are two. */
export function datasetFilesOf(files: readonly File[]): DatasetFiles | null {
  if (files.length !== 2) return null;
  const named = files.filter(({ name }) => /store/i.test(name));
  const stores = named.length === 1 ? named[0] : files.toSorted((a, b) => a.size - b.size)[0];
  return { stores, historical_sales: files[0] === stores ? files[1] : files[0] };
}
