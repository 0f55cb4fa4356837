import { describe, expect, it } from '@jest/globals';
import type { DatasetFault } from '#contracts';
import { DatasetInvalidError } from '#errors';
import { addDays, fromDayNumber } from '#planning';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { Readable } from 'node:stream';
import { DatasetReader } from './dataset.reader.ts';
import type { ReadDataset } from './dataset.store.ts';

interface Sale {
  readonly date: string;
  readonly store_id: string;
  readonly category: string;
  readonly quantity_sold: number;
  readonly revenue: number | null;
}

const STORES = ['S1', 'S 2', 'Köln, "Mitte"'];
const COLUMNS = ['date', 'store_id', 'category', 'quantity_sold', 'revenue'] as const;

const text = fc.string({ unit: fc.constantFrom(...'aZ9 ,"\'\n\r\té裙'), minLength: 1, maxLength: 8 });
const sale = (categories: readonly string[]): fc.Arbitrary<Sale> =>
  fc.record({
    date: fc.integer({ min: 0, max: 40 }).map((day) => addDays('2024-02-10', day)),
    store_id: fc.constantFrom(...STORES),
    category: fc.constantFrom(...categories),
    quantity_sold: fc.oneof(fc.nat(30), fc.maxSafeNat()),
    revenue: fc.option(fc.nat(1_000_000).map((cents) => cents / 100)),
  });
const keyOf = ({ date, store_id, category }: Sale) => JSON.stringify([date, store_id, category]);
const table = fc
  .uniqueArray(
    text.filter((name) => name.trim() !== ''),
    { minLength: 1, maxLength: 3 },
  )
  .chain((categories) => fc.uniqueArray(sale(categories), { selector: keyOf, minLength: 1, maxLength: 40 }));

async function read(csv: string, chunk: number): Promise<ReadDataset> {
  const bytes = Buffer.from(csv);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, i) =>
    bytes.subarray(i * chunk, (i + 1) * chunk),
  );
  const reader = new DatasetReader();
  const source = (parts: Buffer[]) => ({ stream: Readable.from(parts), gzipped: false, maxBytes: 1e6 });
  await reader.readSales(source(chunks));
  await reader.readStores(source([Buffer.from(stringify([['store_id'], ...STORES.map((id) => [id])]))]));
  return reader.finish('generated');
}

function salesOf({ cube }: ReadDataset): Sale[] {
  const step = cube.granularity === 'daily' ? 1 : 7;
  return cube.categories.flatMap(({ category_id, units, revenue }) =>
    [...units.toFloat64().entries()]
      .filter(([, value]) => !Number.isNaN(value))
      .map(([at, quantity_sold]) => ({
        date: fromDayNumber(cube.firstDay + step * (at % cube.periods)),
        store_id: cube.storeIds[Math.floor(at / cube.periods)],
        category: category_id,
        quantity_sold,
        revenue: revenue === null || Number.isNaN(revenue.get(at)) ? null : revenue.get(at),
      })),
  );
}

const sorted = (sales: readonly Sale[]) => sales.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** Each makes one row wrong; the column at fault, or null for the row as a whole. */
const CORRUPTIONS: readonly (readonly [column: string | null, corrupt: (cells: string[]) => string[]])[] = [
  ['date', ([, ...rest]) => ['2024-13-01', ...rest]],
  ['date', ([date, ...rest]) => [` ${date}`, ...rest]],
  ['store_id', ([date, , ...rest]) => [date, 'S1 ', ...rest]],
  ['category', ([date, store, , ...rest]) => [date, store, '', ...rest]],
  [
    'quantity_sold',
    ([date, store, category, units, revenue]) => [date, store, category, `${units}.0`, revenue],
  ],
  [
    'quantity_sold',
    ([date, store, category, units, revenue]) => [date, store, category, `-${units}`, revenue],
  ],
  ['quantity_sold', ([date, store, category, , revenue]) => [date, store, category, 'NaN', revenue]],
  ['revenue', ([date, store, category, units]) => [date, store, category, units, 'Infinity']],
  [null, (cells) => cells.slice(0, 4)],
  [null, (cells) => [...cells, '']],
];

describe('any table of sales', () => {
  it('that is valid comes back as the same cells, however it is cut into chunks', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 64 }),
        fc.constantFrom('\n', '\r\n'),
        async (sales, chunk, record_delimiter) => {
          const csv = stringify([...sales], { header: true, columns: [...COLUMNS], record_delimiter });
          const data = await read(csv, chunk);
          expect(data.rows).toBe(sales.length);
          expect(sorted(salesOf(data))).toEqual(sorted(sales));
        },
      ),
      { numRuns: 150 },
    );
  });

  it('with one corruption is refused at the line and column of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.nat(),
        fc.constantFrom(...CORRUPTIONS),
        async (sales, pick, [column, corrupt]) => {
          const at = pick % sales.length;
          const rows = sales.map((row) => COLUMNS.map((name) => String(row[name] ?? '')));
          const written = rows.map((cells, row) => stringify([row === at ? corrupt(cells) : cells]));
          const header = `${COLUMNS.join(',')}\n`;
          const line = (header + written.slice(0, at).join('')).split('\n').length;

          const refusal: unknown = await read(header + written.join(''), 64).catch((error: unknown) => error);

          expect(refusal).toBeInstanceOf(DatasetInvalidError);
          const { errors, error_count } = (refusal as DatasetInvalidError).details as {
            errors: DatasetFault[];
            error_count: number;
          };
          expect(error_count).toBe(1);
          expect(errors[0]).toMatchObject({ file: 'historical_sales', line, column });
        },
      ),
      { numRuns: 150 },
    );
  });
});
