import { addDays, daysBetween, seededRandom } from '#planning';

/** First and last day of the sample's history, inclusive. */
export const FIRST_DAY = '2022-01-01';
export const LAST_DAY = '2026-10-31';
export const STORE_COUNT = 50;
const SEED = 20_220_101;

export const CATEGORIES = ["Women's Dresses", "Men's Shirts", 'Accessories'] as const;
type Category = (typeof CATEGORIES)[number];

type Tier = 'A' | 'B' | 'C';
type Fashion = 'Premium' | 'Mainstream' | 'Value';

interface CategoryTraits {
  /** Units a day in a store of average size, before season, weekday and trend. */
  readonly base: number;
  readonly price: number;
  /** Growth a year. */
  readonly growth: number;
  /** Seasonal peaks: day of the year, width in days (one standard deviation), height as a share of the base. */
  readonly peaks: readonly (readonly [dayOfYear: number, width: number, height: number])[];
  /** How much more (or less) each kind of store sells. */
  readonly affinity: Readonly<Record<Fashion, number>>;
}

const TRAITS: Readonly<Record<Category, CategoryTraits>> = {
  "Women's Dresses": {
    base: 1.9,
    price: 59.9,
    growth: 0.04,
    peaks: [
      [125, 32, 0.75],
      [338, 16, 0.45],
    ],
    affinity: { Premium: 1.35, Mainstream: 1, Value: 0.7 },
  },
  "Men's Shirts": {
    base: 2.2,
    price: 39.9,
    growth: 0.02,
    peaks: [
      [160, 20, 0.35],
      [345, 14, 0.6],
    ],
    affinity: { Premium: 1.1, Mainstream: 1.05, Value: 0.85 },
  },
  Accessories: {
    base: 3.4,
    price: 19.9,
    growth: 0.06,
    peaks: [
      [190, 40, 0.2],
      [349, 12, 0.95],
    ],
    affinity: { Premium: 0.95, Mainstream: 1, Value: 1.1 },
  },
};

/** Monday to Sunday. */
const WEEKDAY = [0.82, 0.84, 0.88, 0.95, 1.18, 1.45, 0.88] as const;

/** Price cuts of about two weeks: week of the year they start in, and depth. Demand answers with elasticity 2. */
const PROMOTIONS = [
  [2, 0.3],
  [21, 0.15],
  [27, 0.3],
  [47, 0.2],
] as const;
const PROMOTION_DAYS = 14;
const ELASTICITY = 2;

export interface SampleStore {
  readonly store_id: string;
  readonly avg_weekly_sales_12mo: number;
  readonly store_size_sqft: number;
  readonly median_income: number;
  readonly location_tier: Tier;
  readonly fashion_tier: Fashion;
  readonly store_format: 'Mall' | 'High Street' | 'Outlet';
  readonly region: 'Northeast' | 'South' | 'Midwest' | 'West';
  readonly opened: string;
  readonly parking_spaces: number;
  readonly competitors_5mi: number;
}

export interface SampleRow {
  readonly date: string;
  readonly store_id: string;
  readonly category: Category;
  readonly quantity_sold: number;
  readonly revenue: number;
}

interface HiddenStore extends Omit<SampleStore, 'avg_weekly_sales_12mo'> {
  /** The store's level, which nobody is told. */
  readonly level: number;
  readonly taste: Readonly<Record<Category, number>>;
  /** Days without rows: before the opening, and a refurbishment. */
  readonly closed: (day: string) => boolean;
}

/** The whole history, day by day, store by store, category by category: the same rows on every machine. */
export function* sampleSales(days = daysBetween(FIRST_DAY, LAST_DAY) + 1): Generator<SampleRow> {
  const random = seededRandom(SEED);
  const stores = hiddenStores(random);
  const mood = new Map<Category, number>(CATEGORIES.map((category) => [category, 0]));
  for (let day = 0; day < days; day++) {
    const date = addDays(FIRST_DAY, day);
    const calendar = calendarOf(date);
    // Weekly ups and downs of a category that no calendar explains: an AR(1) in logs, about 6 %.
    if (calendar.weekday === 0)
      for (const category of CATEGORIES)
        mood.set(category, 0.6 * (mood.get(category) ?? 0) + 0.05 * normal(random));
    const expected = CATEGORIES.map(
      (category) => expectedUnits(category, day, calendar) * Math.exp(mood.get(category) ?? 0),
    );
    for (const store of stores) {
      if (store.closed(date)) continue;
      for (const [index, category] of CATEGORIES.entries()) {
        const rate = expected[index] * store.level * store.taste[category];
        const quantity_sold = poisson(rate, random);
        const price = TRAITS[category].price * (1 - calendar.discount);
        yield {
          date,
          store_id: store.store_id,
          category,
          quantity_sold,
          revenue: Math.round(quantity_sold * price * 100) / 100,
        };
      }
    }
  }
}

/** The stores file; average weekly sales of the last 52 weeks are counted from `rows`. */
export function sampleStores(rows: Iterable<SampleRow>): SampleStore[] {
  const since = addDays(LAST_DAY, -363);
  const units = new Map<string, number>();
  for (const row of rows)
    if (row.date >= since) units.set(row.store_id, (units.get(row.store_id) ?? 0) + row.quantity_sold);
  return hiddenStores(seededRandom(SEED)).map(
    ({ store_id, level: _level, taste: _taste, closed: _closed, ...shown }) => ({
      store_id,
      avg_weekly_sales_12mo: Math.round(((units.get(store_id) ?? 0) / 52) * 10) / 10,
      ...shown,
    }),
  );
}

