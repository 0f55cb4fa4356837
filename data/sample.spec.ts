import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  CATEGORIES,
  FIRST_DAY,
  LAST_DAY,
  sampleSales,
  sampleStores,
  STORE_COUNT,
} from './sample-retailer.ts';

const committed = (name: string): string =>
  gunzipSync(readFileSync(path.join(import.meta.dirname, 'sample', `${name}.csv.gz`))).toString('utf8');

describe('data/sample', () => {
  const rows = [...sampleSales()];

  it('is what the generator writes, byte by byte', () => {
    expect(committed('historical_sales') === stringify(rows, { header: true })).toBe(true);
    expect(committed('stores')).toBe(stringify(sampleStores(rows), { header: true }));
  });

  it('covers every category from the first to the last day', () => {
    expect(rows[0].date).toBe(FIRST_DAY);
    expect(rows.at(-1)?.date).toBe(LAST_DAY);
    expect(new Set(rows.map((row) => row.category))).toEqual(new Set(CATEGORIES));
    expect(new Set(rows.map((row) => row.store_id)).size).toBe(STORE_COUNT);
  });

  it('leaves out rows, not zeros, where a store was closed', () => {
    const days = (store: string, from: string, to: string) =>
      rows.filter((row) => row.store_id === store && row.date >= from && row.date < to).length;

    expect(days('S047', FIRST_DAY, '2023-04-03')).toBe(0);
    expect(days('S012', '2024-07-08', '2024-08-12')).toBe(0);
    expect(days('S012', '2024-08-12', '2024-08-13')).toBe(3);
  });
});
