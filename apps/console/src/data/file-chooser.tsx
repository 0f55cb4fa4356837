import { useState } from 'preact/hooks';
import type { DatasetFiles } from './dataset-files.ts';

interface Chosen {
  readonly sales: File | null;
  readonly stores: File | null;
}

const NONE: Chosen = { sales: null, stores: null };

/** Takes the two files of a data set one by one; both at once can be dropped anywhere on the page. */
export function FileChooser({ onFiles }: { onFiles: (files: DatasetFiles) => void }) {
  const [chosen, setChosen] = useState(NONE);
  const { sales, stores } = chosen;
  const take = (next: Chosen): void => {
    setChosen(next);
    if (next.sales === null || next.stores === null) return;
    onFiles({ historical_sales: next.sales, stores: next.stores });
    setChosen(NONE);
  };
  const field = (label: string, file: File | null, onFile: (file: File | null) => void) => (
    <label>
      {label}
      {file === null ? '' : `: ${file.name}`}
      <input
        type="file"
        accept=".csv,.gz,text/csv,application/gzip"
        onChange={({ currentTarget }) => onFile(currentTarget.files?.[0] ?? null)}
      />
    </label>
  );
  return (
    <div class="drop">
      <p>
        <strong>Your own sales</strong>: drop two CSV files on the page, sales and stores, or choose them.
      </p>
      {field('Sales', sales, (file) => take({ ...chosen, sales: file }))}
      {field('Stores', stores, (file) => take({ ...chosen, stores: file }))}
      <p class="small" role="status">
        {sales !== null && 'The stores are still to come.'}
        {stores !== null && 'The sales are still to come.'}
      </p>
      <p class="small">
        Sales have <code>date, store_id, category, quantity_sold</code>, and may have <code>revenue</code>;
        stores have <code>store_id</code> and anything you know of them.
      </p>
    </div>
  );
}
