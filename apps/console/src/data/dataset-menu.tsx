import { useCallback, useRef } from 'preact/hooks';
import { AsCurl } from '../as-curl.tsx';
import type { PageState } from '../state/page.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useConsole } from '../use-console.ts';
import { dayAndYear } from '../words/dates.ts';
import { counted } from '../words/figures.ts';
import type { DatasetFiles } from './dataset-files.ts';
import { FileChooser } from './file-chooser.tsx';
import { useDroppedFiles } from './use-dropped-files.ts';

/** Which sales are planned from, and the way to bring others. */
export function DatasetMenu({ page }: { page: PageState }) {
  const console = useConsole();
  const panel = useRef<HTMLDivElement>(null);
  const { datasets, dataset, problems } = page;
  const send = useCallback(
    (files: DatasetFiles): void => {
      panel.current?.hidePopover();
      void console.upload(files);
    },
    [console],
  );
  useDroppedFiles(
    send,
    useCallback(() => panel.current?.showPopover(), []),
  );
  return (
    <>
      <button type="button" class="quiet" popovertarget="data-menu">
        data: {dataset === null ? '…' : nameOf(dataset)} ▾
      </button>
      <div ref={panel} id="data-menu" class="menu" popover="auto">
        <ul>
          {datasets.map((each) => (
            <li key={each.dataset_id}>
              <button
                type="button"
                class="item"
                aria-pressed={each.dataset_id === dataset?.dataset_id}
                onClick={() => {
                  panel.current?.hidePopover();
                  void console.chooseDataset(each.dataset_id);
                }}
              >
                <strong>{nameOf(each)}</strong>
                <span class="small">
                  {counted(each.rows, 'row')} of {counted(each.stores, 'store')},{' '}
                  {dayAndYear(each.first_date)} to {dayAndYear(each.last_date)}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {problems.data && <ProblemNote problem={problems.data} />}
        <FileChooser onFiles={send} />
        <AsCurl
          calls={[
            { method: 'GET', path: '/api/datasets' },
            {
              method: 'POST',
              path: '/api/datasets',
              files: { historical_sales: 'historical_sales.csv', stores: 'stores.csv' },
            },
          ]}
        />
      </div>
    </>
  );
}

function nameOf({ dataset_id, name }: { dataset_id: string; name: string }): string {
  return dataset_id === 'default' ? 'sample' : name;
}
