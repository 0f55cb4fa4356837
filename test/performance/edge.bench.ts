// What the edge costs: requests that are refused, sockets that only wait, and plans with API keys and without.
// `npm run bench -- edge`
import { ApiKeyStore } from '#access';
import { Database, runningEmbeddedPostgres } from '#database';
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { figure } from './figures.ts';

const REQUESTS = 4_000;
const SOCKETS = 2_000;
const PLANS = 15;
const CLOCK_TICKS = 100; // USER_HZ on every Linux

const root = path.resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../..' : '../../..');

interface Server {
  readonly url: string;
  readonly child: ChildProcess;
  readonly stateDir: string;
}

async function start(environment: Record<string, string>): Promise<Server> {
  const stateDir = mkdtempSync(path.join(tmpdir(), 'season-orchestrator-bench-'));
  const child = spawn(process.execPath, [path.join(root, 'dist/apps/api/src/main.js')], {
    cwd: root,
    env: { ...process.env, PORT: '0', STATE_DIR: stateDir, LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /ready at (\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return { url, child, stateDir };
  }
  throw new Error('the server did not start');
}

async function stop({ child, stateDir }: Server): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
  rmSync(stateDir, { recursive: true, force: true });
}

/** Processor time of a process, user and system, in milliseconds. */
function cpuMs({ child }: Server): number {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / CLOCK_TICKS;
}

function residentMib({ child }: Server): number {
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
}

const agent = new Agent({ keepAlive: true, maxSockets: 20 });

function ask(url: string, headers: Record<string, string>, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: { ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      },
      (response) => {
        response.resume().once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

async function refusals(
  server: Server,
  name: string,
  status: number,
  headers: Record<string, string>,
  body?: string,
) {
  const all = async (count: number): Promise<void> => {
    const lanes = Array.from({ length: 20 }, async () => {
      for (let i = 0; i < count / 20; i++) {
        const got = await ask(`${server.url}/api/orchestrator/run-workflow`, headers, body);
        if (got !== status) throw new Error(`${name}: ${got} instead of ${status}`);
      }
    });
    await Promise.all(lanes);
  };
  await all(REQUESTS / 2); // the code is compiled after it
  const before = cpuMs(server);
  await all(REQUESTS);
  const each = (cpuMs(server) - before) / REQUESTS;
  console.log(`| ${name} | ${status} | ${each.toFixed(3)} |`);
  figure({ name: `refused request, ${name}, CPU`, value: each, unit: 'ms', atMost: 1 });
}

async function keyOf({ stateDir }: Server): Promise<string> {
  const url = await runningEmbeddedPostgres(stateDir);
  if (url === undefined) throw new Error('PostgreSQL does not run');
  const database = new Database(url);
  try {
    return (await new ApiKeyStore(database).create('bench')).token;
  } finally {
    await database.close();
  }
}

/** From the request to the terminal message, in milliseconds. */
async function planOnce({ url }: Server, headers: Record<string, string>, index: number): Promise<number> {
  const seasonStart = new Date(Date.UTC(2027, 2, 1 + index)).toISOString().slice(0, 10);
  const clock = performance.now();
  const response = await fetch(`${url}/api/orchestrator/run-workflow`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({
      session_id: `bench-${index}`,
      category_id: "Women's Dresses",
      parameters: {
        forecast_horizon_weeks: 12,
        season_start_date: seasonStart,
        replenishment_strategy: 'weekly',
        dc_holdback_percentage: 0.3,
      },
    }),
  });
  const { links } = (await response.json()) as { links: { events: string } };
  const text = await (await fetch(url + links.events, { headers })).text();
  if (!text.includes('"agent_name":"orchestrator","result"')) throw new Error('no plan');
  return performance.now() - clock;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

console.log('## What a refused request costs the server\n');
console.log('| request | answer | CPU ms |\n|---|---:|---:|');
const guarded = await start({ AUTH: 'api-key' });
const body = JSON.stringify({ filler: 'x'.repeat(50_000) });
await refusals(guarded, 'no key', 401, {});
await refusals(guarded, 'no key, with a body of 50 kB', 401, {}, body);
await refusals(guarded, 'a key that is none', 401, { Authorization: 'Bearer nothing' });
const token = await keyOf(guarded);
await refusals(guarded, 'a wrong secret', 401, { Authorization: `Bearer ${token.slice(0, -4)}AAAA` });
const limited = await start({ RATE_LIMIT_PER_MINUTE: '1' });
await ask(`${limited.url}/api/orchestrator/agents`, {});
await refusals(limited, 'past the rate', 429, {});
await stop(limited);

console.log(`\n## ${SOCKETS} sockets that only wait\n`);
const idle = await start({});
await ask(`${idle.url}/api/orchestrator/agents`, {});
const sockets: WebSocket[] = [];
const openSockets = async (): Promise<number> => {
  for (let i = 0; i < SOCKETS; i++) {
    const ws = new WebSocket(`${idle.url.replace('http', 'ws')}/ws/orchestrator/idle-${sockets.length}`);
    sockets.push(ws);
    await once(ws, 'open');
  }
  await delay(3_000);
  return residentMib(idle);
};
// The first sockets take memory that the start has left over; what further ones take is what a socket costs.
const before = await openSockets();
const after = await openSockets();
console.log(`| with ${SOCKETS} MiB | with ${2 * SOCKETS} MiB | more MiB |\n|---:|---:|---:|`);
console.log(`| ${before.toFixed(0)} | ${after.toFixed(0)} | ${(after - before).toFixed(1)} |`);
figure({ name: `${SOCKETS} further idle sockets, memory`, value: after - before, unit: 'MiB', atMost: 60 });
for (const ws of sockets) ws.terminate();
await stop(idle);

console.log('\n## Plans with keys and without, in turns\n');
const open = await start({});
const headers = { Authorization: `Bearer ${token}` };
for (let i = 0; i < 3; i++) {
  await planOnce(open, {}, 100 + i);
  await planOnce(guarded, headers, 100 + i);
}
const without: number[] = [];
const with_: number[] = [];
for (let i = 0; i < PLANS; i++) {
  without.push(await planOnce(open, {}, i));
  with_.push(await planOnce(guarded, headers, i));
}
console.log('| AUTH | plans | p50 ms |\n|---|---:|---:|');
console.log(`| off | ${PLANS} | ${median(without).toFixed(0)} |`);
console.log(`| api-key | ${PLANS} | ${median(with_).toFixed(0)} |`);
const ratios = with_.map((ms, i) => ms / without[i]);
console.log(`\nMedian of the ratios: ${median(ratios).toFixed(3)}`);
figure({ name: 'plans with keys ÷ plans without', value: median(ratios), unit: '×', atMost: 1.05 });
await stop(open);
await stop(guarded);
agent.destroy();
