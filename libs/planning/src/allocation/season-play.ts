import { lastUsefulShipping, type DeliverySchedule } from './delivery-schedule.ts';

/** What the DC sends: an order-up-to rule, or the reference design's rule. */
export type ShippingRule =
  | {
      readonly kind: 'order_up_to';
      /** Weeks of forecast demand held in a store beyond those until the next delivery. */
      readonly coverWeeks: number;
    }
  | { readonly kind: 'next_week_gap' };

export interface SeasonSetting {
  /** Units expected by week, over all stores. */
  readonly weeklyForecast: ArrayLike<number>;
  /** Expected share of each store; sums to 1. */
  readonly shares: ArrayLike<number>;
  /** Units in each store at the start. */
  readonly initialUnits: ArrayLike<number>;
  /** Units that reach the DC at the start of each week. */
  readonly dcSupply: ArrayLike<number>;
  /** The same as planned before the season, where orders were changed since; `dcSupply` when absent. */
  readonly plannedSupply?: ArrayLike<number>;
  /** Null where stores are never refilled. */
  readonly schedule: DeliverySchedule | null;
  readonly rule: ShippingRule;
}

export interface SeasonOutcome {
  readonly demandUnits: number;
  readonly lostUnits: number;
  readonly leftoverStoreUnits: number;
  readonly leftoverDcUnits: number;
  /** Units sold, store-major: `sold[store * weeks + week]`. */
  readonly sold: Float64Array;
  /** Stores that ended a week with stock left, store-major, 1 or 0: only there the demand was seen in full. */
  readonly inStock: Uint8Array;
  /** Units shipped, store-major: `shipped[store * weeks + week of shipping]`. */
  readonly shipped: Float64Array;
}

/** Average weeks of sales that a store's own share weighs when its sales so far correct it. */
const PRIOR_WEEKS = 8;

/**
 * Plays one season: stores sell what they hold, unmet demand is lost, and the DC refills stores by the rule from one
 * pooled stock that it never overdraws.
 *
 * Order-up-to: at the start of week h a store's position (on hand and under way) is raised to what weeks
 * h … h + lead + review + cover − 1 are expected to ask for times its share. What is to come is taken half way between
 * the forecast of the remaining weeks and the stock that is left for them: after a promotion the forecast alone would
 * empty the DC too soon, and when sales are slow it would hold stock back that no one else will ask for. The share is corrected by the store's own sales so far: a
 * gamma–Poisson mean with 8 average weeks of prior, relative to how all stores sold, weeks that ended out of stock
 * left out (their demand is not seen). Scarce stock is given to the stores with the least cover. At the last shipment
 * that still arrives everything leaves the DC, since it can serve nothing there.
 *
 * The design's rule ships the forecast of the week of arrival less the stock a store is expected to hold by then.
 *
 * @param demand units asked for, store-major: `demand[store * weeks + week]`
 */
export function playSeason(demand: Float64Array, setting: SeasonSetting): SeasonOutcome {
  const { weeklyForecast, shares, initialUnits, dcSupply, schedule, rule } = setting;
  const plannedSupply = setting.plannedSupply ?? dcSupply;
  const weeks = weeklyForecast.length;
  const stores = shares.length;
  const onHand = Float64Array.from(initialUnits);
  const position = Float64Array.from(initialUnits);
  const shipped = new Float64Array(stores * weeks);
  const sold = new Float64Array(stores * weeks);
  const inStock = new Uint8Array(stores * weeks);
  const seen = new Float64Array(stores);
  const expected = new Float64Array(stores);
  const rates = Float64Array.from(shares);
  const need = new Float64Array(stores);
  const forecastTo = cumulative(weeklyForecast);
  const averageWeek = forecastTo[weeks] / weeks;
  const lastShipping = schedule === null ? -1 : lastUsefulShipping(weeks, schedule);
  let dcStock = 0;
  let demandUnits = 0;
  let lostUnits = 0;

  for (let week = 0; week < weeks; week += 1) {
    dcStock += dcSupply[week] ?? 0;
    if (schedule !== null && week <= lastShipping && week % schedule.reviewWeeks === 0 && dcStock >= 1) {
      if (rule.kind === 'order_up_to') correctRates(rates, shares, seen, expected, averageWeek);
      const flush = week === lastShipping && rule.kind === 'order_up_to';
      const servedWeeks = rule.kind === 'order_up_to' ? schedule.reviewWeeks + rule.coverWeeks : 1;
      const until = Math.min(weeks, week + schedule.leadWeeks + servedWeeks);
      const toCome = forecastTo[weeks] - forecastTo[week];
      let ahead = forecastTo[until] - forecastTo[week];
      if (rule.kind === 'order_up_to' && toCome > 0) {
        const left = total(position) + dcStock + supplyFrom(plannedSupply, week + 1);
        ahead *= (toCome + left) / (2 * toCome);
      }
      for (let s = 0; s < stores; s += 1)
        need[s] = flush ? Infinity : Math.max(0, ahead * rates[s] - position[s]);
      shareOutScarce(need, position, rates, Math.floor(dcStock));
      for (let s = 0; s < stores; s += 1) {
        shipped[s * weeks + week] = need[s];
        position[s] += need[s];
        dcStock -= need[s];
      }
    }
    for (let s = 0; s < stores; s += 1) {
      if (schedule !== null && week >= schedule.leadWeeks)
        onHand[s] += shipped[s * weeks + week - schedule.leadWeeks];
      const asked = demand[s * weeks + week];
      const met = Math.min(asked, onHand[s]);
      demandUnits += asked;
      lostUnits += asked - met;
      onHand[s] -= met;
      position[s] -= met;
      sold[s * weeks + week] = met;
      if (onHand[s] > 0) {
        inStock[s * weeks + week] = 1;
        seen[s] += met;
        expected[s] += weeklyForecast[week] * shares[s];
      }
    }
  }
  return {
    demandUnits,
    lostUnits,
    leftoverStoreUnits: total(position),
    leftoverDcUnits: dcStock,
    sold,
    inStock,
    shipped,
  };
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function supplyFrom(dcSupply: ArrayLike<number>, week: number): number {
  let sum = 0;
  for (let later = week; later < dcSupply.length; later += 1) sum += dcSupply[later];
  return sum;
}

/** Sums of the first 0, 1, … values. */
export function cumulative(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i += 1) sums[i + 1] = sums[i] + values[i];
  return sums;
}

