/**
 * How long the inventory agent's parts take on chains of different size, as a Markdown table.
 *
 *   node --conditions=source test/performance/planning.bench.ts
 */
import { silent } from '#contracts';
import { apportion, planInventory, playSeason, seededRandom } from '#planning';
import { inventoryContext } from '../support/planning-contexts.ts';
import { figure } from './figures.ts';

const random = seededRandom(1);

/** Median of several runs after one to warm up, in milliseconds. */
function median(run: () => unknown, runs = 9): number {
  run();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

function allocate(stores: number, units: number): () => unknown {
  const claims = Array.from({ length: stores }, (_, i) => ({
    id: `S${String(i).padStart(6, '0')}`,
    weight: 0.1 + random() ** 3,
    min: i % 7,
    max: 40_000,
    pack: i % 3 === 0 ? 6 : 1,
  }));
  return () => apportion(units, claims);
}

function replenish(paths: number, stores: number, weeks: number): () => unknown {
  const weekly = Array.from({ length: weeks }, () => 30 * stores * (0.5 + random()));
  const total = weekly.reduce((sum, units) => sum + units, 0);
  const weights = Array.from({ length: stores }, () => 0.2 + random());
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / all);
  const demands = Array.from({ length: paths }, () =>
    Float64Array.from(
      { length: stores * weeks },
      (_, i) => 2 * random() * weekly[i % weeks] * shares[Math.floor(i / weeks)],
    ),
  );
  const setting = {
    weeklyForecast: weekly,
    shares,
    initialUnits: shares.map((share) => Math.round(0.6 * total * share)),
    dcSupply: [Math.round(0.4 * total)],
    schedule: { leadWeeks: 1, reviewWeeks: 1 },
    rule: { kind: 'order_up_to', coverWeeks: 4 },
  } as const;
  return () => demands.map((demand) => playSeason(demand, setting).lostUnits);
}

function wholePlan(stores: number, weeks: number): () => unknown {
  const context = inventoryContext({ stores, weeks, horizon: 26 });
  const paths = Array.from({ length: 200 }, (_, i) => context.sample_paths[i % context.sample_paths.length]);
  return () => planInventory({ ...context, sample_paths: paths }, silent);
}

const rows: readonly (readonly [
  what: string,
  goal: number | undefined,
  run: () => unknown,
  runs?: number,
])[] = [
  ['allocation, 10,000 stores, 2,000,000 units, bounds and packs', 50, allocate(10_000, 2_000_000)],
  ['allocation, 10,000 stores, 90,000 units', 50, allocate(10_000, 90_000)],
  ['replenishment, 200 paths × 50 stores × 26 weeks', 100, replenish(200, 50, 26)],
  ['inventory agent, 50 stores, 130 weeks of history, 200 paths × 26 weeks', undefined, wholePlan(50, 130)],
  [
    'inventory agent, 1,000 stores, 130 weeks of history, 200 paths × 26 weeks',
    undefined,
    wholePlan(1_000, 130),
    3,
  ],
  [
    'inventory agent, 10,000 stores, 130 weeks of history, 200 paths × 26 weeks',
    undefined,
    wholePlan(10_000, 130),
    1,
  ],
];
console.log('| what | goal, ms | median, ms |\n|---|---:|---:|');
for (const [name, atMost, run, runs] of rows) {
  const value = median(run, runs);
  console.log(`| ${name} | ${atMost === undefined ? '' : `< ${atMost}`} | ${value.toFixed(1)} |`);
  figure({ name, value, unit: 'ms', atMost });
}
