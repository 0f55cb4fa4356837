import type { StoreProfile } from '#contracts';

/** Stores as points: one row a store, every attribute standardised to the same weight. */
export interface StoreFeatures {
  readonly points: readonly (readonly number[])[];
  /** Attributes in use, in the order of their columns. */
  readonly used: readonly string[];
  /** Attributes that say nothing: no value, one value for all, or a different text for nearly every store. */
  readonly ignored: readonly string[];
  /** Empty cells of the attributes in use; they count as the mean. */
  readonly missingValues: number;
  /** Column of recent sales and of income in `points`, where there are such. */
  readonly salesColumn: number | null;
  readonly incomeColumn: number | null;
}

/** Ordered categories of the reference design's store file. */
const ORDERED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  location_tier: { A: 3, B: 2, C: 1 },
  fashion_tier: { Premium: 3, Mainstream: 2, Value: 1 },
};

const RECENT_SALES = 'avg_weekly_sales_12mo';
/** Sales columns of a stores file are whole-sample figures: replaced by sales up to the plan's day. */
const SALES_COLUMN = /^avg_weekly_(sales|units)/;
const MAX_LEVELS = 20;

/**
 * Numeric attributes become z-scores; nominal ones one column a level, scaled so that the attribute as a whole varies
 * as much as a numeric one. `recentSales` (mean weekly units over the last 52 weeks up to the plan's day, NaN where
 * unknown) stands for whatever sales figure the file holds.
 */
export function storeFeatures(
  stores: readonly StoreProfile[],
  recentSales: readonly number[],
): StoreFeatures {
  const names = [...new Set(stores.flatMap(({ attributes }) => Object.keys(attributes)))]
    .filter((name) => !SALES_COLUMN.test(name))
    .sort();
  const columns: number[][] = [];
  const used: string[] = [];
  const ignored: string[] = [];
  let missingValues = 0;
  let salesColumn: number | null = null;
  let incomeColumn: number | null = null;

  const standardSales = zScores(recentSales);
  if (standardSales !== null) {
    salesColumn = columns.push(standardSales) - 1;
    used.push(RECENT_SALES);
  }
  for (const name of names) {
    const cells = stores.map(({ attributes }) => attributes[name] ?? null);
    const numbers = cells.map((cell) => numericValue(name, cell));
    const isNumeric = cells.every((cell, i) => cell === null || numbers[i] === numbers[i]);
    const standard = isNumeric ? nullable(zScores(numbers)) : oneHot(cells.map((cell) => cell ?? null));
    if (standard === null) {
      ignored.push(name);
      continue;
    }
    if (/median_income/.test(name) && isNumeric) incomeColumn = columns.length;
    columns.push(...standard);
    used.push(name);
    missingValues += cells.filter((cell) => cell === null).length;
  }
  return {
    points: stores.map((_, row) => columns.map((column) => column[row])),
    used,
    ignored,
    missingValues,
    salesColumn,
    incomeColumn,
  };
}

/** Size of each store from the file (floor area); NaN where the file has none. */
export function storeSizes(stores: readonly StoreProfile[]): readonly number[] {
  return stores.map(({ attributes }) => {
    const name = Object.keys(attributes)
      .sort()
      .find((key) => /sqft|square_feet|floor_area|store_size|sqm/.test(key));
    const size = name === undefined ? NaN : numericValue(name, attributes[name]);
    return size > 0 ? size : NaN;
  });
}

function numericValue(name: string, cell: string | number | null): number {
  if (cell === null) return NaN;
  if (typeof cell === 'number') return cell;
  const ordered = ORDERED[name]?.[cell];
  if (ordered !== undefined) return ordered;
  return cell.trim() === '' ? NaN : Number(cell);
}

const nullable = (column: number[] | null): number[][] | null => (column === null ? null : [column]);

function zScores(values: readonly number[]): number[] | null {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
  if (variance <= 1e-12 * Math.max(1, mean * mean)) return null;
  const deviation = Math.sqrt(variance);
  return values.map((value) => (Number.isFinite(value) ? (value - mean) / deviation : 0));
}

function oneHot(cells: readonly (string | number | null)[]): number[][] | null {
  const texts = cells.map((cell) => (cell === null ? null : String(cell)));
  const levels = [...new Set(texts.filter((text) => text !== null))].sort();
  if (levels.length < 2 || levels.length > Math.min(MAX_LEVELS, Math.max(2, cells.length / 2))) return null;
  const frequency = levels.map((level) => texts.filter((text) => text === level).length / cells.length);
  const spread = Math.sqrt(frequency.reduce((sum, share) => sum + share * (1 - share), 0));
  return levels.map((level, k) =>
    texts.map((text) => (text === null ? 0 : ((text === level ? 1 : 0) - frequency[k]) / spread)),
  );
}
