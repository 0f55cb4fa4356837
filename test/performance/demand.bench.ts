/**
 * How long the demand agent takes on 156 weeks of three categories: a season whose backtest is not known yet, and one whose
 * backtest is.
 *
 *   node --conditions=source test/performance/demand.bench.ts
 */
import { silent, type DemandContext } from '#contracts';
import { addDays, planDemand, seasonEndDate } from '#planning';
import { FIRST_WEEK, seasonalUnits, weeklyTotals } from '../support/weekly-series.ts';
import { figure } from './figures.ts';

const WEEKS = 156;
const HORIZON = 12;
const SEASONS = 12;

/** No two have one series in common, so that nothing of an earlier backtest fits. */
function season(number: number): DemandContext {
  const start = addDays(FIRST_WEEK, 7 * WEEKS);
  const units = seasonalUnits({ weeks: WEEKS, noise: 0.15, seed: 100 + 3 * number });
  return {
    parameters: {
      forecast_horizon_weeks: HORIZON,
      season_start_date: start,
      season_end_date: seasonEndDate(start, HORIZON),
      replenishment_strategy: 'weekly',
      dc_holdback_percentage: 0.45,
      markdown_checkpoint_week: 6,
      markdown_threshold: 0.6,
    },
    options: {},
    category_id: 'Jackets',
    dataset_id: 'made-up',
    as_of: start,
    seed: 7,
    history: {
      category_id: 'Jackets',
      first_week_start: FIRST_WEEK,
      weeks: WEEKS,
      store_ids: ['S1'],
      units,
      revenue: null,
    },
    totals: weeklyTotals('Jackets', units),
    siblings: [1, 2].map((i) =>
      weeklyTotals(`sibling ${i}`, seasonalUnits({ weeks: WEEKS, seed: 100 + 3 * number + i, noise: 0.15 })),
    ),
    season_first_week_start: start,
    lead_weeks: 0,
    granularity: 'weekly',
    notes: [],
  };
}

const seasons = Array.from({ length: SEASONS + 1 }, (_, i) => season(i));

function times(): number[] {
  return seasons.map((context) => {
    const clock = performance.now();
    planDemand(context, silent);
    return performance.now() - clock;
  });
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

const [firstEver, ...cold] = times();
const [, ...cached] = times();
console.log(`## A forecast from ${WEEKS} weeks of three categories, ${HORIZON} weeks ahead\n`);
console.log('| backtest | p50, ms | max, ms |\n|---|---:|---:|');
console.log(`| first of the process | ${firstEver.toFixed(0)} | |`);
for (const [name, all] of [
  ['not known', cold],
  ['known', cached],
] as const)
  console.log(`| ${name} | ${median(all).toFixed(0)} | ${Math.max(...all).toFixed(0)} |`);
figure({
  name: 'demand agent, 156 weeks, backtest known, p50',
  value: median(cached),
  unit: 'ms',
  atMost: 400,
});
figure({
  name: 'demand agent, 156 weeks, backtest not known, p50',
  value: median(cold),
  unit: 'ms',
  atMost: 2_000,
});
