import type { DemandPlan, PlanOptions, Reasoning, ReplenishmentStrategy, SeasonParameters } from '#contracts';
import { reasonAbout } from '../certificate/reasoning.ts';
import type { SafetyStock } from './safety-stock.ts';

const STRATEGY_WORDS: Readonly<Record<ReplenishmentStrategy, string>> = {
  none: 'No replenishment',
  'bi-weekly': 'Bi-weekly replenishment',
  weekly: 'Weekly replenishment',
};

/** Why the safety stock is what it is, after the colon. */
function margin(options: PlanOptions, { source, fraction }: SafetyStock): string {
  if (source === 'assumed') return 'no past season could be played, so the design’s figure is assumed';
  if (fraction === 0) return 'past seasons sold no more than was forecast often enough to need a margin';
  const cover =
    options.service_level !== undefined
      ? '{level:percent} of seasons as asked'
      : options.unit_price !== undefined && options.unit_cost !== undefined
        ? 'what the costs of a lost sale and of a unit left over call for'
        : 'two seasons in three';
  return `the errors of past seasons, as known at the last factory order, say that this covers ${cover}`;
}

/** The explanation of a demand plan, made from the plan itself. */
export function demandReasoning(
  parameters: SeasonParameters,
  options: PlanOptions,
  demand: Omit<DemandPlan, 'reasoning'>,
  stock: SafetyStock,
): Reasoning[] {
  const reason = reasonAbout({ parameters, options, demand });
  const { accuracy, models, notes } = demand;
  const sentences = [
    reason(
      'The {weeks} weeks from {start} are expected to sell {total} units; four seasons in five like this one would sell {lo} to {hi}.',
      {
        weeks: '/parameters/forecast_horizon_weeks',
        start: '/parameters/season_start_date',
        total: '/demand/total_units',
        lo: '/demand/total_interval_80/0',
        hi: '/demand/total_interval_80/1',
      },
    ),
    reason('The strongest week is week {peak} with {units} units.', {
      peak: '/demand/peak_week',
      units: `/demand/weekly/${demand.peak_week - 1}/units`,
    }),
  ];
  const counted = models.flatMap(({ weight }, i) => (weight > 0 ? [i] : []));
  if (counted.length === 1)
    sentences.push(
      reason('The forecast is that of one model, {name}.', { name: `/demand/models/${counted[0]}/name` }),
    );
  else
    sentences.push(
      reason(
        `The forecast is a {method}: ${counted.map((i) => `{name${i}} {weight${i}:percent}`).join(', ')}.`,
        Object.fromEntries([
          ['method', '/demand/method'],
          ...counted.flatMap((i) => [
            [`name${i}`, `/demand/models/${i}/name`],
            [`weight${i}`, `/demand/models/${i}/weight`],
          ]),
        ]) as Record<string, string>,
      ),
    );
  if (accuracy.season_total_ape === null)
    sentences.push(
      reason('The history allows no past season of this category to be played: the forecast has no record.'),
    );
  else {
    sentences.push(
      reason(
        'Played on past seasons of this category ({origins}), it missed the total by {ape:percent} on average and the weeks by {wape:percent}.',
        {
          origins: '/demand/accuracy/origins',
          ape: '/demand/accuracy/season_total_ape',
          wape: '/demand/accuracy/weekly_wape',
        },
      ),
    );
    if (accuracy.vs_seasonal_naive !== null)
      sentences.push(
        reason(
          accuracy.vs_seasonal_naive < 1
            ? 'That is {ratio:percent} of the error of repeating last year.'
            : 'It does not beat repeating last year: its error is {ratio:percent} of that.',
          { ratio: '/demand/accuracy/vs_seasonal_naive' },
        ),
      );
  }
  sentences.push(
    reason(
      `${STRATEGY_WORDS[parameters.replenishment_strategy]} → safety stock {baseline:percent} → {stock:percent}: ${margin(options, stock)}.`,
      {
        baseline: '/demand/baseline_safety_stock_pct',
        stock: '/demand/safety_stock_pct',
        ...(stock.source === 'record' && stock.fraction > 0 && options.service_level !== undefined
          ? { level: '/options/service_level' }
          : {}),
      },
    ),
  );
  notes.forEach((_, i) => sentences.push(reason('{note}', { note: `/demand/notes/${i}` })));
  return sentences;
}