function correctRates(
  rates: Float64Array,
  shares: ArrayLike<number>,
  seen: Float64Array,
  expected: Float64Array,
  averageWeek: number,
): void {
  let soldAll = 0;
  let expectedAll = 0;
  for (let s = 0; s < rates.length; s += 1) {
    soldAll += seen[s];
    expectedAll += expected[s];
  }
  const level = expectedAll > 0 ? soldAll / expectedAll : 1;
  let sum = 0;
  for (let s = 0; s < rates.length; s += 1) {
    const prior = PRIOR_WEEKS * averageWeek * shares[s];
    rates[s] = prior > 0 ? (shares[s] * (seen[s] + prior * level)) / (expected[s] + prior) : 0;
    sum += rates[s];
  }
  if (sum > 0) for (let s = 0; s < rates.length; s += 1) rates[s] /= sum;
  else rates.set(Float64Array.from(shares));
}

/**
 * Turns what stores need into whole shipments that sum to no more than the stock, in place. Where the stock is short,
 * it raises the stores with the least cover (position ÷ rate) to one common cover.
 */
export function shareOutScarce(
  need: Float64Array,
  position: Float64Array,
  rates: Float64Array,
  stock: number,
): void {
  const wanted = total(need);
  let toGive = Math.min(stock, Math.round(wanted));
  if (wanted > stock) {
    const cover = commonCover(need, position, rates, stock);
    for (let s = 0; s < need.length; s += 1)
      need[s] = Math.min(need[s], Math.max(0, cover * rates[s] - position[s]));
  }
  const remainders = new Float64Array(need.length);
  for (let s = 0; s < need.length; s += 1) {
    const whole = Math.floor(need[s] + 1e-9);
    remainders[s] = Math.max(0, need[s] - whole);
    need[s] = whole;
    toGive -= whole;
  }
  if (toGive <= 0) return;
  // The largest remainders get the units that are left, the first stores where remainders are equal.
  const least = remainders.slice().sort()[Math.max(0, need.length - toGive)];
  for (const isTurn of [(rest: number) => rest > least, (rest: number) => rest === least && rest > 0])
    for (let s = 0; s < need.length && toGive > 0; s += 1)
      if (isTurn(remainders[s])) {
        need[s] += 1;
        toGive -= 1;
      }
}

function commonCover(need: Float64Array, position: Float64Array, rates: Float64Array, stock: number): number {
  let high = 0;
  for (let s = 0; s < need.length; s += 1)
    if (rates[s] > 0) high = Math.max(high, (position[s] + Math.min(need[s], stock)) / rates[s]);
  let low = 0;
  for (let i = 0; i < 40; i += 1) {
    const cover = (low + high) / 2;
    let given = 0;
    for (let s = 0; s < need.length; s += 1) {
      const units = Math.min(need[s], cover * rates[s] - position[s]);
      if (units > 0) given += units;
    }
    if (given <= stock) low = cover;
    else high = cover;
  }
  return low;
}
