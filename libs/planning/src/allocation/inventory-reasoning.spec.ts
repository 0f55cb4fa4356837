import { describe, expect, it } from '@jest/globals';
import type {
  FactoryOrder,
  InventoryContext,
  InventoryPlan,
  PlanOptions,
  Reasoning,
  ReplenishmentPlan,
  SeasonParameters,
} from '#contracts';
import { checkReasoning } from '../certificate/reasoning.ts';
import { inventoryReasoning } from './inventory-reasoning.ts';
import type { StockPlan } from './stock-plan.ts';

const STORES = ['S1', 'S2', 'S3', 'S4', 'S5'];
const CLUSTERS = [
  { id: 1, label: 'Value', stores: 2, share: 0.2 },
  { id: 2, label: 'Mainstream', stores: 2, share: 0.5 },
  { id: 3, label: 'Fashion', stores: 1, share: 0.3 },
];
/** As where the strategy is none, or the lead as long as the season. */
const NOT_REFILLED = { schedule: null, notRefilled: 'Why not.' };

interface Findings {
  readonly parameters?: Partial<SeasonParameters>;
  readonly options?: PlanOptions;
  readonly safety?: number;
  readonly inventory?: Partial<Record<keyof InventoryPlan, unknown>>;
  readonly outcome?: Partial<ReplenishmentPlan>;
  readonly stock?: Partial<StockPlan>;
  readonly missingValues?: number;
  /** What the category sold by week, one array a store. */
  readonly sold?: readonly (readonly number[])[];
}

/** A year of ordinary weeks after one of `peak` units. */
const promoted = (peak: number): number[] => [peak, ...new Array<number>(51).fill(10)];

/** What is said of five stores refilled weekly from a holdback of 25 %, but for what is given. */
function reasonsFor(findings: Findings): Reasoning[] {
  const { safety = 0.1, missingValues = 0, sold = [[10, 10, 10]] } = findings;
  const context = {
    parameters: {
      forecast_horizon_weeks: 12,
      replenishment_strategy: 'weekly',
      dc_holdback_percentage: 0.25,
      ...findings.parameters,
    },
    options: findings.options ?? {},
    demand: { total_units: 2_000, safety_stock_pct: safety },
  } as InventoryContext;
  const inventory = {
    manufacturing_units: 2_200,
    dc_holdback_units: 550,
    initial_allocation_units: 1_650,
    clusters: CLUSTERS,
    cluster_silhouette: 0.4,
    stores: STORES.map((store_id) => ({ store_id })),
    orders: [{ week: 1, units: 2_200, type: 'initial' }],
    replenishment: {
      status: 'scheduled',
      fill_rate: 0.96,
      expected_lost_units: 80,
      expected_leftover_units: 280,
      shipments: [],
      ...findings.outcome,
    },
    reasoning: [],
    ...findings.inventory,
  } as unknown as InventoryPlan;
  const stock = {
    schedule: { leadWeeks: 1, reviewWeeks: 1 },
    notRefilled: null,
    playedSeasons: 3,
    untakenUnits: 0,
    minimaScaled: false,
    newStores: [],
    pausedStores: [],
    closedStores: [],
    clustering: { features: { missingValues } },
    panel: {
      storeIds: sold.map((_, row) => `S${row}`),
      weeks: sold[0].length,
      units: Float64Array.from(sold.flat()),
    },
    ...findings.stock,
  } as StockPlan;
  const reasoning = inventoryReasoning(context, inventory, stock);
  const { parameters, options, demand } = context;
  expect(checkReasoning({ parameters, options, demand, inventory: { ...inventory, reasoning } })).toEqual([]);
  return reasoning;
}

const wordsOn = (findings: Findings = {}): string[] => reasonsFor(findings).map(({ text }) => text);

const allOf = (findings: Findings): string => wordsOn(findings).join('\n');

