import { describe, expect, it } from '@jest/globals';
import type { DatasetFault } from '#contracts';
import { DatasetInvalidError } from '#errors';
import { fromDayNumber } from '#planning';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { DatasetReader } from './dataset.reader.ts';
import type { ReadDataset } from './dataset.store.ts';

const FIXTURES = path.join(import.meta.dirname, '../../../test/fixtures/sales');
const REAL_DATA = path.join(import.meta.dirname, '../../../../shared/data');

/** Cells of each readable file: date, store, category, units, revenue. */
const OK: Readonly<Record<string, readonly (readonly [string, string, string, number, number | null])[]>> = {
  'blank-lines-at-the-end': [['2024-01-01', 'S1', 'Dresses', 3, 30]],
  'byte-order-mark': [['2024-01-01', 'S1', 'Dresses', 3, 30]],
  'category-beyond-ascii': [['2024-01-01', 'S1', 'Décolleté 裙', 3, 30]],
  'category-with-comma-quote-and-line-break': [['2024-01-01', 'S1', 'Men\'s "Slim",\nlong', 3, 30]],
  'crlf-line-ends': [['2024-01-01', 'S1', 'Dresses', 3, 30]],
  'empty-revenue': [['2024-01-01', 'S1', 'Dresses', 3, null]],
  'further-columns': [['2024-01-01', 'S1', 'Dresses', 3, 30]],
  'largest-exact-quantity': [['2024-01-01', 'S1', 'Dresses', Number.MAX_SAFE_INTEGER, null]],
  'leap-day': [['2024-02-29', 'S1', 'Dresses', 3, 30]],
  'no-line-end-at-the-end': [['2024-01-01', 'S1', 'Dresses', 3, 30]],
  'no-revenue-column': [['2024-01-01', 'S1', 'Dresses', 3, null]],
  'other-column-names-in-any-order': [['2024-01-01', 'S1', 'Dresses', 3, 30]],
  'quoted-cells': [['2024-01-01', 'S1', 'Dresses', 3, 30]],
  'rows-in-no-order': [
    ['2024-01-01', 'S1', 'Dresses', 3, 30],
    ['2024-01-02', 'S1', 'Dresses', 2, null],
    ['2024-01-03', 'S2', 'Dresses', 1, null],
  ],
  'weekly-rows': [
    ['2024-01-04', 'S1', 'Dresses', 3, null],
    ['2024-01-11', 'S1', 'Dresses', 4, null],
    ['2024-01-25', 'S1', 'Dresses', 5, null],
  ],
  'written-zero': [
    ['2024-01-01', 'S1', 'Dresses', 3, 30],
    ['2024-01-02', 'S1', 'Dresses', 0, 0],
  ],
};

/** The one fault of each refused file. */
const NOT_OK: Readonly<Record<string, readonly [line: number | null, column: string | null, rule: RegExp]>> =
  {
    'category-missing': [3, 'category', /must not be empty/],
    'column-too-few': [3, null, /must have 5 columns.*has 4/],
    'column-too-many': [3, null, /must have 5 columns.*has 6/],
    'column-twice': [1, 'date', /must not stand twice/],
    'date-far-from-the-others': [null, 'date', /dates far from the others/],
    'date-in-another-order': [3, 'date', /written YYYY-MM-DD/],
    'date-that-does-not-exist': [3, 'date', /a date that exists/],
    'date-with-a-time': [3, 'date', /written YYYY-MM-DD/],
    'duplicate-row': [3, null, /duplicate/],
    empty: [null, null, /must not be empty/],
    'fractional-quantity': [3, 'quantity_sold', /whole number/],
    'header-only': [null, null, /rows below the header/],
    'latin-1': [null, null, /UTF-8/],
    'leap-day-of-a-common-year': [3, 'date', /a date that exists/],
    'missing-column': [1, 'quantity_sold', /missing column.*quantity_sold/],
    'negative-quantity': [3, 'quantity_sold', /whole number/],
    'negative-revenue': [3, 'revenue', /amount of money/],
    'no-header': [1, 'date', /missing column.*date/],
    'quantity-beyond-exact-numbers': [3, 'quantity_sold', /9007199254740991/],
    'quantity-in-exponent-notation': [3, 'quantity_sold', /whole number/],
    'quantity-missing': [3, 'quantity_sold', /whole number/],
    'quantity-with-thousands-separator': [3, 'quantity_sold', /whole number/],
    'quote-inside-a-cell': [3, null, /RFC 4180/],
    'revenue-with-a-currency': [3, 'revenue', /amount of money/],
    semicolons: [1, 'date', /missing column.*date; cells are separated by commas, not by semicolons/],
    'store-missing': [3, 'store_id', /must not be empty/],
    'unclosed-quote': [3, null, /close the quote/],
    'unknown-store': [3, 'store_id', /unknown store/],
    'utf-16': [null, null, /UTF-8/],
    'zero-byte': [null, null, /zero byte/],
  };

