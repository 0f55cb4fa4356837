import { CELLS_PER_TURN, nextTurn } from './event-loop.ts';
import { NumberPlane } from './number-plane.ts';

/** Units and revenue of one category, store-major: cell `store * periods + period`; nothing where there are no rows. */
export interface CategoryPlane {
  readonly category_id: string;
  readonly units: NumberPlane;
  /** Null where no row of the category has revenue. */
  readonly revenue: NumberPlane | null;
}

/** How a cube's cells are laid out. */
export interface CubeLayout {
  readonly granularity: 'daily' | 'weekly';
  /** Day number (days since 1970-01-01) of period 0. */
  readonly firstDay: number;
  readonly periods: number;
  readonly storeIds: readonly string[];
}

/** A data set's sales: category × store × day, or × week where every date falls on one weekday. */
export interface SalesCube extends CubeLayout {
  readonly categories: readonly CategoryPlane[];
}

/** Days that one period of the cube spans. */
export function periodDays(cube: Pick<CubeLayout, 'granularity'>): 1 | 7 {
  return cube.granularity === 'daily' ? 1 : 7;
}

/**
 * Takes rows in any order and makes a cube. Rows go straight into day slabs (one cell a store), so that memory follows
 * the number of cells, not the length of the file.
 */
export class CubeBuilder {
  private readonly slabs: Map<number, Slab>[] = [];
  /** By category: the slab that was made last, whose shape the next is likely to need. */
  private readonly latest: Slab[] = [];
  private first = Infinity;
  private last = -Infinity;
  private cells = 0;

  /** @param maxCells cells (store × period × category) of the largest cube that will be built */
  constructor(private readonly maxCells: number) {}

  /**
   * Whether the rows cannot make a cube of `maxCells`: slabs, which double as they grow, hold over twice as many. Then
   * nothing is kept, so that a small file of rows far apart cannot take more memory than the largest that is allowed.
   */
  get isTooLarge(): boolean {
    return this.cells > 2 * this.maxCells;
  }

  /** @returns false when the cell already has a row. */
  add(category: number, store: number, day: number, units: number, revenue: number): boolean {
    if (this.isTooLarge) return true;
    const days = (this.slabs[category] ??= new Map());
    let slab = days.get(day);
    if (slab === undefined) {
      slab = new Slab(store + 1, this.latest[category]);
      this.latest[category] = slab;
      days.set(day, slab);
      this.first = Math.min(this.first, day);
      this.last = Math.max(this.last, day);
      this.cells += slab.size;
    }
    this.cells += slab.growFor(store);
    if (this.isTooLarge) this.slabs.length = this.latest.length = 0;
    return slab.put(store, units, revenue);
  }

  /** Days from the first to the last row, and the periods the cube will have. */
  get extent(): { readonly days: number; readonly periods: number } {
    const days = this.last - this.first + 1;
    return { days, periods: this.fallsOnOneWeekday() ? Math.ceil(days / 7) : days };
  }

  /**
   * @param categoryIds names of the categories, by the numbers given to `add`
   * @param storeOrder for each store of the cube, the number given to `add`, or -1 for a store without rows
   */
  async build(
    categoryIds: readonly string[],
    storeIds: readonly string[],
    storeOrder: readonly number[],
  ): Promise<SalesCube> {
    const granularity = this.fallsOnOneWeekday() ? 'weekly' : 'daily';
    const step = granularity === 'daily' ? 1 : 7;
    const periods = (this.last - this.first) / step + 1;
    const categories: CategoryPlane[] = [];
    let cells = 0;
    for (const [category, category_id] of categoryIds.entries()) {
      const units = new NumberPlane(storeIds.length * periods);
      let revenue: NumberPlane | null = null;
      const days = this.slabs[category] ?? new Map<number, Slab>();
      for (const [day, slab] of days) {
        const period = (day - this.first) / step;
        for (let store = 0; store < storeIds.length; store++) {
          const from = storeOrder[store];
          if (from < 0 || from >= slab.units.length) continue;
          const at = store * periods + period;
          units.put(at, slab.units.get(from));
          const money = slab.revenue.get(from);
          if (money !== money) continue;
          revenue ??= new NumberPlane(units.length, slab.revenue);
          revenue.put(at, money);
        }
        cells += storeIds.length;
        if (cells < CELLS_PER_TURN) continue;
        cells = 0;
        await nextTurn();
      }
      days.clear(); // the next category's planes take the memory
      categories.push({ category_id, units, revenue });
    }
    return { granularity, firstDay: this.first, periods, storeIds, categories };
  }

  private fallsOnOneWeekday(): boolean {
    return this.slabs.every((days) => [...days.keys()].every((day) => (day - this.first) % 7 === 0));
  }
}

/** One category's rows of one day: a cell a store, grown as stores appear. */
class Slab {
  readonly units: NumberPlane;
  readonly revenue: NumberPlane;

  /** @param like a slab of the same category: with its size and forms there is nothing to grow or widen, so no garbage */
  constructor(stores: number, like?: Slab) {
    const size = Math.max(stores, like?.size ?? 0);
    this.units = new NumberPlane(size, like?.units);
    this.revenue = new NumberPlane(size, like?.revenue);
  }

  get size(): number {
    return this.units.length;
  }

  /** Makes room for the store; returns the cells it took. */
  growFor(store: number): number {
    const { size } = this;
    if (store < size) return 0;
    this.units.grow(Math.max(store + 1, 2 * size));
    this.revenue.grow(this.size);
    return this.size - size;
  }

  /** @returns false when the store's cell is taken */
  put(store: number, units: number, revenue: number): boolean {
    if (!Number.isNaN(this.units.get(store))) return false;
    this.units.put(store, units);
    this.revenue.put(store, revenue);
    return true;
  }
}