describe(inventoryReasoning.name, () => {
  it('says the buy, the holdback, the refills, the groups, the shares and the outcome', () => {
    expect(wordsOn()).toEqual([
      'Buy 2,200 units: the forecast of 2,000 plus a safety stock of 10 %.',
      'Holdback of 25 %: 550 units wait at the DC and 1,650 go to stores before the season.',
      expect.stringMatching(/^Weekly replenishment: .* cost least in this category’s own past seasons\.$/),
      'Stores are grouped by attributes and sales; the groups are fairly distinct. Mainstream, of 2 stores, receives the most: 50 % of the first allocation.',
      expect.stringMatching(/^A store’s share rests on its own sales: .* past quarters best\.$/),
      'Played through the courses that sales may take, stores meet 96 % of demand; on average 80 units of demand are lost and 280 units are left over. Both, since sales may take either course, and stock in one store serves no other.',
    ]);
  });

  it('says one thing only where nothing is bought', () => {
    expect(wordsOn({ inventory: { manufacturing_units: 0 } })).toEqual([
      'Buy nothing (0 units): no sales are forecast.',
    ]);
  });

  it.each([
    [0, 'Buy 2,200 units: the forecast of 2,000, without a safety stock.'],
    [0.004, 'Buy 2,200 units: the forecast of 2,000 plus a safety stock of less than half a per cent.'],
    [0.005, 'Buy 2,200 units: the forecast of 2,000 plus a safety stock of 1 %.'],
  ])('says of a safety stock of %p: %s', (safety, words) => {
    expect(wordsOn({ safety })[0]).toBe(words);
  });

  it('speaks of one unit', () => {
    expect(wordsOn({ inventory: { manufacturing_units: 1 } })[0]).toMatch(/^Buy 1 unit: the forecast/);
  });

  describe('of the holdback', () => {
    const places = (dc: number, initial: number) => ({
      dc_holdback_units: dc,
      initial_allocation_units: initial,
    });
    it.each<[number, object, number, string]>([
      [
        1,
        places(2_200, 0),
        0,
        '100 %: the whole buy of 2,200 units waits at the DC, and stores open the season empty.',
      ],
      [1, places(1, 0), 0, '100 %: the whole buy of 1 unit waits at the DC'],
      [0.5, places(1, 1), 0, '50 %: 1 unit waits at the DC and 1 goes to stores'],
      [0.5, places(2, 2), 0, '50 %: 2 units wait at the DC and 2 go to stores'],
      [0, places(0, 2_200), 0, 'No holdback (0 %): everything goes to stores before the season.'],
      [0, places(7, 2_193), 7, 'No holdback (0 %): 2,193 units go to stores before the season.'],
      [0, places(7, 1), 7, 'No holdback (0 %): 1 unit goes to stores'],
    ])('%p and %j says: %s', (dc_holdback_percentage, inventory, untakenUnits, words) => {
      const findings = { parameters: { dc_holdback_percentage }, inventory, stock: { untakenUnits } };
      expect(wordsOn(findings)[1]).toContain(words);
    });

    it('tells what no store can take, and where it stays', () => {
      expect(wordsOn({ stock: { untakenUnits: 1 } })[2]).toBe(
        'Some units fill no pack or exceed the most that stores may take; they stay at the DC, which holds 550. Smaller packs, higher maxima or a smaller buy would place them.',
      );
    });

    it.each<[Partial<SeasonParameters>, string]>([
      [
        { replenishment_strategy: 'none' },
        'stores are not refilled, so the 3 units at the DC have no way to stores; hold nothing back, or choose weekly or bi-weekly replenishment.',
      ],
      [
        { replenishment_strategy: 'none', dc_holdback_percentage: 0 },
        'stores are not refilled, so the 3 units at the DC have no way to stores; choose weekly or bi-weekly replenishment.',
      ],
      [
        {},
        'no refill would arrive in time, so the 3 units at the DC have no way to stores; hold nothing back, or shorten the lead time.',
      ],
      [
        { dc_holdback_percentage: 0 },
        'no refill would arrive in time, so the 3 units at the DC have no way to stores; shorten the lead time.',
      ],
    ])('warns with %j of stock that never reaches a store: %s', (parameters, words) => {
      const inventory = { dc_holdback_units: 3 };
      const outcome = { status: 'skipped', reason: 'Why not.' } as const;
      const stuck = { parameters, inventory, outcome, stock: NOT_REFILLED };
      expect(wordsOn(stuck)).toContain(`Warning: ${words}`);
      const one = { ...stuck, inventory: { dc_holdback_units: 1 } };
      expect(allOf(one)).toContain('so the 1 unit at the DC has no way to stores;');
      expect(allOf({ ...stuck, inventory: { dc_holdback_units: 0 } })).not.toContain('no way to stores');
      expect(allOf({ parameters, inventory })).not.toContain('no way to stores');
    });

    const WARNING =
      'Warning: this category sells in promotions, and a holdback of 31 % is more than such goods bear';
    it.each<[boolean, string, readonly (readonly number[])[], number]>([
      [true, 'over two and a half ordinary ones', [promoted(26)], 0.31],
      [true, 'over that in two stores together', [promoted(16), promoted(36)], 0.31],
      [true, 'over that despite weeks without rows', [promoted(26), new Array<number>(52).fill(NaN)], 0.31],
      [
        true,
        'over that in the year before the season',
        [[...new Array<number>(52).fill(90), ...promoted(26)]],
        0.31,
      ],
      [false, 'two and a half ordinary ones', [promoted(25)], 0.31],
      [false, 'over that before the last year', [[90, ...new Array<number>(52).fill(10)]], 0.31],
      [false, 'the only one with sales', [[...new Array<number>(51).fill(0), 9]], 0.31],
      [false, 'not there', [[]], 0.31],
      [false, 'over that, with a holdback that such goods bear', [promoted(26)], 0.3],
    ])(
      'warns of promotions (%p) where the best week is %s',
      (warned, _case, sold, dc_holdback_percentage) => {
        const words = allOf({ parameters: { dc_holdback_percentage }, sold });
        if (warned) expect(words).toContain(WARNING);
        else expect(words).not.toContain('promotions');
      },
    );
  });

  describe('of the refills', () => {
    it('says that without replenishment the first allocation must last', () => {
      expect(wordsOn({ parameters: { replenishment_strategy: 'none' } })[2]).toBe(
        'No replenishment: what a store receives before the season must last to its end.',
      );
    });

    it('warns once of a rhythm that has no effect, with the reason', () => {
      const skipped = { outcome: { status: 'skipped', reason: 'Why not.' } as const, stock: NOT_REFILLED };
      expect(wordsOn(skipped)).toContain('Why not.');
      const none = { ...skipped, inventory: { dc_holdback_units: 0 } };
      expect(wordsOn(none)).toContain('Warning: weekly replenishment has no effect. Why not.');
      const parameters = { replenishment_strategy: 'bi-weekly' } as const;
      expect(wordsOn({ ...none, parameters })).toContain(
        'Warning: bi-weekly replenishment has no effect. Why not.',
      );
    });

    it('says whether the cover was chosen on past seasons', () => {
      const start = 'each delivery brings a store up to what it should sell until the next one, plus';
      expect(wordsOn({ stock: { playedSeasons: 1 } })[2]).toContain(
        `${start} the weeks of cover that cost least`,
      );
      const parameters = { replenishment_strategy: 'bi-weekly' } as const;
      expect(wordsOn({ stock: { playedSeasons: 0 }, parameters })[2]).toBe(
        `Bi-weekly replenishment: ${start} a default cover, since the history holds no past season to try others on.`,
      );
    });

    it.each([
      [40, undefined, 'in week 3 with 40 units.'],
      [1, undefined, 'in week 3 with 1 unit.'],
      [40, 0, 'in week 3 with 40 units and is in stores the same week.'],
      [40, 1, 'in week 3 with 40 units and is in stores 1 week later.'],
      [40, 2, 'in week 3 with 40 units and is in stores 2 weeks later.'],
    ])(
      'says when the first refill of %p units with a lead of %p arrives',
      (units, lead_time_weeks, words) => {
        const outcome = {
          shipments: [
            { week: 3, units, stores: 1 },
            { week: 9, units: 5, stores: 1 },
          ],
        };
        expect(wordsOn({ options: { lead_time_weeks }, outcome })[3]).toBe(
          `If sales follow the forecast, the first refill leaves the DC ${words}`,
        );
      },
    );

    const orders = (...units: number[]): FactoryOrder[] =>
      units.map((each, i) => ({ week: 1 + 4 * i, units: each, type: i === 0 ? 'initial' : 'reorder' }));
    it('lists factory orders where there is more than one', () => {
      expect(wordsOn({ inventory: { orders: orders(1_650, 300, 250) } })[3]).toBe(
        'Factory orders: 1,650 units in week 1, 300 in week 5, 250 in week 9. With those before it, each covers the forecast at least until the next one reaches the stores.',
      );
      expect(wordsOn({ inventory: { orders: orders(1, 2) } })[3]).toContain(
        ': 1 unit in week 1, 2 in week 5.',
      );
      expect(allOf({ inventory: { orders: orders(2_200) } })).not.toContain('Factory orders');
    });
  });

  describe('of the stores', () => {
    it.each([
      [0.249, 'the groups overlap, so read them as a guide.'],
      [0.25, 'the groups are fairly distinct.'],
      [0.49, 'the groups are fairly distinct.'],
      [0.5, 'the groups are clearly distinct.'],
    ])('reads a silhouette of %p: %s', (cluster_silhouette, words) => {
      expect(allOf({ inventory: { cluster_silhouette } })).toContain(words);
    });

    it('speaks of groups only where there are two or more', () => {
      expect(allOf({ inventory: { clusters: CLUSTERS.slice(0, 1) } })).not.toContain('grouped');
      expect(allOf({ inventory: { cluster_silhouette: null } })).not.toContain('grouped');
      expect(allOf({ inventory: { clusters: CLUSTERS.slice(0, 2) } })).toContain('grouped');
    });

    it('names the group that receives the most, the first of equals, or is to sell it where stores open empty', () => {
      const two = (share: number, stores: number) => [
        { label: 'Large', stores, share },
        { label: 'Small', stores: 9, share: 0.5 },
      ];
      expect(allOf({ inventory: { clusters: two(0.5, 1) } })).toContain(
        'Large, of 1 store, receives the most: 50 %',
      );
      const empty = { clusters: two(0.6, 2), initial_allocation_units: 0 };
      expect(allOf({ inventory: empty })).toContain(
        'Large, of 2 stores, is expected to sell the most: 60 % of the category.',
      );
      expect(allOf({ inventory: { ...empty, initial_allocation_units: 1 } })).toContain('receives the most');
    });

    it('says what an empty attribute counts as, and how shares are found where there are some to share', () => {
      expect(allOf({ missingValues: 1 })).toContain(
        'Some stores lack attributes: for the groups, an empty cell counts as the average store’s value.',
      );
      expect(allOf({})).not.toContain('lack attributes');
      expect(allOf({ inventory: { stores: [{ store_id: 'S1' }] } })).not.toContain('A store’s share');
    });

    it.each([
      [1_650, 'more than the first allocation of 1,650 units; every minimum was cut in proportion.'],
      [1, 'more than the first allocation of 1 unit; every minimum was cut'],
      [0, null],
    ])('tells that minima were cut to %p units', (initial_allocation_units, words) => {
      const said = allOf({ inventory: { initial_allocation_units }, stock: { minimaScaled: true } });
      if (words === null) expect(said).not.toContain('minimum');
      else expect(said).toContain(words);
      expect(allOf({ inventory: { initial_allocation_units } })).not.toContain('minimum');
    });

    it.each<[Partial<StockPlan>, string]>([
      [
        { newStores: [1] },
        'This store has not sold the category yet and is planned at what its group sells for its size; the forecast total does not grow for it: S2.',
      ],
      [
        { newStores: [0, 4] },
        'These stores have not sold the category yet and are planned at what their group sells for their size; the forecast total does not grow for them: S1, S5.',
      ],
      [
        { pausedStores: [2] },
        'Warning: this store has had no sales for more than a month. The forecast counts it as closed, the allocation gives it its usual share; set max_units to zero if it stays closed: S3.',
      ],
      [
        { pausedStores: [0, 1, 2] },
        'Warning: these stores have had no sales for more than a month. The forecast counts them as closed, the allocation gives them their usual share; set max_units to zero for those that stay closed: S1, S2, S3.',
      ],
      [
        { closedStores: [3] },
        'This store has had no sales for a year; it is taken as closed and gets nothing: S4.',
      ],
      [
        { closedStores: [0, 2, 3, 4] },
        'These stores have had no sales for a year; they are taken as closed and get nothing: S1, S3, S4 and others.',
      ],
    ])('lists stores out of the ordinary, %j', (stock, words) => {
      expect(wordsOn({ stock })).toEqual([...wordsOn().slice(0, 5), words, ...wordsOn().slice(5)]);
    });
  });

  describe('of the outcome', () => {
    const EITHER = ' Both, since sales may take either course, and stock in one store serves no other.';
    it.each<[Partial<ReplenishmentPlan>, string]>([
      [
        { fill_rate: 1, expected_lost_units: 0, expected_leftover_units: 1 },
        'stores meet 100 % of demand; on average 0 units of demand are lost and 1 unit is left over.',
      ],
      [
        { fill_rate: 0.995, expected_lost_units: 1, expected_leftover_units: 0 },
        'stores meet nearly all demand; on average 1 unit of demand is lost and 0 units are left over.',
      ],
      [
        { fill_rate: 0.994 },
        `stores meet 99 % of demand; on average 80 units of demand are lost and 280 units are left over.${EITHER}`,
      ],
    ])('says of %j: %s', (outcome, words) => {
      expect(wordsOn({ outcome }).at(-1)).toBe(`Played through the courses that sales may take, ${words}`);
    });

    const held = (dc_holdback_units: number) => ({ dc_holdback_units });
    const skipped = { status: 'skipped' } as const;
    const none = { replenishment_strategy: 'none' } as const;
    it.each<[string, Findings, string]>([
      [
        'a third of the season',
        { options: { lead_time_weeks: 4 } },
        ' Both, since a refill takes 4 weeks to reach a store.',
      ],
      ['less', { options: { lead_time_weeks: 3 } }, EITHER],
      [
        'a third of it, for one store',
        { options: { lead_time_weeks: 4 }, inventory: { stores: [{ store_id: 'S1' }] } },
        ' Both, since a refill takes 4 weeks to reach a store.',
      ],
      ['less, for one store', { inventory: { stores: [{ store_id: 'S1' }] } }, ''],
      [
        'never, with stock at the DC',
        { parameters: none, options: { lead_time_weeks: 4 }, outcome: skipped, inventory: held(1) },
        '',
      ],
      [
        'never, with everything in stores',
        { parameters: none, options: { lead_time_weeks: 4 }, outcome: skipped, inventory: held(0) },
        EITHER,
      ],
    ])('explains units lost beside units left over where a refill takes %s', (_case, findings, words) => {
      expect(wordsOn(findings).at(-1)).toMatch(new RegExp(`280 units are left over\\.${words}$`));
    });
  });
});
