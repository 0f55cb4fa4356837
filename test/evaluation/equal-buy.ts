import { addDays, planStock, type InventoryRules } from '#planning';
import {
  contextOf,
  costOf,
  demandOf,
  playAgainst,
  type PastSeason,
  type Policy,
  type Result,
} from './past-seasons.ts';

/** One way to place a buy of exactly what was sold. */
interface Way {
  readonly name: string;
  readonly policy: Policy;
  readonly rules: InventoryRules;
  /** Sends all of the DC's stock at the first chance. */
  readonly pushed?: true;
  /** Most by which a category's cost may exceed that of (b), a fraction; only for our own ways. */
  readonly guard?: number;
  /** Least part of the distance from (b) to the clairvoyant plan that is to be closed, by set. */
  readonly goal?: Readonly<Record<string, number>>;
}

const AT_ONCE: Policy = { strategy: 'none', holdback: 0 };
const weekly = (holdback: number): Policy => ({ strategy: 'weekly', holdback });
const OURS: InventoryRules = { shares: 'backtested_mix', shipping: 'order_up_to' };
const LAST_YEAR: InventoryRules = { shares: 'last_year', shipping: 'order_up_to' };
const DESIGN_SHIPPING: InventoryRules = { shares: 'last_year', shipping: 'next_week_gap' };

const REFERENCE = '(b) last 52 weeks, all at week 0';
const WAYS: readonly Way[] = [
  { name: '(a) equal split', policy: AT_ONCE, rules: { ...LAST_YEAR, shares: 'equal' } },
  { name: REFERENCE, policy: AT_ONCE, rules: LAST_YEAR },
  { name: '(b) pushed after a holdback of 30 %', policy: weekly(0.3), rules: LAST_YEAR, pushed: true },
  { name: '(b) pushed after a holdback of 45 %', policy: weekly(0.45), rules: LAST_YEAR, pushed: true },
  { name: '(c) `seventy_thirty`', policy: AT_ONCE, rules: { ...LAST_YEAR, shares: 'seventy_thirty' } },
  { name: '(c) `next_week_gap`, weekly, 30 %', policy: weekly(0.3), rules: DESIGN_SHIPPING },
  { name: '(c) `next_week_gap`, weekly, 45 %', policy: weekly(0.45), rules: DESIGN_SHIPPING },
  {
    name: '(d) ours, no replenishment',
    policy: AT_ONCE,
    rules: OURS,
    guard: 0.03,
    goal: { dominicks: 0.08, rossmann: 0.12 },
  },
  {
    name: '(d) ours, weekly, 30 %',
    policy: weekly(0.3),
    rules: OURS,
    guard: 0.01,
    goal: { dominicks: 0.4, rossmann: 0.75 },
  },
  {
    name: '(d) ours, weekly, 45 %',
    policy: weekly(0.45),
    rules: OURS,
    guard: 0.12,
    goal: { dominicks: 0.33, rossmann: 0.75 },
  },
  { name: '(d) ours, bi-weekly, 30 %', policy: { strategy: 'bi-weekly', holdback: 0.3 }, rules: OURS },
];

/**
 * The buy as planned with hindsight of its total only: every store's demand is still to be guessed. Weekly demand is
 * taken as level, since the total is given and no forecast is on trial here.
 */
function play(season: PastSeason, { policy, rules, pushed }: Way): Result {
  const level = new Array<number>(season.horizon).fill(season.total / season.horizon);
  const start = addDays(season.data.allCategories.first_week_start, 7 * season.origin);
  const context = contextOf(season, policy, demandOf(level, start, season.total));
  const stock = planStock(context, rules);
  const everything = { kind: 'order_up_to', coverWeeks: season.horizon } as const;
  return playAgainst(season, pushed ? { ...stock, rule: everything } : stock, level, true);
}

const sumOf = (results: readonly Result[]): Result =>
  results.reduce(
    (sum, { lost, leftover, demand }) => ({
      lost: sum.lost + lost,
      leftover: sum.leftover + leftover,
      demand: sum.demand + demand,
    }),
    { lost: 0, leftover: 0, demand: 0 },
  );

const costRatio = (results: readonly Result[]): number => {
  const all = sumOf(results);
  return costOf(all) / all.demand;
};

export interface Figure {
  readonly what: string;
  readonly found: number;
  readonly goal: number;
  readonly met: boolean;
}

/** Table of part A for one set, and how it compares with the goals. A clairvoyant plan, (e), costs nothing. */
export function equalBuyTable(set: string, seasons: readonly PastSeason[], horizons: readonly number[]) {
  const played = new Map(WAYS.map((way) => [way.name, seasons.map((season) => play(season, way))]));
  const of = (name: string, keep: (season: PastSeason) => boolean): Result[] =>
    (played.get(name) ?? []).filter((_, i) => keep(seasons[i]));
  const closed = (name: string): number =>
    horizons.reduce(
      (sum, horizon) =>
        sum +
        1 -
        costRatio(of(name, (season) => season.horizon === horizon)) /
          costRatio(of(REFERENCE, (season) => season.horizon === horizon)),
      0,
    ) / horizons.length;
  const worst = (name: string): { category: string; excess: number } =>
    [...new Set(seasons.map(({ category }) => category))]
      .map((category) => ({
        category:
          seasons.find((season) => season.category === category)?.data.categories[category].category_id ?? '',
        excess:
          costRatio(of(name, (season) => season.category === category)) /
            costRatio(of(REFERENCE, (season) => season.category === category)) -
          1,
      }))
      .reduce((a, b) => (b.excess > a.excess ? b : a));

  const rows = WAYS.map(({ name }) => {
    const cells = horizons.flatMap((horizon) => {
      const all = sumOf(of(name, (season) => season.horizon === horizon));
      const percent = (value: number): string => ((100 * value) / all.demand).toFixed(1);
      return [percent(costOf(all)), percent(all.lost), percent(all.leftover), percent(all.demand - all.lost)];
    });
    const { category, excess } = worst(name);
    return `| ${[name, ...cells, Math.round(100 * closed(name)) + 0, `${Math.round(100 * excess) + 0} (${category})`].join(' | ')} |`;
  });
  const heads = horizons.flatMap((weeks) => [`cost ${weeks} w`, 'lost', 'leftover', 'fill rate']);
  const table = [
    `| ${set} | ${heads.join(' | ')} | (b) → (e) closed | worst category against (b) |`,
    `|---|${'---:|'.repeat(heads.length + 1)}---|`,
    ...rows,
    `| (e) clairvoyant | ${horizons.map(() => '0.0 | 0.0 | 0.0 | 100.0').join(' | ')} | 100 | |`,
  ].join('\n');
  const figures = WAYS.flatMap(({ name, goal, guard }): Figure[] => {
    const least = goal?.[set];
    if (least === undefined || guard === undefined) return [];
    const [part, { excess }] = [closed(name), worst(name)];
    return [
      { what: `${set}: ${name}, distance closed at least`, found: part, goal: least, met: part >= least },
      { what: `${set}: ${name}, worst category at most`, found: excess, goal: guard, met: excess <= guard },
    ];
  });
  return { table, figures };
}
