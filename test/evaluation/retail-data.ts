import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { CategoryHistory, StoreAttribute, StoreProfile } from '#contracts';
import { fromDayNumber, toDayNumber } from '#planning';

export const DATA_FOLDER = join(import.meta.dirname, '../../../shared/data');

export interface RetailData {
  readonly name: string;
  /** The categories by store, all with the same stores and weeks. */
  readonly categories: readonly CategoryHistory[];
  /** The same, summed over categories. */
  readonly allCategories: CategoryHistory;
  readonly stores: readonly StoreProfile[];
}

export const hasData = (name: string): boolean => existsSync(join(DATA_FOLDER, name, 'historical_sales.csv'));

export function readCsv<Row>(path: string): Row[] {
  const bytes = readFileSync(path);
  return parse(path.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true });
}

/** Weekly sales of one set, its weeks in the phase of its own dates. */
export function readRetailData(name: string): RetailData {
  const folder = join(DATA_FOLDER, name);
  const rows = readCsv<Record<'date' | 'store_id' | 'category' | 'quantity_sold' | 'revenue', string>>(
    join(folder, 'historical_sales.csv'),
  );
  const storeRows = readCsv<Record<string, string>>(join(folder, 'stores.csv'));
  const days = rows.map(({ date }) => toDayNumber(date));
  const first = days.reduce((a, b) => Math.min(a, b));
  const weeks = (days.reduce((a, b) => Math.max(a, b)) - first) / 7 + 1;
  const storeIds = storeRows.map(({ store_id }) => store_id);
  const rowOf = new Map(storeIds.map((id, row) => [id, row]));
  const blank = (category_id: string) => ({
    category_id,
    first_week_start: fromDayNumber(first),
    weeks,
    store_ids: storeIds,
    units: new Float64Array(storeIds.length * weeks).fill(NaN),
    revenue: new Float64Array(storeIds.length * weeks).fill(NaN),
  });
  const categories = new Map<string, ReturnType<typeof blank>>();
  const all = blank('all categories');
  rows.forEach((row, i) => {
    const category = categories.get(row.category) ?? blank(row.category);
    categories.set(row.category, category);
    const at = (rowOf.get(row.store_id) ?? 0) * weeks + (days[i] - first) / 7;
    const units = Number(row.quantity_sold);
    category.units[at] = units;
    if (row.revenue !== '') category.revenue[at] = Number(row.revenue);
    all.units[at] = (Number.isNaN(all.units[at]) ? 0 : all.units[at]) + units;
  });
  return {
    name,
    categories: [...categories.values()],
    allCategories: { ...all, revenue: null },
    stores: storeRows.map(({ store_id, ...attributes }) => ({ store_id, attributes: parsed(attributes) })),
  };
}

function parsed(cells: Readonly<Record<string, string>>): Record<string, StoreAttribute> {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => {
      if (cell === '') return [name, null];
      return [name, Number.isNaN(Number(cell)) ? cell : Number(cell)];
    }),
  );
}

/** The history of `rows` of its stores before week `until`. */
export function cutHistory(
  history: CategoryHistory,
  rows: readonly number[],
  until: number,
): CategoryHistory {
  const cut = (values: Float64Array): Float64Array => {
    const kept = new Float64Array(rows.length * until);
    rows.forEach((row, i) =>
      kept.set(values.subarray(row * history.weeks, row * history.weeks + until), i * until),
    );
    return kept;
  };
  return {
    ...history,
    weeks: until,
    store_ids: rows.map((row) => history.store_ids[row]),
    units: cut(history.units),
    revenue: history.revenue === null ? null : cut(history.revenue),
  };
}
