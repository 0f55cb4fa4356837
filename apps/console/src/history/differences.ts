import type { SeasonPlan } from '#contracts';
import { PARAMETER_NAMES } from '../state/draft.ts';
import { count, estimate, percent, signed } from '../words/figures.ts';
import { PARAMETER_LABELS, phraseOf } from '../words/parameters.ts';

/** One line of two plans side by side. */
export interface Difference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  /** Whether more of it is what a planner wants; null where it is neither good nor bad. */
  readonly isGain: boolean | null;
}

/** What was asked for otherwise. */
export function askedOtherwise(before: SeasonPlan, after: SeasonPlan): readonly Difference[] {
  const asked = PARAMETER_NAMES.map((name) => ({
    name: PARAMETER_LABELS[name],
    before: phraseOf(name, before.parameters) ?? '—',
    after: phraseOf(name, after.parameters) ?? '—',
  }));
  return [{ name: 'Category', before: before.category_id, after: after.category_id }, ...asked]
    .filter((row) => row.before !== row.after)
    .map((row) => ({ ...row, change: '', isGain: null }));
}

/** What came of it. */
export function cameOtherwise(before: SeasonPlan, after: SeasonPlan): readonly Difference[] {
  const forecast = ({ demand }: SeasonPlan): string => estimate(demand.total_units, demand.total_interval_80);
  return [
    units('Make', before.inventory.manufacturing_units, after.inventory.manufacturing_units, null),
    {
      ...units('Forecast', before.demand.total_units, after.demand.total_units, null),
      before: forecast(before),
      after: forecast(after),
    },
    share('Safety stock', before.demand.safety_stock_pct, after.demand.safety_stock_pct, null),
    units(
      'To stores at launch',
      before.inventory.initial_allocation_units,
      after.inventory.initial_allocation_units,
      null,
    ),
    units('Stays at the DC', before.inventory.dc_holdback_units, after.inventory.dc_holdback_units, null),
    share('Demand met', before.inventory.replenishment.fill_rate, after.inventory.replenishment.fill_rate, 1),
    units(
      'Demand missed',
      before.inventory.replenishment.expected_lost_units,
      after.inventory.replenishment.expected_lost_units,
      -1,
    ),
    units(
      'Left over',
      before.inventory.replenishment.expected_leftover_units,
      after.inventory.replenishment.expected_leftover_units,
      -1,
    ),
    share('Markdown', before.pricing.markdown_depth ?? 0, after.pricing.markdown_depth ?? 0, null),
  ];
}

type Good = 1 | -1 | null;

function units(name: string, before: number, after: number, good: Good): Difference {
  return {
    name,
    before: count(before),
    after: count(after),
    change: after === before ? 'same' : signed(after - before, count),
    isGain: good === null || after === before ? null : (after - before) * good > 0,
  };
}

/** Fractions differ by whole points, as they are shown. */
function share(name: string, before: number, after: number, good: Good): Difference {
  const points = Math.round(100 * after) - Math.round(100 * before);
  return {
    name,
    before: percent(before),
    after: percent(after),
    change: points === 0 ? 'same' : `${signed(points, count)} points`,
    isGain: good === null || points === 0 ? null : points * good > 0,
  };
}
