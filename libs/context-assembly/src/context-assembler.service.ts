import type {
  CategoryHistory,
  DemandContext,
  DemandOutput,
  InventoryContext,
  InventoryPlan,
  PricingContext,
  SeasonActuals,
  SeasonContext,
  StoreProfile,
  WeeklyTotals,
} from '#contracts';
import { ContextAssemblyError } from '#errors';
import { fromDayNumber } from '#planning';
import { Inject, Injectable } from '@nestjs/common';
import { categoryTotals } from './category-totals.ts';
import { DatasetCache } from './dataset.cache.ts';
import { categoryNotFound, type Dataset } from './dataset.store.ts';
import type { CategoryPlane } from './sales-cube.ts';
import { type SeasonPhase, seasonPhase, weeklyValues } from './season-phase.ts';

/** Weeks of history without which no season can be forecast. */
const NEEDED_WEEKS = 52;
const LONG_GAP_WEEKS = 26;
/** Average weekly sales of a store are recomputed from what was known at `as_of`. */
const DERIVED_ATTRIBUTE = 'avg_weekly_sales_12mo';

/** What one run plans, and on which version of the data. */
export interface RunSubject extends SeasonContext {
  readonly content_hash: string;
}

/** Makes each agent's context from a data set. Nothing of `as_of` or later is ever in one. */
@Injectable()
export class ContextAssembler {
  constructor(@Inject(DatasetCache) private readonly datasets: DatasetCache) {}

  /** @throws DataNotFoundError, ContextAssemblyError with the weeks there are and the weeks needed */
  async assembleDemandContext(subject: RunSubject): Promise<DemandContext> {
    const { dataset, plane, phase } = await this.find(subject);
    const { cube } = dataset;
    const stores = cube.storeIds.length;
    const totalsOf = ({ category_id, units }: CategoryPlane): WeeklyTotals => ({
      series_id: category_id,
      first_week_start: fromDayNumber(phase.firstWeek),
      units: categoryTotals(weeklyValues(units, cube, phase), stores, phase.weeks),
    });
    const totals = totalsOf(plane);
    const begun = totals.units.findIndex((units) => !Number.isNaN(units));
    const available = begun < 0 ? 0 : phase.weeks - begun;
    if (available < NEEDED_WEEKS)
      throw new ContextAssemblyError(
        `Category "${subject.category_id}" has ${available} whole weeks of history before ${subject.as_of}; ${NEEDED_WEEKS} are needed.`,
        {
          details: {
            category_id: subject.category_id,
            as_of: subject.as_of,
            weeks_available: available,
            weeks_needed: NEEDED_WEEKS,
          },
          suggestions: [
            'Add older sales to the data set.',
            'Plan a later season, or set as_of to a later date.',
          ],
        },
      );
    return {
      ...contextOf(subject),
      history: historyOf(plane, dataset, phase),
      totals,
      siblings: cube.categories.filter((other) => other !== plane).map(totalsOf),
      season_first_week_start: phase.seasonFirstWeek,
      lead_weeks: phase.leadWeeks,
      granularity: cube.granularity,
      notes: notesOf(subject, dataset, phase),
    };
  }

  async assembleInventoryContext(subject: RunSubject, demand: DemandOutput): Promise<InventoryContext> {
    const { dataset, plane, phase } = await this.find(subject);
    const allCategories = allOf(dataset, phase);
    return {
      ...contextOf(subject),
      ...demand,
      history: historyOf(plane, dataset, phase),
      all_categories: allCategories,
      stores: storesAsOf(dataset.stores, allCategories),
      season_first_week_start: phase.seasonFirstWeek,
      lead_weeks: phase.leadWeeks,
    };
  }

  async assemblePricingContext(
    subject: RunSubject,
    demand: DemandOutput,
    inventory: InventoryPlan,
    actuals: SeasonActuals | null = null,
  ): Promise<PricingContext> {
    const { dataset, plane, phase } = await this.find(subject);
    const history = historyOf(plane, dataset, phase);
    return {
      ...contextOf(subject),
      ...demand,
      inventory,
      price_history: history.revenue === null ? null : history,
      actuals,
    };
  }

  private async find(
    subject: RunSubject,
  ): Promise<{ dataset: Dataset; plane: CategoryPlane; phase: SeasonPhase }> {
    const dataset = await this.datasets.get(subject.dataset_id, subject.content_hash);
    const plane = dataset.cube.categories.find(({ category_id }) => category_id === subject.category_id);
    if (plane === undefined)
      throw categoryNotFound(subject.dataset_id, subject.category_id, dataset.cube.categories);
    const phase = seasonPhase(dataset.cube, subject.parameters.season_start_date, subject.as_of);
    return { dataset, plane, phase };
  }
}

function contextOf({ content_hash: _version, ...context }: RunSubject): SeasonContext {
  return context;
}

function historyOf(plane: CategoryPlane, { cube }: Dataset, phase: SeasonPhase): CategoryHistory {
  return {
    category_id: plane.category_id,
    first_week_start: fromDayNumber(phase.firstWeek),
    weeks: phase.weeks,
    store_ids: cube.storeIds,
    units: weeklyValues(plane.units, cube, phase),
    revenue: plane.revenue === null ? null : weeklyValues(plane.revenue, cube, phase),
  };
}

/** All categories by store and week, summed; a week is missing only where every category's is. */
function allOf({ cube }: Dataset, phase: SeasonPhase): CategoryHistory {
  const units = new Float64Array(cube.storeIds.length * phase.weeks).fill(NaN);
  for (const plane of cube.categories) {
    const weekly = weeklyValues(plane.units, cube, phase);
    for (let at = 0; at < units.length; at++)
      if (weekly[at] === weekly[at])
        units[at] = units[at] === units[at] ? units[at] + weekly[at] : weekly[at];
  }
  return {
    category_id: 'all categories',
    first_week_start: fromDayNumber(phase.firstWeek),
    weeks: phase.weeks,
    store_ids: cube.storeIds,
    units,
    revenue: null,
  };
}

/** The stores file says what a store sold up to the file's own day; a plan may only know what was sold up to `as_of`. */
function storesAsOf(stores: readonly StoreProfile[], { units, weeks }: CategoryHistory): StoreProfile[] {
  return stores.map((store, row) => {
    if (!(DERIVED_ATTRIBUTE in store.attributes)) return store;
    const lastYear = units
      .subarray(row * weeks + Math.max(0, weeks - 52), (row + 1) * weeks)
      .filter((value) => value === value);
    const mean =
      lastYear.length === 0 ? null : lastYear.reduce((sum, value) => sum + value, 0) / lastYear.length;
    return { ...store, attributes: { ...store.attributes, [DERIVED_ATTRIBUTE]: mean } };
  });
}

function notesOf(subject: RunSubject, { cube }: Dataset, phase: SeasonPhase): string[] {
  const notes: string[] = [];
  if (phase.leadWeeks > LONG_GAP_WEEKS)
    notes.push('The history ends long before the season starts; the forecast runs through the gap.');
  if (cube.granularity === 'weekly' && phase.seasonFirstWeek !== subject.parameters.season_start_date)
    notes.push('The data are weekly: each season week takes the data week that holds its fourth day.');
  return notes;
}
