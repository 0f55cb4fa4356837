import { useState } from 'preact/hooks';
import type { DatasetFiles } from './upload-files.ts';

/** Takes the two files of a data set, dropped together or chosen one by one. */
export function FileChooser({ onFiles }: { onFiles: (files: DatasetFiles) => void }) {
  const [sales, setSales] = useState<File | null>(null);
  const [stores, setStores] = useState<File | null>(null);
  const [hint, setHint] = useState('');
  const give = (files: { sales: File | null; stores: File | null }): void => {
    setSales(files.sales);
    setStores(files.stores);
    if (files.sales !== null && files.stores !== null) {
      onFiles({ historical_sales: files.sales, stores: files.stores });
      setSales(null);
      setStores(null);
      setHint('');
    } else setHint(files.sales === null ? 'The sales are still to come.' : 'The stores are still to come.');
  };
  const take = (dropped: readonly File[]): void => {
    const files = { sales, stores };
    for (const file of dropped) {
      if (/store/i.test(file.name)) files.stores = file;
      else files.sales = file;
    }
    give(files);
  };
  return (
    <div
      class="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        take([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <p>
        <strong>Your own sales</strong>: drop two CSV files here, sales and stores, or choose them.
      </p>
      <label>
        Sales{sales === null ? '' : `: ${sales.name}`}
        <input
          type="file"
          accept=".csv,.gz,text/csv,application/gzip"
          onChange={({ currentTarget }) => give({ sales: currentTarget.files?.[0] ?? null, stores })}
        />
      </label>
      <label>
        Stores{stores === null ? '' : `: ${stores.name}`}
        <input
          type="file"
          accept=".csv,.gz,text/csv,application/gzip"
          onChange={({ currentTarget }) => give({ sales, stores: currentTarget.files?.[0] ?? null })}
        />
      </label>
      <p class="small" role="status">
        {hint}
      </p>
      <p class="small">
        Sales have <code>date, store_id, category, quantity_sold</code>, and may have <code>revenue</code>;
        stores have <code>store_id</code> and anything you know of them.
      </p>
    </div>
  );
}
