import { isIsoDate, toDayNumber } from '#planning';
import { type CsvSource, readCsvRecords } from './csv-records.reader.ts';
import { type FaultList, LISTED_FAULTS } from './fault-list.ts';
import { missingColumn } from './missing-column.ts';
import { CubeBuilder, type SalesCube } from './sales-cube.ts';

/** Cells (store × period × category) of one data set; 8 bytes of units each, and 8 of revenue. */
const MAX_CELLS = 32_000_000;
const MAX_YEARS = 100;
const MAX_NAME = 200;
const MAX_STORES = 20_000;
const MAX_CATEGORIES = 1_000;

export interface SalesFile {
  readonly rows: number;
  readonly hash: string;
  /** The cube, its stores in the order given; unknown stores become faults. */
  build(storeIds: readonly string[]): Promise<SalesCube | undefined>;
}

/** Reads `historical_sales`: every row is checked, every fault has its line. */
export async function readSalesCsv(source: CsvSource, faults: FaultList): Promise<SalesFile> {
  const builder = new CubeBuilder(MAX_CELLS);
  const stores = new Map<string, StoreRows>();
  const categories = new Map<string, number>();
  const days = new Map<string, number>();
  let at: SalesColumns | undefined;
  let rows = 0;

  const refuse = (line: number, column: string, value: string, rule: string): undefined => {
    faults.add({ line, column, value, rule });
    return undefined;
  };
  const dayOf = (text: string, line: number, column: string): number | undefined => {
    let day = days.get(text);
    if (day === undefined) {
      day = isIsoDate(text) ? toDayNumber(text) : NaN;
      if (days.size < 100_000) days.set(text, day);
    }
    return Number.isNaN(day)
      ? refuse(line, column, text, 'must be a date that exists, written YYYY-MM-DD')
      : day;
  };
  const storeOf = (id: string, line: number, column: string): number | undefined => {
    let store = stores.get(id);
    if (store === undefined) {
      if (id === '') return refuse(line, column, id, 'must not be empty');
      if (id.length > MAX_NAME)
        return refuse(line, column, id, `must not be longer than ${MAX_NAME} characters`);
      if (stores.size >= MAX_STORES)
        return refuse(
          line,
          column,
          id,
          `must not be the ${MAX_STORES + 1}th store; ${MAX_STORES} are allowed`,
        );
      stores.set(id, (store = { index: stores.size, count: 0, lines: [] }));
    }
    store.count += 1;
    if (store.lines.length < LISTED_FAULTS) store.lines.push(line);
    return store.index;
  };
  const categoryOf = (name: string, line: number, column: string): number | undefined => {
    let category = categories.get(name);
    if (category === undefined) {
      if (name.trim() === '') return refuse(line, column, name, 'must not be empty');
      if (name.length > MAX_NAME)
        return refuse(line, column, name, `must not be longer than ${MAX_NAME} characters`);
      if (categories.size >= MAX_CATEGORIES)
        return refuse(
          line,
          column,
          name,
          `must not be the ${MAX_CATEGORIES + 1}th category; ${MAX_CATEGORIES} are allowed`,
        );
      categories.set(name, (category = categories.size));
    }
    return category;
  };
  const unitsOf = (text: string, line: number, column: string): number | undefined => {
    const units = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    return Number.isSafeInteger(units)
      ? units
      : refuse(line, column, text, `must be a whole number of units from 0 to ${Number.MAX_SAFE_INTEGER}`);
  };
  const revenueOf = (text: string, line: number, column: string): number | undefined => {
    if (text === '') return NaN;
    const revenue = /^\d{1,15}(\.\d{1,10})?$/.test(text) ? Number(text) : NaN;
    return Number.isNaN(revenue)
      ? refuse(line, column, text, 'must be an amount of money from 0, such as 1249.50, or empty')
      : revenue;
  };

  const hash = await readCsvRecords(
    source,
    {
      header(columns) {
        at = salesColumns(columns, faults);
        return at !== undefined;
      },
      row(cells, line) {
        if (at === undefined) return;
        rows += 1;
        const day = dayOf(cells[at.date], line, 'date');
        const store = storeOf(cells[at.store], line, 'store_id');
        const category = categoryOf(cells[at.category], line, at.categoryName);
        const units = unitsOf(cells[at.units], line, at.unitsName);
        const revenue = at.revenue < 0 ? NaN : revenueOf(cells[at.revenue], line, 'revenue');
        if (
          day === undefined ||
          store === undefined ||
          category === undefined ||
          units === undefined ||
          revenue === undefined
        )
          return;
        if (!builder.add(category, store, day, units, revenue))
          faults.add({
            line,
            column: null,
            value: `${cells[at.date]}, ${cells[at.store]}, ${cells[at.category]}`,
            rule: 'duplicate: must be the only row for its date, store and category',
          });
      },
    },
    faults,
  );

  return {
    rows,
    hash,
    async build(storeIds) {
      const known = new Set(storeIds);
      for (const [id, { lines, count }] of stores)
        if (!known.has(id))
          faults.addLate(lines, count, {
            column: 'store_id',
            value: id,
            rule: 'unknown store: must be a store_id of the stores file',
          });
      if (faults.count > 0) return undefined;
      const { periods, days } = builder.extent;
      if (
        builder.isTooLarge ||
        days > 366 * MAX_YEARS ||
        storeIds.length * categories.size * periods > MAX_CELLS
      ) {
        faults.add({
          line: null,
          column: 'date',
          value: null,
          rule: `must not span more than ${MAX_YEARS} years or ${MAX_CELLS} cells of store, category and date; check for dates far from the others`,
        });
        return undefined;
      }
      return builder.build(
        [...categories.keys()],
        storeIds,
        storeIds.map((id) => stores.get(id)?.index ?? -1),
      );
    },
  };
}

interface StoreRows {
  readonly index: number;
  count: number;
  /** The first lines that name the store, should it turn out to be unknown. */
  readonly lines: number[];
}

interface SalesColumns {
  readonly date: number;
  readonly store: number;
  readonly category: number;
  readonly categoryName: string;
  readonly units: number;
  readonly unitsName: string;
  readonly revenue: number;
}

function salesColumns(columns: readonly string[], faults: FaultList): SalesColumns | undefined {
  const find = (...names: string[]): [number, string] => {
    const name = names.find((candidate) => columns.includes(candidate)) ?? names[0];
    return [columns.indexOf(name), name];
  };
  const [date] = find('date');
  const [store] = find('store_id');
  const [category, categoryName] = find('category', 'category_id');
  const [units, unitsName] = find('quantity_sold', 'units_sold');
  const [revenue] = find('revenue');
  for (const [position, name] of [
    [date, 'date'],
    [store, 'store_id'],
    [category, 'category'],
    [units, 'quantity_sold'],
  ] as const)
    if (position < 0) faults.add(missingColumn(name, columns));
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined)
    faults.add({ line: 1, column: twice, value: twice, rule: 'must not stand twice in the header' });
  return faults.count > 0 ? undefined : { date, store, category, categoryName, units, unitsName, revenue };
}