function hiddenStores(random: () => number): HiddenStore[] {
  return Array.from({ length: STORE_COUNT }, (_, index): HiddenStore => {
    const pick = <T>(choices: readonly T[], ...cumulative: number[]): T => {
      const draw = random();
      return choices[cumulative.findIndex((bound) => draw < bound)] ?? (choices.at(-1) as T);
    };
    const location_tier = pick<Tier>(['A', 'B', 'C'], 0.28, 0.7);
    const fashion_tier = pick<Fashion>(['Premium', 'Mainstream', 'Value'], 0.26, 0.7);
    const store_size_sqft =
      Math.round((4_000 + 9_000 * random() + (location_tier === 'A' ? 3_000 : 0)) / 50) * 50;
    const income = { Premium: 92_000, Mainstream: 68_000, Value: 49_000 }[fashion_tier];
    const id = index + 1;
    const opened = id === 47 ? '2023-04-03' : `${2004 + Math.floor(random() * 17)}-03-01`;
    return {
      store_id: `S${String(id).padStart(3, '0')}`,
      store_size_sqft,
      median_income: Math.round((income * (0.85 + 0.3 * random())) / 100) * 100,
      location_tier,
      fashion_tier,
      store_format: pick(['Mall', 'High Street', 'Outlet'] as const, 0.5, 0.82),
      region: pick(['Northeast', 'South', 'Midwest', 'West'] as const, 0.25, 0.55, 0.78),
      opened,
      parking_spaces: Math.round(20 + 380 * random()),
      competitors_5mi: Math.floor(8 * random()),
      level:
        Math.sqrt(store_size_sqft / 9_000) *
        { A: 1.3, B: 1, C: 0.75 }[location_tier] *
        Math.exp(0.18 * normal(random)),
      taste: Object.fromEntries(
        CATEGORIES.map((category) => [
          category,
          TRAITS[category].affinity[fashion_tier] * Math.exp(0.12 * normal(random)),
        ]),
      ) as Record<Category, number>,
      // Store 47 opened in 2023; store 12 was refurbished in the summer of 2024.
      closed: (day) =>
        (id === 47 && day < opened) || (id === 12 && day >= '2024-07-08' && day < '2024-08-12'),
    };
  });
}

interface CalendarDay {
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly discount: number;
  readonly holiday: number;
}

function calendarOf(date: string): CalendarDay {
  const year = date.slice(0, 4);
  const dayOfYear = daysBetween(`${year}-01-01`, date) + 1;
  const weekday = (daysBetween('2021-01-04', date) + 7 * 400) % 7; // 2021-01-04 was a Monday
  const promotion = PROMOTIONS.find(
    ([week]) => dayOfYear > 7 * week && dayOfYear <= 7 * week + PROMOTION_DAYS,
  );
  return { weekday, dayOfYear, discount: promotion?.[1] ?? 0, holiday: holidayLift(date, year) };
}

/** Shops are busier in the week before Easter, Thanksgiving and Christmas, and closed to most on the day itself. */
function holidayLift(date: string, year: string): number {
  const thanksgiving = nthWeekday(`${year}-11-01`, 3, 4);
  let lift = 1;
  for (const [feast, rise] of [
    [easter(Number(year)), 0.3],
    [thanksgiving, 0.15],
    [`${year}-12-25`, 0.35],
  ] as const) {
    const before = daysBetween(date, feast);
    if (before === 0) return 0.15;
    if (before > 0 && before <= 7) lift += rise;
  }
  if (daysBetween(thanksgiving, date) === 1) lift += 0.9;
  return lift;
}

function expectedUnits(category: Category, day: number, calendar: CalendarDay): number {
  const { base, growth, peaks } = TRAITS[category];
  let season = 0.85;
  for (const [peak, width, height] of peaks)
    season += height * Math.exp(-0.5 * ((calendar.dayOfYear - peak) / width) ** 2);
  return (
    base *
    season *
    (1 + growth) ** (day / 365.25) *
    WEEKDAY[calendar.weekday] *
    calendar.holiday *
    (1 - calendar.discount) ** -ELASTICITY
  );
}

/** Date of the `nth` weekday (0 = Monday) on or after `from`. */
function nthWeekday(from: string, weekday: number, nth: number): string {
  const first = (daysBetween('2021-01-04', from) + 7 * 400) % 7;
  return addDays(from, ((weekday - first + 7) % 7) + 7 * (nth - 1));
}

/** Western Easter by the anonymous Gregorian algorithm (Nature, 20 April 1876). */
function easter(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  return `${year}-${String(Math.floor(f / 31)).padStart(2, '0')}-${String((f % 31) + 1).padStart(2, '0')}`;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's multiplication method; rates here stay below 40. */
function poisson(rate: number, random: () => number): number {
  const limit = Math.exp(-rate);
  let product = random();
  let count = 0;
  while (product > limit) {
    product *= random();
    count += 1;
  }
  return count;
}
