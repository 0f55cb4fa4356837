/**
 * How much one node sends to how many watchers, and how late, as Markdown tables. Throughput is measured side by side
 * with a bare `ws` server that broadcasts the same bytes with one `send` a socket; the two take turns. The clients are a
 * process of their own.
 *
 *   npm run build && node dist/test/performance/fan-out.bench.js
 */
import { migrate, startEmbeddedPostgres } from '#database';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { SessionFeeds } from '../../libs/streaming/src/session-feeds.service.ts';
import { type StreamingNode, startStreamingNode } from '../support/streaming-node.ts';
import { progressBody } from '../support/workflow-event-bodies.ts';
import type { Delays, FanOutOrder, FanOutReport } from './fan-out.clients.ts';
import { figure } from './figures.ts';

const WATCHERS = 1_000;
const MESSAGES = 100;
const ROUNDS = 5;
const NO_HEARTBEAT_MS = 3_600_000; // the bytes are counted

class Clients {
  private readonly child: ChildProcess = fork(path.join(import.meta.dirname, 'fan-out.clients.js'));

  async order(order: FanOutOrder): Promise<FanOutReport> {
    this.child.send(order);
    const [report] = (await once(this.child, 'message')) as [FanOutReport];
    return report;
  }

  end(): void {
    this.child.kill();
  }
}

interface Throughput {
  /** Messages delivered a second, all watchers together. */
  readonly perSecond: number;
  /** CPU of the sending process for one delivered message, µs. */
  readonly cpuMicros: number;
}

/** Sends every text to all watchers, `burst` of them a turn of the event loop, until the last byte has arrived. */
async function measure(
  clients: Clients,
  url: string,
  texts: readonly string[],
  burst: number,
  send: (text: string) => void,
): Promise<Throughput> {
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 4, 0); // header of 126 to 65,535 bytes
  await clients.order({ do: 'connect', url, watchers: WATCHERS, bytes });
  const arrived = clients.order({ do: 'await' });
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let at = 0; at < texts.length; at += burst) {
    for (const text of texts.slice(at, at + burst)) send(text);
    await turn();
  }
  const report = await arrived;
  const seconds = (performance.now() - started) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  if (report.excess !== 0) throw new Error(`${report.excess} bytes too many arrived`);
  await clients.order({ do: 'disconnect' });
  const delivered = WATCHERS * texts.length;
  return { perSecond: delivered / seconds, cpuMicros: (user + system) / delivered };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function textOf(sessionId: string, sequence: number): string {
  return JSON.stringify({
    type: 'progress',
    session_id: sessionId,
    workflow_id: '0199f2c4-7d1e-7a0b-b1f6-2f8f8f6f1c11',
    sequence,
    timestamp: '2026-11-24T09:30:00.140Z',
    agent_name: 'demand',
    progress: 40,
    message: 'Playing past seasons: '.padEnd(160, 'x'),
  });
}

async function throughput(node: StreamingNode, clients: Clients): Promise<void> {
  const bare = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(bare, 'listening');
  const bareUrl = `ws://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  const feeds = node.app.get(SessionFeeds);
  console.log(`## Fan-out to ${WATCHERS} watchers, ${MESSAGES} messages, median of ${ROUNDS} rounds\n`);
  console.log(
    '| messages a turn | sender | messages/s | × bare | CPU µs a message | bare ÷ ours |\n|--:|---|--:|--:|--:|--:|',
  );
  for (const burst of [1, 4, 20]) {
    const ours: Throughput[] = [];
    const theirs: Throughput[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const sessionId = `burst-${burst}-${round}`;
      const texts = Array.from({ length: MESSAGES }, (_, i) => textOf(sessionId, i + 1));
      theirs.push(
        await measure(clients, bareUrl, texts, burst, (text) => {
          for (const ws of bare.clients) ws.send(text);
        }),
      );
      let sequence = 0;
      ours.push(
        await measure(clients, node.session(sessionId), texts, burst, (message) =>
          feeds.announce({ sessionId, workflowId: 'run', sequence: ++sequence, terminal: false, message }),
        ),
      );
    }
    const of = (all: Throughput[], key: keyof Throughput): number => median(all.map((one) => one[key]));
    const bareRate = of(theirs, 'perSecond');
    figure({
      name: `fan-out to ${WATCHERS} watchers, ${burst} messages a turn ÷ bare ws.send`,
      value: of(ours, 'perSecond') / bareRate,
      unit: '×',
      atLeast: burst === 1 ? undefined : 2,
    });
    for (const [name, all] of [
      ['bare ws.send', theirs],
      ['session gateway', ours],
    ] as const)
      console.log(
        `| ${burst} | ${name} | ${Math.round(of(all, 'perSecond')).toLocaleString('en')} | ${(of(all, 'perSecond') / bareRate).toFixed(2)} | ${of(all, 'cpuMicros').toFixed(2)} | ${(of(theirs, 'cpuMicros') / of(all, 'cpuMicros')).toFixed(2)} |`,
      );
  }
  bare.close();
}

async function delays(node: StreamingNode, clients: Clients): Promise<void> {
  console.log('\n## From publish to client, stored in PostgreSQL before it is sent\n');
  console.log(
    '| watchers | events | p50 ms | p99 ms | max ms | allowed p99 | lost | doubled |\n|--:|--:|--:|--:|--:|--:|--:|--:|',
  );
  for (const [watchers, allowed] of [
    [10, 15],
    [1_000, 100],
  ]) {
    const sessionId = `delay-${watchers}`;
    const events = 100;
    await clients.order({ do: 'connect', url: node.session(sessionId), watchers, events });
    const arrived = clients.order({ do: 'await' });
    for (let i = 0; i < events; i++) {
      const sentAt = (performance.timeOrigin + performance.now()).toFixed(3);
      await node.publisher.publish(sessionId, sessionId, progressBody(i % 100, `sent at ${sentAt};`));
      await pause(20); // a run's steady pace; a burst would measure its own queue
    }
    const { p50, p99, max, lost, doubled } = (await arrived).delays as Delays;
    await clients.order({ do: 'disconnect' });
    figure({
      name: `from publish to ${watchers} watchers, p99`,
      value: p99,
      unit: 'ms',
      atMost: allowed,
    });
    figure({
      name: `events lost or doubled on the way to ${watchers} watchers`,
      value: lost + doubled,
      unit: 'count',
      atMost: 0,
    });
    console.log(
      `| ${watchers} | ${events} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${max.toFixed(1)} | ${allowed} | ${lost} | ${doubled} |`,
    );
  }
}

const stateDir = mkdtempSync(path.join(tmpdir(), 'fan-out-bench-'));
const server = await startEmbeddedPostgres({ stateDir });
await migrate(server.url);
const node = await startStreamingNode(server.url, { heartbeatIntervalMs: NO_HEARTBEAT_MS });
const clients = new Clients();
try {
  await throughput(node, clients);
  await delays(node, clients);
} finally {
  clients.end();
  await node.close();
  await server.stop();
  rmSync(stateDir, { recursive: true, force: true });
}
