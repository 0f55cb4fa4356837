import type { StoreAttribute, StoreProfile } from '#contracts';
import { type CsvSource, readCsvRecords } from './csv-records.reader.ts';
import type { FaultList } from './fault-list.ts';
import { missingColumn } from './missing-column.ts';

const MAX_COLUMNS = 200;
const MAX_STORES = 20_000;
const BOUNDS = ['min_units', 'max_units', 'pack_size'] as const;

export interface StoresFile {
  readonly stores: readonly StoreProfile[];
  readonly hash: string;
}

/** Reads `stores`: `store_id`, the optional allocation bounds, and any numeric or categorical attributes. */
export async function readStoresCsv(source: CsvSource, faults: FaultList): Promise<StoresFile> {
  const stores = new Map<string, StoreProfile>();
  let names: readonly string[] = [];
  let idAt = -1;

  const hash = await readCsvRecords(
    source,
    {
      header(columns) {
        names = columns;
        idAt = columns.indexOf('store_id');
        if (idAt < 0) faults.add(missingColumn('store_id', columns));
        if (columns.length > MAX_COLUMNS)
          faults.add({
            line: 1,
            column: null,
            value: String(columns.length),
            rule: `must not have more than ${MAX_COLUMNS} columns`,
          });
        const twice = columns.find((name, index) => columns.indexOf(name) !== index);
        if (twice !== undefined)
          faults.add({ line: 1, column: twice, value: twice, rule: 'must not stand twice in the header' });
        return faults.count === 0;
      },
      row(cells, line) {
        const store_id = cells[idAt];
        if (store_id === '') faults.add({ line, column: 'store_id', value: '', rule: 'must not be empty' });
        else if (stores.has(store_id))
          faults.add({
            line,
            column: 'store_id',
            value: store_id,
            rule: 'duplicate: must be the only row of its store',
          });
        else if (stores.size >= MAX_STORES)
          faults.add({
            line,
            column: 'store_id',
            value: store_id,
            rule: `must not be the ${MAX_STORES + 1}th store; ${MAX_STORES} are allowed`,
          });
        else stores.set(store_id, profileOf(store_id, cells, line));
      },
    },
    faults,
  );
  return { stores: [...stores.values()], hash };

  function profileOf(store_id: string, cells: readonly string[], line: number): StoreProfile {
    const attributes: Record<string, StoreAttribute> = {};
    const bounds: { min_units?: number; max_units?: number; pack_size?: number } = {};
    names.forEach((name, index) => {
      const cell = cells[index].trim();
      const bound = BOUNDS.find((candidate) => candidate === name);
      if (index === idAt) return;
      if (bound === undefined) attributes[name] = attributeOf(cell);
      else if (cell !== '') {
        const least = bound === 'pack_size' ? 1 : 0;
        if (/^\d{1,15}$/.test(cell) && Number(cell) >= least) bounds[bound] = Number(cell);
        else
          faults.add({
            line,
            column: name,
            value: cell,
            rule: `must be a whole number from ${least}, or empty`,
          });
      }
    });
    if ((bounds.min_units ?? 0) > (bounds.max_units ?? Infinity))
      faults.add({
        line,
        column: 'min_units',
        value: String(bounds.min_units),
        rule: `must not be above max_units, ${bounds.max_units}`,
      });
    return { store_id, attributes, ...bounds };
  }
}

function attributeOf(cell: string): StoreAttribute {
  if (cell === '') return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(cell) ? Number(cell) : cell;
}
