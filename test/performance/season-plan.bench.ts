// How long one plan takes on the sample data, from the 202 to the terminal message, and where the time goes.
// `npm run bench -- season-plan`
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Planner } from '../support/planner.ts';
import { figure } from './figures.ts';

const CATEGORIES = ["Women's Dresses", "Men's Shirts", 'Accessories'];
const REPEATS = 15;

const stateDir = mkdtempSync(path.join(tmpdir(), 'season-orchestrator-bench-'));
const root = path.resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../..' : '../../..');
const server = spawn(process.execPath, [path.join(root, 'dist/apps/api/src/main.js')], {
  cwd: root,
  env: { ...process.env, PORT: '0', STATE_DIR: stateDir, LOG_LEVEL: 'warn' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const started = performance.now();
let url = '';
for await (const line of createInterface({ input: server.stdout })) {
  url = /ready at (\S+)/.exec(line)?.[1] ?? '';
  if (url !== '') break;
}
const startMs = performance.now() - started;
server.stdout.resume();
const planner = new Planner(url);

interface Timing {
  readonly total: number;
  readonly agents: Readonly<Record<string, number>>;
}

async function planOnce(index: number, category: string, seasonStart: string): Promise<Timing> {
  const session = `bench-${index}`;
  const stream = await planner.watch(session);
  const { body } = await planner.run({
    session_id: session,
    category_id: category,
    parameters: {
      forecast_horizon_weeks: 12,
      season_start_date: seasonStart,
      replenishment_strategy: 'weekly',
      dc_holdback_percentage: 0.3,
      markdown_checkpoint_week: 6,
      markdown_threshold: 0.6,
    },
  });
  const clock = performance.now();
  await stream.terminal(body.workflow_id);
  const total = performance.now() - clock;
  stream.close();
  const { execution_log } = (await planner.state(body.workflow_id)).body;
  return {
    total,
    agents: Object.fromEntries(
      execution_log.map(({ agent_name, duration_ms }) => [agent_name, duration_ms ?? 0]),
    ),
  };
}

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))];
const row = (name: string, timings: readonly Timing[]): string => {
  const totals = timings.map(({ total }) => total);
  const agent = (name: string) =>
    quantile(
      timings.map(({ agents }) => agents[name]),
      0.5,
    );
  const agents = ['demand', 'inventory', 'pricing'].map(agent);
  const rest = quantile(totals, 0.5) - agents.reduce((a, b) => a + b, 0);
  return `| ${name} | ${timings.length} | ${quantile(totals, 0.5).toFixed(0)} | ${quantile(totals, 0.95).toFixed(0)} | ${agents.map((ms) => ms.toFixed(0)).join(' | ')} | ${rest.toFixed(0)} |`;
};

let index = 0;
await planOnce(index++, CATEGORIES[0], '2027-02-22'); // threads and code are warm after it
const fresh: Timing[] = [];
const repeated: Timing[] = [];
for (let i = 0; i < REPEATS; i++) {
  // Another week, another phase of the data: nothing of an earlier backtest fits.
  const start = new Date(Date.UTC(2027, 2, 1 + i)).toISOString().slice(0, 10);
  fresh.push(await planOnce(index++, CATEGORIES[i % 3], start));
  repeated.push(await planOnce(index++, CATEGORIES[i % 3], start));
}
server.kill('SIGTERM');
await once(server, 'exit');
rmSync(stateDir, { recursive: true, force: true });

console.log(`## One plan on the sample data (ready after ${startMs.toFixed(0)} ms with a new database)\n`);
console.log('| season | plans | p50 ms | p95 ms | demand | inventory | pricing | the rest |');
console.log('|---|---:|---:|---:|---:|---:|---:|---:|');
console.log(row('never planned before', fresh));
console.log(row('planned before', repeated));
figure({ name: 'server ready with a new database', value: startMs, unit: 'ms', atMost: 6_000 });
for (const [what, timings] of [
  ['never planned before', fresh],
  ['planned before', repeated],
] as const)
  figure({
    name: `one plan, from 202 to its terminal message, season ${what}, p50`,
    value: quantile(
      timings.map(({ total }) => total),
      0.5,
    ),
    unit: 'ms',
    atMost: 1_000,
  });
