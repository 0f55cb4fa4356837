import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { estimateElasticity, type PriceObservation } from '#planning';
import type { Figure } from './equal-buy.ts';
import { DATA_FOLDER, readCsv } from './retail-data.ts';

const PRICES = join(DATA_FOLDER, 'dominicks/prices.csv.gz');
const SALES = join(DATA_FOLDER, 'dominicks/historical_sales.csv');

/** Own-price elasticities of the same data, estimated independently: magnitude and two-way standard error. */
const REFERENCE: Readonly<Record<string, readonly [number, number]>> = {
  'Tropicana Premium 64 oz': [2.78, 0.22],
  'Tropicana Premium 96 oz': [1.82, 0.24],
  "Florida's Natural 64 oz": [3.37, 0.27],
  'Tropicana 64 oz': [3.94, 0.31],
  'Minute Maid 64 oz': [2.91, 0.28],
  'Minute Maid 96 oz': [2.44, 0.14],
  'Citrus Hill 64 oz': [3.61, 0.34],
  'Tree Fresh 64 oz': [2.71, 0.3],
  'Florida Gold 64 oz': [4.19, 0.42],
  'Dominicks 64 oz': [2.81, 0.28],
  'Dominicks 128 oz': [1.02, 0.17],
};

export const hasPrices = (): boolean => existsSync(PRICES);

type PriceRow = Record<'date' | 'store_id' | 'category' | 'unit_price' | 'deal' | 'feat', string>;

/** Own price, deal, feature and the prices of the ten other brands in the same store and week. */
function observationsByBrand(): Map<string, PriceObservation[]> {
  const keyOf = (row: { date: string; store_id: string }): string => `${row.date} ${row.store_id}`;
  const units = new Map(
    readCsv<Record<'date' | 'store_id' | 'category' | 'quantity_sold', string>>(SALES).map((row) => [
      `${keyOf(row)} ${row.category}`,
      Number(row.quantity_sold),
    ]),
  );
  const shelves = Map.groupBy(readCsv<PriceRow>(PRICES), keyOf);
  const brands = Object.keys(REFERENCE);
  const stores = new Map<string, number>();
  const weeks = new Map<string, number>();
  const numbered = (ids: Map<string, number>, id: string): number => {
    const number = ids.get(id) ?? ids.size;
    ids.set(id, number);
    return number;
  };
  const observations = new Map<string, PriceObservation[]>(brands.map((brand) => [brand, []]));
  for (const [key, shelf] of shelves) {
    const logPrice = new Map(shelf.map((row) => [row.category, Math.log(Number(row.unit_price))]));
    for (const row of shelf) {
      const sold = units.get(`${key} ${row.category}`) ?? 0;
      if (sold <= 0 || logPrice.size < brands.length) continue;
      observations.get(row.category)?.push({
        store: numbered(stores, row.store_id),
        week: numbered(weeks, row.date),
        logUnits: Math.log(sold),
        logPrice: logPrice.get(row.category) ?? NaN,
        covariates: [
          Number(row.deal),
          Number(row.feat),
          ...brands.filter((brand) => brand !== row.category).map((brand) => logPrice.get(brand) ?? NaN),
        ],
      });
    }
  }
  return observations;
}

/** Table of part C. */
export function elasticityTable() {
  const estimates = [...observationsByBrand()].map(([brand, observations]) => ({
    brand,
    estimate: estimateElasticity(observations),
    reference: REFERENCE[brand],
  }));
  const found = estimates.map(({ estimate }) => estimate?.elasticity ?? NaN);
  const distances = estimates.map(({ estimate, reference: [value, error] }) => {
    return estimate === null ? Infinity : Math.abs(estimate.elasticity - value) / error;
  });
  const tValues = estimates.map(({ estimate }) =>
    estimate === null ? 0 : estimate.elasticity / estimate.standardError,
  );
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  const count = (values: readonly boolean[]): number => values.filter(Boolean).length;
  const figure = (what: string, value: number, goal: number, met: boolean): Figure => ({
    what,
    found: value,
    goal,
    met,
  });
  const positive = count(found.map((value) => value > 0));
  const significant = count(tValues.map((t) => t > 3));
  const near = count(distances.map((distance) => distance <= 2));
  return {
    table: [
      '| brand | elasticity | two-way standard error | t | reference | distance in its standard errors |',
      '|---|---:|---:|---:|---:|---:|',
      ...estimates.map(({ brand, estimate, reference: [value, error] }, i) => {
        const cells = [estimate?.elasticity, estimate?.standardError, tValues[i]].map(
          (each) => each?.toFixed(2) ?? '—',
        );
        return `| ${[brand, ...cells, `${value} (${error})`, distances[i].toFixed(1)].join(' | ')} |`;
      }),
      `| mean | ${mean.toFixed(2)} | | | 2.87 | |`,
    ].join('\n'),
    figures: [
      figure('elasticity: brands with the right sign', positive, 11, positive === 11),
      figure('elasticity: brands with t over 3', significant, 11, significant === 11),
      figure('elasticity: brands within 2 standard errors of the reference', near, 11, near === 11),
      figure('elasticity: mean magnitude 2.9 ± 0.4', mean, 2.9, Math.abs(mean - 2.9) <= 0.4),
    ],
  };
}
