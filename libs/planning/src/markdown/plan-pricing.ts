import type {
  PricingContext,
  PricingOutput,
  PricingPlan,
  ReportProgress,
  SeasonProjection,
} from '#contracts';
import { checkpointOutlook, type CheckpointOutlook } from './checkpoint-outlook.ts';
import {
  DEFAULT_GAP_MULTIPLIER,
  DEFAULT_SALVAGE_RATIO,
  demandLift,
  depthTable,
  expectedValueDepth,
  gapDepth,
} from './markdown-rules.ts';
import { planElasticity } from './price-elasticity.ts';
import { pricingReasoning } from './pricing-reasoning.ts';

/** Sell-through asked for where a checkpoint is set and no threshold is stated. */
const ASSUMED_THRESHOLD = 0.6;

/**
 * Argues the markdown at the checkpoint: what to do at each sell-through that may be observed, the depth at the one
 * that is projected, and the depth with the highest expected value. Skipped where the parameters set no checkpoint.
 */
export function planPricing(context: PricingContext, report: ReportProgress): PricingOutput {
  const { parameters, options, demand, inventory } = context;
  const checkpoint = parameters.markdown_checkpoint_week;
  if (checkpoint === null) {
    report(100, 'No markdown checkpoint: full price all season');
    return { pricing: skippedPricing(context) };
  }
  report(20, `Projecting sell-through at week ${checkpoint}`);
  const outlook = checkpointOutlook(context, checkpoint);
  const elasticity = planElasticity(context.price_history, options.price_elasticity);
  report(60, 'Comparing markdown depths');
  const threshold = parameters.markdown_threshold ?? ASSUMED_THRESHOLD;
  const multiplier = options.gap_multiplier ?? DEFAULT_GAP_MULTIPLIER;
  const sellThrough = rounded(mean(outlook.sellThroughs));
  const gap = rounded(threshold - sellThrough);
  const depth = gapDepth(gap, multiplier);
  const price = options.unit_price ?? recentPrice(context);
  const draft: PricingPlan = {
    status: 'conditional',
    checkpoint_week: checkpoint,
    threshold,
    threshold_source: parameters.markdown_threshold === null ? 'assumed' : 'stated',
    projected_sell_through: sellThrough,
    probability_below_threshold: rounded(
      mean(outlook.sellThroughs.map((value) => (value < threshold ? 1 : 0))),
    ),
    gap,
    gap_multiplier: multiplier,
    price_elasticity: elasticity,
    depth_by_sell_through: depthTable(threshold, multiplier),
    markdown_depth: depth,
    recommended_depth: expectedValueDepth(
      outlook.futures,
      elasticity.value,
      elasticity.standard_error ?? 0,
      salvageRatio(context),
      context.seed,
    ),
    expected_lift: rounded(demandLift(depth, elasticity.value)),
    projected: {
      without: projection(outlook, inventory.manufacturing_units, 0, elasticity.value, price),
      with: projection(outlook, inventory.manufacturing_units, depth, elasticity.value, price),
    },
    reasoning: [],
  };
  const reasoning = pricingReasoning({ parameters, options, demand, inventory }, draft, {
    observed: outlook.observed,
    lastWeek: checkpoint === parameters.forecast_horizon_weeks,
  });
  report(100, 'The pricing plan is ready');
  return { pricing: { ...draft, reasoning } };
}

function skippedPricing({ parameters, options, demand, inventory }: PricingContext): PricingPlan {
  const draft: PricingPlan = {
    status: 'skipped',
    reason: 'No markdown checkpoint is set: full price all season.',
    checkpoint_week: null,
    threshold: null,
    threshold_source: null,
    projected_sell_through: null,
    probability_below_threshold: null,
    gap: null,
    gap_multiplier: null,
    price_elasticity: null,
    depth_by_sell_through: [],
    markdown_depth: null,
    recommended_depth: null,
    expected_lift: null,
    projected: null,
    reasoning: [],
  };
  const reasoning = pricingReasoning({ parameters, options, demand, inventory }, draft, {
    observed: false,
    lastWeek: false,
  });
  return { ...draft, reasoning };
}

function projection(
  { soldBefore, futures }: CheckpointOutlook,
  buy: number,
  depth: number,
  elasticity: number,
  price: number | null,
): SeasonProjection {
  const growth = 1 + demandLift(depth, elasticity);
  const after = futures.map(({ soldAt }) => soldAt(growth));
  const units = mean(soldBefore) + mean(after);
  return {
    units: Math.round(units),
    ...(price === null
      ? {}
      : { revenue: Math.round(100 * price * (mean(soldBefore) + (1 - depth) * mean(after))) / 100 }),
    leftover_units: Math.max(0, buy - Math.round(units)),
    sell_through: buy > 0 ? rounded(units / buy) : 0,
  };
}

function salvageRatio({ options }: PricingContext): number {
  const { salvage_value, unit_price } = options;
  if (salvage_value === undefined || unit_price === undefined || unit_price <= 0)
    return DEFAULT_SALVAGE_RATIO;
  return Math.min(1, Math.max(0, salvage_value / unit_price));
}

/** Mean price of the last 52 weeks; null where the data have none. */
function recentPrice({ price_history: history }: PricingContext): number | null {
  if (history === null || history.revenue === null) return null;
  let [units, revenue] = [0, 0];
  for (let i = 0; i < history.units.length; i += 1) {
    if (i % history.weeks < history.weeks - 52) continue;
    if (history.units[i] > 0 && history.revenue[i] > 0) {
      units += history.units[i];
      revenue += history.revenue[i];
    }
  }
  return units > 0 ? revenue / units : null;
}

const mean = (values: readonly number[]): number =>
  values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : 0;

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;
