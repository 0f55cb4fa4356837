import type {
  DemandContext,
  DemandOutput,
  InventoryContext,
  InventoryPlan,
  PricingContext,
  SeasonActuals,
  SeasonContext,
} from '#contracts';
import { ContextAssemblyError } from '#errors';
import { Inject, Injectable } from '@nestjs/common';
import { type CachedDataset, DatasetCache } from './dataset.cache.ts';
import { categoryNotFound, type Dataset } from './dataset.store.ts';
import { type SeasonPhase, seasonPhase } from './season-phase.ts';
import type { CategoryWeeks, WeeklyView } from './weekly-view.ts';

/** Weeks of history without which no season can be forecast. */
const NEEDED_WEEKS = 52;

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
    const { dataset, view, category, phase } = await this.find(subject);
    const { totals } = category;
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
      history: category.history,
      totals,
      siblings: [...view.categories.values()]
        .filter((other) => other !== category)
        .map((other) => other.totals),
      season_first_week_start: phase.seasonFirstWeek,
      lead_weeks: phase.leadWeeks,
      granularity: dataset.cube.granularity,
      notes: notesOf(subject, dataset, phase),
    };
  }

  async assembleInventoryContext(subject: RunSubject, demand: DemandOutput): Promise<InventoryContext> {
    const { view, category, phase } = await this.find(subject);
    return {
      ...contextOf(subject),
      ...demand,
      history: category.history,
      all_categories: view.all,
      stores: view.stores,
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
    const { cached, dataset, category, phase } = await this.find(subject);
    const hasRevenue = dataset.cube.categories.some(
      (plane) => plane.category_id === subject.category_id && plane.hasRevenue,
    );
    return {
      ...contextOf(subject),
      ...demand,
      inventory,
      price_history: hasRevenue
        ? { ...category.history, revenue: await cached.revenue(subject.category_id, phase) }
        : null,
      actuals,
    };
  }

  private async find(subject: RunSubject): Promise<{
    cached: CachedDataset;
    dataset: Dataset;
    view: WeeklyView;
    category: CategoryWeeks;
    phase: SeasonPhase;
  }> {
    const cached = await this.datasets.get(subject.dataset_id, subject.content_hash);
    const dataset = await cached.loading;
    const phase = seasonPhase(dataset.cube, subject.parameters.season_start_date, subject.as_of);
    const view = await cached.view(phase);
    const category = view.categories.get(subject.category_id);
    if (category === undefined)
      throw categoryNotFound(subject.dataset_id, subject.category_id, dataset.cube.categories);
    return { cached, dataset, view, category, phase };
  }
}

function contextOf({ content_hash: _version, ...context }: RunSubject): SeasonContext {
  return context;
}

function notesOf(subject: RunSubject, { cube }: Dataset, phase: SeasonPhase): string[] {
  const notes: string[] = [];
  if (cube.granularity === 'weekly' && phase.seasonFirstWeek !== subject.parameters.season_start_date)
    notes.push(
      'The sales data come by week and their weeks start on another weekday: each season week stands for the data week that holds its fourth day.',
    );
  return notes;
}
