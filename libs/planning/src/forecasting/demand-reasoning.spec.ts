import { describe, expect, it } from '@jest/globals';
import type { DemandPlan, ForecastAccuracy, PlanOptions, SeasonParameters } from '#contracts';
import { checkReasoning } from '../certificate/reasoning.ts';
import { demandReasoning } from './demand-reasoning.ts';
import type { SafetyStock } from './safety-stock.ts';

const PARAMETERS = {
  forecast_horizon_weeks: 12,
  season_start_date: '2027-03-01',
  replenishment_strategy: 'weekly',
  dc_holdback_percentage: 0.45,
} as SeasonParameters;

const WEEKLY = [
  { start_date: '2027-03-01', units: 700 },
  { start_date: '2027-03-08', units: 1_250 },
  { start_date: '2027-03-15', units: 900 },
];

interface Findings {
  readonly parameters?: Partial<SeasonParameters>;
  readonly options?: PlanOptions;
  readonly demand?: Partial<Omit<DemandPlan, 'weekly'>> & { readonly weekly?: readonly object[] };
  readonly accuracy?: Partial<ForecastAccuracy>;
  readonly stock?: Partial<SafetyStock>;
}

/** What is said of a season of three weeks' forecast, replayed on four past seasons, but for what is given. */
function reasonsFor({ options = {}, demand, accuracy, stock, ...changes }: Findings) {
  const parameters = { ...PARAMETERS, ...changes.parameters };
  const safety: SafetyStock = { fraction: 0.08, baseline: 0.2, source: 'record', ...stock };
  const plan = {
    total_units: 2_850,
    total_interval_80: [2_400, 3_300],
    weekly: WEEKLY,
    peak_week: 2,
    method: 'mean of models',
    models: [{ name: 'ETS', weight: 1 }],
    accuracy: {
      origins: 4,
      season_total_ape: 0.11,
      weekly_wape: 0.23,
      vs_seasonal_naive: 0.64,
      ...accuracy,
    },
    safety_stock_pct: safety.fraction,
    baseline_safety_stock_pct: safety.baseline,
    notes: [],
    ...demand,
  } as unknown as Omit<DemandPlan, 'reasoning'>;
  const reasoning = demandReasoning(parameters, options, plan, safety);
  expect(checkReasoning({ parameters, options, demand: { ...plan, reasoning } })).toEqual([]);
  return reasoning;
}

const wordsOn = (findings: Findings): string[] => reasonsFor(findings).map(({ text }) => text);
const sentenceOn = (start: string, findings: Findings): string | undefined =>
  wordsOn(findings).find((text) => text.startsWith(start));

const NO_RECORD = { origins: 0, season_total_ape: null, weekly_wape: null, vs_seasonal_naive: null };

