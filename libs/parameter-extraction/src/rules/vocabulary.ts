/** Number words as figures. "one" stays a word: "one drop", "one and done" and "week one" mean different things by it. */
export const CARDINALS: Readonly<Record<string, number>> = {
  zero: 0,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};

/** Ordinals that may stand before "week"; elsewhere "third" and "fifth" are fractions. */
export const ORDINALS: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
};

export const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const;

/** Words the rules look for, with their inflections: a typo is mended toward these, and these are never mended. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...MONTHS,
  ...Object.keys(CARDINALS),
  ...Object.keys(ORDINALS),
  ...'replenish replenished replenishes replenishing replenishment replenishments replen refill refills refilled refilling restock restocks restocking'.split(
    ' ',
  ),
  ...'shipment shipments shipping delivery deliveries deliver delivers weekly biweekly fortnight fortnightly monthly alternate'.split(
    ' ',
  ),
  ...'holdback holding reserve reserved retain retained withheld warehouse distribution centre center central centrally'.split(
    ' ',
  ),
  ...'markdown markdowns checkpoint review reviews threshold through halfway midpoint midway'.split(' '),
  ...'season seasons horizon length duration weeks months quarter quarters thirds percent'.split(' '),
  ...'start starts started starting begin begins beginning commence commences commencing launch launches launching launched'.split(
    ' ',
  ),
  ...'inventory stores stored storey allocation allocate allocated everything nothing initial single launch'.split(
    ' ',
  ),
  ...'sunday monday tuesday wednesday thursday friday saturday sundays mondays tuesdays wednesdays thursdays fridays saturdays meeting meetings topped topping instead actually correction retained remaining allocation markdown fifths sixths quarterly previous autumn summer winter spring supplier suppliers vendor vendors sample samples horizon'.split(
    ' ',
  ),
  // Real words one letter away from a keyword.
  ...'lunch weeks store share shares seals least north fifth tenth leaving retail retails stories strategy lunches reserves reverse reviewed reviewing reviewer deliverable refined started staring'.split(
    ' ',
  ),
  ...'seasonal reasons reason lessons lesson seasoned wholly weekdays monthly marched marches marking warehouses planned planner'.split(
    ' ',
  ),
  ...'moths stars singe tarts strings string sprig springs stating shires mothers salute sailing commenting simmer week folding moulding molding shopping skipping though noting jingle thirsty stocks stock month store singles preview second seconds'.split(
    ' ',
  ),
  ...'contain contains container containers remains remain detained storage stocks stocked quarterly tenths eighths'.split(
    ' ',
  ),
]);
