import { describe, expect, it } from '@jest/globals';
import { silent, type DemandContext } from '#contracts';
import { seasonalUnits, weeklyTotals, FIRST_WEEK } from '../../../../test/support/weekly-series.ts';
import { addDays, seasonEndDate } from '../calendar/season-calendar.ts';
import { checkReasoning } from '../certificate/reasoning.ts';
import { planDemand } from './plan-demand.ts';

const HORIZON = 12;

function contextOf(units: Float64Array, changes: Partial<DemandContext> = {}): DemandContext {
  const lead = changes.lead_weeks ?? 0;
  const start = addDays(FIRST_WEEK, 7 * (units.length + lead));
  return {
    parameters: {
      forecast_horizon_weeks: HORIZON,
      season_start_date: start,
      season_end_date: seasonEndDate(start, HORIZON),
      replenishment_strategy: 'none',
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
      weeks: units.length,
      store_ids: ['S1'],
      units,
      revenue: null,
    },
    totals: weeklyTotals('Jackets', units),
    siblings: [5, 7].map((seed) =>
      weeklyTotals(`sibling ${seed}`, seasonalUnits({ weeks: units.length, seed, noise: 0.15 })),
    ),
    season_first_week_start: start,
    lead_weeks: lead,
    granularity: 'weekly',
    notes: [],
    ...changes,
  };
}

const histories: [string, Float64Array][] = [
  ['three years', seasonalUnits({ weeks: 156, noise: 0.15, seed: 3 })],
  ['a year', seasonalUnits({ weeks: 60, noise: 0.15, seed: 3 })],
  ['barely a year', seasonalUnits({ weeks: 53, noise: 0.15, seed: 3 })],
  ['nothing sold', new Float64Array(80)],
  [
    'gaps, zeros and a spike',
    seasonalUnits({ weeks: 120, noise: 0.15, seed: 3 }).map((u, w) =>
      w === 30 ? NaN : w === 50 ? 0 : w === 70 ? 1e6 : u,
    ),
  ],
];