describe(demandReasoning.name, () => {
  it('says how much, when most, by which models, how well before and how much for safety, then the notes', () => {
    expect(wordsOn({ demand: { notes: ['Store S1 is new.', 'The history is short.'] } })).toEqual([
      expect.stringMatching(/12 weeks from 2027-03-01 .* sell 2,850 units; four .* sell 2,400 to 3,300\.$/),
      'The strongest week is week 2, from 2027-03-08, with 1,250 units.',
      'The forecast is that of one model, ETS.',
      'Replayed on 4 past seasons of this category, it missed the season total by 11 % on average and single weeks by 23 %.',
      'Its error on the total was 64 % of that of repeating last year.',
      expect.stringMatching(/^Weekly replenishment → safety stock 20 % → 8 %: your forecasts.*\.$/),
      'Store S1 is new.',
      'The history is short.',
    ]);
  });

  it('names no strongest week where nothing is expected to sell', () => {
    const [first, second] = wordsOn({ demand: { total_units: 0 } });
    expect(first).toBe('The 12 weeks from 2027-03-01 are expected to sell nothing (0 units).');
    expect(second).toContain('The forecast is');
  });

  it('speaks of one unit', () => {
    const weekly = [{ start_date: '2027-03-01', units: 1 }];
    const [total, week] = wordsOn({
      demand: { total_units: 1, total_interval_80: [0, 3], weekly, peak_week: 1 },
    });
    expect(total).toContain('sell 1 unit;');
    expect(week).toContain('with 1 unit.');
  });

  it('names the models that count by their weights, and leaves out what would print as 0 %', () => {
    const models = [
      { name: 'ETS', weight: 0.6 },
      { name: 'repeating last year', weight: 0 },
      { name: 'MSTL', weight: 0.391 },
      { name: 'Prophet', weight: 0.005 },
      { name: 'level', weight: 0.004 },
    ].map((model) => ({ ...model, total_units: 0 }));
    expect(wordsOn({ demand: { models } })).toContain(
      'The forecast is a mean of models: ETS 60 %, MSTL 39 %, Prophet 1 %.',
    );
  });

  it.each([
    [{ origins: 1 }, 'Replayed on 1 past season of this category'],
    [{ origins: 2 }, 'Replayed on 2 past seasons of this category'],
    [{ season_total_ape: 0.005 }, 'the season total by 1 % on average'],
    [{ season_total_ape: 0.004 }, 'the season total by less than half a per cent on average'],
    [{ season_total_ape: 0 }, 'the season total by 0 % on average'],
    [{ vs_seasonal_naive: 0.949 }, 'Its error on the total was 95 % of that of repeating last year.'],
    [{ vs_seasonal_naive: 0.95 }, 'Repeating last year would have been about as good: the error was 95 %'],
    [{ vs_seasonal_naive: 0.999 }, 'Repeating last year would have been about as good: the error was 100 %'],
    [
      { vs_seasonal_naive: 1 },
      'not beat repeating last year, which would have been about as good: the error was 100 %',
    ],
    [
      { vs_seasonal_naive: 1.05 },
      'not beat repeating last year, which would have been about as good: the error was 105 %',
    ],
    [{ vs_seasonal_naive: 1.06 }, 'not beat repeating last year: its error on the total was 106 % of that'],
  ])('says of the record %j: %s', (accuracy, words) => {
    expect(wordsOn({ accuracy }).join('\n')).toContain(words);
  });

  it('compares with last year only where last year can be repeated, and has no record without a past season', () => {
    expect(wordsOn({ accuracy: { vs_seasonal_naive: null } }).join()).not.toContain('repeating last year');
    const words = wordsOn({ accuracy: NO_RECORD }).join('\n');
    expect(words).toContain('no past season of this category to be replayed: the forecast has no record.');
    expect(words).not.toContain('Replayed on');
  });

  it.each([
    ['none', 'No replenishment'],
    ['weekly', 'Weekly replenishment'],
    ['bi-weekly', 'Bi-weekly replenishment'],
  ] as const)('calls the strategy %s: %s', (replenishment_strategy, words) => {
    const said = sentenceOn(words, { parameters: { replenishment_strategy } });
    expect(said).toContain(`${words} → safety stock 20 % → 8 %: `);
    expect(said).not.toContain('season without replenishment');
  });

  it.each([
    [{ dc_holdback_percentage: 0 }, {}, 'Nothing is held back, so it is that of a season without'],
    [
      {},
      { lead_time_weeks: 12 },
      'No later order would reach stores in time, so it is that of a season without',
    ],
  ])('says with %j and %j why the margin is that of a single order', (parameters, options, words) => {
    expect(sentenceOn('Weekly', { parameters, options })).toContain(`. ${words} replenishment.`);
    const assumed = { source: 'assumed' } as const;
    const unseen = { accuracy: NO_RECORD, stock: assumed };
    expect(sentenceOn('Weekly', { parameters, options, ...unseen })).not.toContain('season without');
    const never = { ...parameters, replenishment_strategy: 'none' } as const;
    expect(sentenceOn('No repl', { parameters: never, options })).not.toContain('season without');
  });

  const costs = (unit_price: number, unit_cost: number, salvage_value = 0) => ({
    unit_price,
    unit_cost,
    salvage_value,
  });
  it.each<[string, Findings, string]>([
    ['chance alone', {}, 'fall short by 8 % at most in two of three seasons.'],
    ['a price without a cost', { options: { unit_price: 9 } }, 'at most in two of three seasons.'],
    ['a cost without a price', { options: { unit_cost: 9 } }, 'at most in two of three seasons.'],
    [
      'both costs',
      { options: costs(9, 4) },
      'in as many seasons as the costs of a lost sale and of a unit left over call for.',
    ],
    ['a service level', { options: { service_level: 0.9 } }, 'at most in 90 % of seasons, as asked.'],
    ['a high one', { options: { service_level: 0.994 } }, 'at most in 99 % of seasons, as asked.'],
    ['a higher one', { options: { service_level: 0.995 } }, 'at most in nearly every season, as asked.'],
    [
      'a service level despite costs',
      { options: { ...costs(4, 9), service_level: 0.7 } },
      'at most in 70 % of seasons, as asked.',
    ],
    [
      'a service level despite a sure sale',
      { options: { ...costs(9, 4, 4), service_level: 0.7 } },
      'at most in 70 % of seasons, as asked.',
    ],
    [
      'a sale that earns nothing',
      { options: costs(4, 4), stock: { fraction: 0 } },
      '20 % → 0 %: at this price a sale earns nothing over its cost, so nothing is bought beyond the forecast.',
    ],
    [
      'a unit left over that loses nothing',
      { options: costs(9, 4, 4) },
      '8 %: a unit left over loses nothing, so it is the most that your forecasts, as they missed the total of past seasons on either side, fall short by.',
    ],
    [
      'forecasts that last',
      { stock: { fraction: 0 } },
      'either side, do not fall short in two of three seasons.',
    ],
    [
      'hardly any need',
      { stock: { fraction: 0.004 } },
      'fall short by less than half a per cent in two of three seasons.',
    ],
    [
      'the most',
      { stock: { fraction: 0.6 } },
      '→ 60 %: the most that is bought for safety; your forecasts, as they missed the total of past seasons on either side, can fall short by more than that.',
    ],
    [
      'other categories alone',
      { accuracy: NO_RECORD },
      '8 %: forecasts of your other categories, as they missed the total of past seasons on either side, fall short',
    ],
    [
      'no past season',
      { accuracy: NO_RECORD, stock: { source: 'assumed', fraction: 0.2 }, options: costs(4, 4) },
      '20 % → 20 %: no past season could be replayed, so the design’s figure stands.',
    ],
  ])('argues the safety stock from %s', (_case, findings, words) => {
    expect(sentenceOn('Weekly', findings)).toContain(words);
  });

  it('points at the service level where it speaks of it, and only there', () => {
    const levelOf = (service_level?: number) =>
      reasonsFor({ options: { service_level } })
        .map(({ facts }) => facts.level)
        .find(Boolean);
    expect([levelOf(0.9), levelOf(0.999), levelOf()]).toEqual([
      '/options/service_level',
      undefined,
      undefined,
    ]);
  });
});
