import type { DemandPlan, PlanOptions, Reasoning, ReplenishmentStrategy, SeasonParameters } from '#contracts';
import { isReordered } from '../allocation/delivery-schedule.ts';
import { printsAsWhole, printsAsZero, reasonAbout, unitsWord } from '../certificate/reasoning.ts';
import { criticalRatio, type SafetyStock } from './safety-stock.ts';

const STRATEGY_WORDS: Readonly<Record<ReplenishmentStrategy, string>> = {
  none: 'No replenishment',
  'bi-weekly': 'Bi-weekly replenishment',
  weekly: 'Weekly replenishment',
};

/** Most that is bought for safety. */
const MOST = 0.6;
/** Ratios to repeating last year within which neither can be called better. */
const EVEN = { from: 0.95, to: 1.05 } as const;

type Say = ReturnType<typeof reasonAbout>;

/** The explanation of a demand plan, made from the plan itself. */
export function demandReasoning(
  parameters: SeasonParameters,
  options: PlanOptions,
  demand: Omit<DemandPlan, 'reasoning'>,
  stock: SafetyStock,
): Reasoning[] {
  const say = reasonAbout({ parameters, options, demand });
  return [
    ...levelSentences(say, demand),
    modelSentence(say, demand),
    ...recordSentences(say, demand),
    safetySentence(say, parameters, options, stock, demand.accuracy.origins > 0),
    ...demand.notes.map((_, i) => say('{note}', { note: `/demand/notes/${i}` })),
  ];
}

function levelSentences(say: Say, demand: Omit<DemandPlan, 'reasoning'>): Reasoning[] {
  const season = { weeks: '/parameters/forecast_horizon_weeks', start: '/parameters/season_start_date' };
  const total = '/demand/total_units';
  if (demand.total_units === 0)
    return [
      say('The {weeks} weeks from {start} are expected to sell nothing ({total} units).', {
        ...season,
        total,
      }),
    ];
  const peak = demand.peak_week - 1;
  return [
    say(
      `The {weeks} weeks from {start} are expected to sell {total} ${unitsWord(demand.total_units)}; four seasons in five like this one would sell {lo} to {hi}.`,
      { ...season, total, lo: '/demand/total_interval_80/0', hi: '/demand/total_interval_80/1' },
    ),
    say(
      `The strongest week is week {peak}, from {date}, with {units} ${unitsWord(demand.weekly[peak].units)}.`,
      {
        peak: '/demand/peak_week',
        date: `/demand/weekly/${peak}/start_date`,
        units: `/demand/weekly/${peak}/units`,
      },
    ),
  ];
}

function modelSentence(say: Say, { models }: Omit<DemandPlan, 'reasoning'>): Reasoning {
  const counted = models.flatMap(({ weight }, i) => (weight > 0 && !printsAsZero(weight) ? [i] : []));
  if (counted.length === 1)
    return say('The forecast is that of one model, {name}.', { name: `/demand/models/${counted[0]}/name` });
  return say(
    `The forecast is a {method}: ${counted.map((i) => `{name${i}} {weight${i}:percent}`).join(', ')}.`,
    Object.fromEntries([
      ['method', '/demand/method'],
      ...counted.flatMap((i) => [
        [`name${i}`, `/demand/models/${i}/name`],
        [`weight${i}`, `/demand/models/${i}/weight`],
      ]),
    ]) as Record<string, string>,
  );
}

function recordSentences(say: Say, { accuracy }: Omit<DemandPlan, 'reasoning'>): Reasoning[] {
  const { origins, season_total_ape: ape, vs_seasonal_naive: ratio } = accuracy;
  if (ape === null)
    return [
      say('The history allows no past season of this category to be replayed: the forecast has no record.'),
    ];
  const small = printsAsZero(ape);
  const sentences = [
    say(
      `Replayed on {origins} past ${origins === 1 ? 'season' : 'seasons'} of this category, it missed the season total by ${small ? 'less than half a per cent' : '{ape:percent}'} on average and single weeks by {wape:percent}.`,
      {
        origins: '/demand/accuracy/origins',
        ...(small ? {} : { ape: '/demand/accuracy/season_total_ape' }),
        wape: '/demand/accuracy/weekly_wape',
      },
    ),
  ];
  if (ratio !== null)
    sentences.push(
      say(
        ratio < EVEN.from
          ? 'Its error on the total was {ratio:percent} of that of repeating last year.'
          : ratio < 1
            ? 'Repeating last year would have been about as good: the error was {ratio:percent} of that.'
            : ratio <= EVEN.to
              ? 'It does not beat repeating last year, which would have been about as good: the error was {ratio:percent} of that.'
              : 'It does not beat repeating last year: its error on the total was {ratio:percent} of that.',
        { ratio: '/demand/accuracy/vs_seasonal_naive' },
      ),
    );
  return sentences;
}

/** In the reference design's words: what it would have taken, what is taken, and the record behind it. */
function safetySentence(
  say: Say,
  parameters: SeasonParameters,
  options: PlanOptions,
  stock: SafetyStock,
  hasRecord: boolean,
): Reasoning {
  const strategy = parameters.replenishment_strategy;
  const margin = marginWords(
    options,
    stock,
    hasRecord ? 'your forecasts' : 'forecasts of your other categories',
  );
  const bought =
    strategy !== 'none' && stock.source === 'record' && !isReordered(parameters, options)
      ? ` ${parameters.dc_holdback_percentage === 0 ? 'Nothing is held back' : 'No later order would reach stores in time'}, so it is that of a season without replenishment.`
      : '';
  return say(
    `${STRATEGY_WORDS[strategy]} → safety stock {baseline:percent} → {stock:percent}: ${margin}.${bought}`,
    {
      baseline: '/demand/baseline_safety_stock_pct',
      stock: '/demand/safety_stock_pct',
      ...(margin.includes('{level') ? { level: '/options/service_level' } : {}),
    },
  );
}

/** Why the safety stock is what it is, after the colon. */
function marginWords(options: PlanOptions, { source, fraction }: SafetyStock, forecasts: string): string {
  const { service_level: level, unit_price, unit_cost } = options;
  const costed = level === undefined && unit_price !== undefined && unit_cost !== undefined;
  if (source === 'assumed') return 'no past season could be replayed, so the design’s figure stands';
  if (costed && criticalRatio(options) === 0)
    return 'at this price a sale earns nothing over its cost, so nothing is bought beyond the forecast';
  const judged = `${forecasts}, as they missed the total of past seasons on either side,`;
  if (fraction === MOST)
    return `the most that is bought for safety; ${judged} can fall short by more than that`;
  const often =
    level !== undefined
      ? printsAsWhole(level)
        ? 'in nearly every season, as asked'
        : 'in {level:percent} of seasons, as asked'
      : !costed
        ? 'in two of three seasons'
        : 'in as many seasons as the costs of a lost sale and of a unit left over call for';
  if (costed && criticalRatio(options) === 1)
    return `a unit left over loses nothing, so it is the most that ${judged} fall short by`;
  if (fraction === 0) return `${judged} do not fall short ${often}`;
  const missed = printsAsZero(fraction) ? 'less than half a per cent' : '{stock:percent} at most';
  return `${judged} fall short by ${missed} ${often}`;
}