describe(planDemand.name, () => {
  it.each(histories)('gives a plan that adds up and explains itself: %s', (_case, units) => {
    const context = contextOf(units, { lead_weeks: 3 });
    const { demand, sample_paths } = planDemand(context, silent);
    expect(demand.weekly.reduce((total, week) => total + week.units, 0)).toBe(demand.total_units);
    expect(demand.weekly[0].start_date).toBe(context.season_first_week_start);
    for (const { units: u, lo80, hi80, lo95, hi95 } of demand.weekly) {
      expect([lo95, lo80, u, hi80, hi95]).toEqual([lo95, lo80, u, hi80, hi95].sort((a, b) => a - b));
      expect([lo95, lo80, u, hi80, hi95].every(Number.isSafeInteger)).toBe(true);
    }
    expect(demand.models.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(1, 9);
    expect(sample_paths).toHaveLength(200);
    expect(sample_paths.every((path) => path.length === HORIZON)).toBe(true);
    expect(demand.reasoning.length).toBeGreaterThan(4);
    expect(checkReasoning({ parameters: context.parameters, options: context.options, demand })).toEqual([]);
    expect(JSON.stringify(demand)).not.toContain('NaN');
    expect(JSON.parse(JSON.stringify(demand))).toEqual(demand);
  });

  it('says what each week sold a year before, where that was observed', () => {
    const units = Float64Array.from({ length: 60 }, (_, w) => (w === 15 ? NaN : 100 + w));
    const { demand } = planDemand(contextOf(units, { lead_weeks: 3 }), silent);

    // Season week 1 is week 63 of the data, so a year before it is week 11; week 15 has no rows.
    expect(demand.weekly.slice(0, 6).map(({ last_year_units }) => last_year_units)).toEqual([
      111,
      112,
      113,
      114,
      undefined,
      116,
    ]);
    const short = planDemand(contextOf(units.slice(0, 53), { lead_weeks: 0 }), silent).demand;
    expect(short.weekly[0].last_year_units).toBe(101);
    const late = planDemand(contextOf(units.slice(0, 53), { lead_weeks: 45 }), silent).demand;
    expect(late.weekly.map(({ last_year_units }) => last_year_units).slice(5)).toEqual([
      151,
      152,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('says what it found in the history', () => {
    const [, units] = histories[4];
    const { demand } = planDemand(
      contextOf(units, { lead_weeks: 30, notes: ['A note of assembly.'] }),
      silent,
    );
    const notes = demand.notes.join(' ');
    expect(notes).toContain('A note of assembly.');
    expect(notes).toContain('1 week of the history has no rows');
    expect(notes).toContain('1 week of the history sold nothing');
    expect(notes).toContain('1 week of the history sold far more or far less than usual');
    expect(notes).toContain('30 weeks lie between the end of the history and the season: so long a gap');
    for (const note of demand.notes) expect(demand.reasoning.map(({ text }) => text)).toContain(note);
  });

  it('says how much of last year it keeps where promotions and chance moved the weeks, and only there', () => {
    const notesOf = (units: Float64Array) =>
      planDemand(contextOf(units, { siblings: [] }), silent).demand.notes.join(' ');
    const weeks = 120;

    expect(notesOf(seasonalUnits({ weeks, season: 0, noise: 0.4, seed: 3 }))).toMatch(
      /The season keeps (none|\d+ %) of it, since promotions and chance/,
    );
    expect(notesOf(seasonalUnits({ weeks, noise: 0.05 }))).not.toContain('The season keeps');
  });

  it('has no record where none can be played, and says so', () => {
    const { demand } = planDemand(contextOf(histories[2][1]), silent);
    expect(demand.accuracy).toEqual({
      origins: 0,
      season_total_ape: null,
      weekly_wape: null,
      mase: null,
      coverage_80: null,
      vs_seasonal_naive: null,
    });
    expect(demand.reasoning.map(({ text }) => text).join(' ')).toContain('has no record');
    expect(demand.safety_stock_pct).toBe(demand.baseline_safety_stock_pct);
  });

  it('beats repeating last year on growth, and admits where it does not', () => {
    const growing = planDemand(contextOf(seasonalUnits({ weeks: 156, growth: 0.2, noise: 0.03 })), silent);
    expect(growing.demand.accuracy.vs_seasonal_naive).toBeLessThan(0.8);
    for (const [, units] of histories.slice(0, 2)) {
      const { accuracy, reasoning } = planDemand(contextOf(units), silent).demand;
      const admits = reasoning.some(({ text }) => text.startsWith('It does not beat'));
      expect(admits).toBe(accuracy.vs_seasonal_naive! >= 1);
    }
  });

  it.each([
    ['all goes to stores before the season', { dc_holdback_percentage: 0 }, 1],
    ['no shipment arrives in time', {}, 26],
    ['the only useful shipment is the first', { replenishment_strategy: 'bi-weekly' as const }, 11],
  ])('takes the margin of no replenishment where %s', (_, changes, lead_time_weeks) => {
    const context = contextOf(seasonalUnits({ weeks: 156, noise: 0.4, seed: 2 }));
    const planned = (parameters: Partial<DemandContext['parameters']>, lead = lead_time_weeks) =>
      planDemand(
        {
          ...context,
          parameters: { ...context.parameters, ...parameters },
          options: { lead_time_weeks: lead },
        },
        silent,
      ).demand;
    const none = planned({ replenishment_strategy: 'none' }).safety_stock_pct;
    const weekly = planned({ replenishment_strategy: 'weekly', ...changes });
    expect(weekly.safety_stock_pct).toBe(none);
    expect(weekly.reasoning.map(({ text }) => text).join(' ')).toContain('so it is that of a season without');
    expect(planned({ replenishment_strategy: 'weekly' }, 1).safety_stock_pct).toBeLessThan(none);
  });

  it.each<[string, DemandContext['options'], RegExp]>([
    [
      'nothing asked for',
      {},
      /as they missed the total of past seasons on either side, fall short by \d+ % at most in two of three seasons\./,
    ],
    ['a service level', { service_level: 0.9 }, /in 90 % of seasons, as asked\./],
    ['more than a record can tell', { service_level: 0.999 }, /in nearly every season, as asked\./],
    [
      'costs',
      { unit_price: 50, unit_cost: 20 },
      /as the costs of a lost sale and of a unit left over call for\./,
    ],
    ['a sale at a loss', { unit_price: 20, unit_cost: 30 }, /→ 0 %: at this price a sale earns nothing/],
    ['salvage above cost', { unit_price: 50, unit_cost: 20, salvage_value: 80 }, /left over loses nothing/],
  ])('argues the safety stock from %s', (_, options, words) => {
    const { reasoning } = planDemand(contextOf(histories[0][1], { options }), silent).demand;
    expect(reasoning.map(({ text }) => text).join('\n')).toMatch(words);
  });

  it('says that 60 % is the most, where the record calls for more', () => {
    const wild = seasonalUnits({ weeks: 156, noise: 1.5, seed: 3 });
    const { demand } = planDemand(contextOf(wild, { options: { service_level: 0.999 } }), silent);
    expect(demand.safety_stock_pct).toBe(0.6);
    expect(demand.reasoning.map(({ text }) => text).join('\n')).toContain('→ 60 %: the most that is bought');
  });

  it('gives the same plan from the cache as without it, and another seed only other paths', () => {
    const context = contextOf(histories[0][1]);
    const first = planDemand(context, silent);
    expect(planDemand(context, silent)).toEqual(first);
    const reseeded = planDemand({ ...context, seed: 8 }, silent);
    expect(reseeded.demand).toEqual(first.demand);
    expect(reseeded.sample_paths).not.toEqual(first.sample_paths);
  });

  it('reports progress from 0 to 100, never back', () => {
    const reported: number[] = [];
    planDemand(contextOf(histories[0][1]), (progress) => reported.push(progress));
    expect(reported[0]).toBe(0);
    expect(reported.at(-1)).toBe(100);
    expect(reported).toEqual([...reported].sort((a, b) => a - b));
  });

  it('does not take the record of one input for another’s', () => {
    const context = contextOf(histories[0][1]);
    const of = (changes: Partial<DemandContext>) => planDemand({ ...context, ...changes }, silent).demand;
    const plain = of({});
    const parameters = { ...context.parameters, forecast_horizon_weeks: 10 };
    const shifted = { ...context.totals, first_week_start: addDays(FIRST_WEEK, 7) };
    const others = context.siblings.map((sibling) => ({
      ...sibling,
      units: sibling.units.map((x, w) => x * (1 + (w % 3))),
    }));
    for (const changed of [
      of({ parameters }),
      of({ lead_weeks: 4 }),
      of({ siblings: others }),
      of({ siblings: context.siblings.toReversed().slice(1) }),
      of({
        totals: { ...context.totals, units: context.totals.units.map((x, w) => (w === 20 ? 2 * x : x)) },
      }),
      of({ totals: shifted }),
      of({ options: { holiday_country: 'DE' } }),
    ])
      expect(changed.accuracy).not.toEqual(plain.accuracy);
    expect(of({ options: { holiday_country: 'US' } })).toEqual(plain);
  });

  it('dates the weeks one after the other, and names the one that sells most', () => {
    const context = contextOf(histories[0][1]);
    const { weekly, peak_week, method, models } = planDemand(context, silent).demand;
    weekly.forEach(({ week, start_date }, h) =>
      expect([week, start_date]).toEqual([h + 1, addDays(context.season_first_week_start, 7 * h)]),
    );
    expect(weekly[peak_week - 1].units).toBe(Math.max(...weekly.map(({ units }) => units)));
    expect(method).toContain('weighted by its record');
    expect(models.map(({ name }) => name)).toContain('seasonal naive');
  });

  it('rounds intervals outward, around the whole units of the forecast', () => {
    const { demand } = planDemand(contextOf(histories[0][1]), silent);
    const { total_units, total_interval_80, total_interval_95, weekly } = demand;
    for (const [lo, hi] of [total_interval_80, total_interval_95]) {
      expect(lo).toBeLessThan(total_units);
      expect(hi).toBeGreaterThan(total_units);
    }
    expect(weekly.some(({ lo80, units, hi80 }) => lo80 < units && units < hi80)).toBe(true);
  });

  it('says what it does on the way', () => {
    const said: string[] = [];
    planDemand(contextOf(histories[0][1]), (_percent, message) => said.push(message));
    expect(new Set(said).size).toBe(said.length);
    for (const message of said) expect(message).toMatch(/^[A-Z].{10,}/);
  });
});