/** Files whose header already lacks every name have one fault a name; all others exactly one. */
const FAULTS_OF_A_WRONG_HEADER: Readonly<Record<string, number>> = { 'no-header': 4, semicolons: 4 };

async function read(sales: string, stores: string): Promise<ReadDataset> {
  const reader = new DatasetReader();
  const source = (file: string) => ({ stream: createReadStream(file), gzipped: false, maxBytes: 1e8 });
  await reader.readSales(source(sales));
  await reader.readStores(source(stores));
  return reader.finish('fixture');
}

const fixture = (folder: string, name: string) => path.join(FIXTURES, folder, `${name}.csv`);
const names = (folder: string) =>
  readdirSync(path.join(FIXTURES, folder)).map((file) => path.basename(file, '.csv'));
const stores = path.join(FIXTURES, 'stores.csv');

function cellsOf({ cube }: ReadDataset): unknown[][] {
  const cells: unknown[][] = [];
  const step = cube.granularity === 'daily' ? 1 : 7;
  for (const { category_id, units, revenue } of cube.categories)
    for (const [at, value] of units.toFloat64().entries())
      if (!Number.isNaN(value))
        cells.push([
          fromDayNumber(cube.firstDay + step * (at % cube.periods)),
          cube.storeIds[Math.floor(at / cube.periods)],
          category_id,
          value,
          revenue === null || Number.isNaN(revenue.get(at)) ? null : revenue.get(at),
        ]);
  return cells.sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
}

describe('test/fixtures/sales', () => {
  it('holds a file for every expectation, and the other way round', () => {
    expect(names('ok').sort()).toEqual(Object.keys(OK).sort());
    expect(names('not-ok').sort()).toEqual(Object.keys(NOT_OK).sort());
  });

  it.each(Object.entries(OK))('reads ok/%s', async (name, cells) => {
    expect(cellsOf(await read(fixture('ok', name), stores))).toEqual(cells);
  });

  it.each(Object.entries(NOT_OK))('refuses not-ok/%s', async (name, [line, column, rule]) => {
    const refusal: unknown = await read(fixture('not-ok', name), stores).catch((error: unknown) => error);

    expect(refusal).toBeInstanceOf(DatasetInvalidError);
    const { errors, error_count } = (refusal as DatasetInvalidError).details as {
      errors: DatasetFault[];
      error_count: number;
    };
    expect(error_count).toBe(FAULTS_OF_A_WRONG_HEADER[name] ?? 1);
    expect(errors[0]).toMatchObject({
      file: 'historical_sales',
      line,
      column,
      rule: expect.stringMatching(rule),
    });
  });
});

// The real data's licences are not cleared, so they are read beside the checkout and may be absent.
const describeReal = existsSync(REAL_DATA) ? describe : describe.skip;
describeReal('../shared/data (skipped where it is absent)', () => {
  it.each([
    ['dominicks', 'weekly', 106_139, 83, 11, 121],
    ['pasta', 'weekly', 1_040, 1, 4, 260],
    ['rossmann', 'weekly', 12_868, 100, 1, 133],
  ])(
    'reads %s',
    async (name, granularity, rows, storeCount, categories, weeks) => {
      const folder = path.join(REAL_DATA, name);
      const data = await read(path.join(folder, 'historical_sales.csv'), path.join(folder, 'stores.csv'));

      expect(data.rows).toBe(rows);
      expect(data.cube).toMatchObject({ granularity, periods: weeks });
      expect(data.cube.storeIds).toHaveLength(storeCount);
      expect(data.cube.categories).toHaveLength(categories);
      expect(cellsOf(data)).toHaveLength(rows);
    },
    60_000,
  );
});
