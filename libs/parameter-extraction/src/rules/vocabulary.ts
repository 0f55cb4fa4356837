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
  thirtieth: 30,
  fortieth: 40,
  fiftieth: 50,
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

/** Words the rules look for, with their inflections: a typo is mended toward these. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...MONTHS,
  ...Object.keys(CARDINALS),
  ...Object.keys(ORDINALS),
  ...words(`replenish replenished replenishes replenishing replenishment replenishments replen refill refills refilled
    refilling restock restocks restocking restocked topped topping shipment shipments shipping shipped delivery deliveries
    deliver delivers delivered weekly biweekly fortnight fortnightly monthly quarterly alternate instead
    holdback holding reserve reserved retain retained retains withheld remaining remains remain warehouse distribution centre
    center central centrally inventory stores stored allocation allocate allocated everything nothing initial single
    markdown markdowns checkpoint review reviews threshold through halfway midpoint midway
    season seasons horizon length duration weeks week months month quarter quarters thirds fifths sixths eighths tenths
    percent start starts started starting begin begins beginning commence commences commencing launch launches launching
    launched sunday monday tuesday wednesday thursday friday saturday sundays mondays tuesdays wednesdays thursdays fridays
    saturdays meeting meetings actually correction previous autumn summer winter spring supplier suppliers vendor vendors
    sample samples`),
]);

/** Words of their own, one slip from a keyword: never mended. */
export const REAL_WORDS: ReadonlySet<string> = new Set(
  words(`chests commenting contain container containers contains deliverable deserve deserved detained dozens enter ever fifth
    folding harmonies jingle least leaving lesson lessons location lunch lunches marched marches marking molding moths mothers
    moulding north noting planned planner planners preview previews reason reasons refined relocation retail retails reverse
    reviewed reviewer reviewing salute sailing seals seasonal seasoned second seconds share shared shares shires shopping
    simmer simple singe singles skipping spring springs sprig staring stars stating stock stocked stockings stocks storage
    store storey stories strategy string strings tarts tenth thirsty though warehouses weekdays wholly`),
);

function words(text: string): string[] {
  return text.split(/\s+/);
}
