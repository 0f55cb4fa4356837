import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { SessionWatcher } from '../support/session-watcher.ts';
import { type StreamingNode, startStreamingNode } from '../support/streaming-node.ts';
import { type TestDatabase, createTestDatabase } from '../support/test-database.ts';
import { progressBody, statusBody, terminalBody } from '../support/workflow-event-bodies.ts';

async function openSocket(url: string): Promise<WebSocket> {
  const ws = new WebSocket(url);
  await once(ws, 'open');
  return ws;
}

function memoryInUse(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

jest.setTimeout(60_000);

describe('delivery of a session', () => {
  let test: TestDatabase;
  let node: StreamingNode;
  let other: StreamingNode;

  beforeAll(async () => {
    test = await createTestDatabase();
    [node, other] = await Promise.all([startStreamingNode(test.url), startStreamingNode(test.url)]);
  });

  afterAll(async () => {
    await Promise.all([node.close(), other.close()]);
    await test.drop();
  });

  it.each([1, 2, 3, 5, 7, 11])(
    'is the undisturbed stream when the connection is cut after every %i messages and resumed, on either node',
    async (k) => {
      const session = `cut-${k}`;
      const total = 33;
      const undisturbed = await SessionWatcher.open(node.session(session));
      const publishing = (async () => {
        for (const i of upTo(total - 1)) await node.publisher.publish(session, session, progressBody(i));
        await node.publisher.publish(session, session, terminalBody());
      })();
      const resumed: string[] = [];
      for (let turn = 0; resumed.length < total; turn++) {
        const watcher = await SessionWatcher.open(
          (turn % 2 === 0 ? node : other).session(session, resumed.length),
        );
        await watcher.received(Math.min(k, total - resumed.length));
        watcher.ws.terminate();
        resumed.push(...watcher.texts.slice(0, k));
      }
      await publishing;
      await undisturbed.received(total);

      expect(resumed).toEqual(undisturbed.texts);
      expect(undisturbed.sequences).toEqual(upTo(total));
      await undisturbed.close();
    },
  );

  it('reaches watchers of both nodes alike while both nodes publish', async () => {
    const watchers = await Promise.all(
      [node, other, node, other].map((at) => SessionWatcher.open(at.session('both'))),
    );
    const total = 200;
    await Promise.all(
      [node, other].map(async ({ publisher }, n) => {
        for (const i of upTo(total / 2)) await publisher.publish('both', `both-${n}`, progressBody(i % 100));
      }),
    );
    await Promise.all(watchers.map((watcher) => watcher.received(total)));

    const stored = [
      ...(await node.log.read('both', 0, { limit: total })),
      ...(await node.log.read('both', total)),
    ].map(({ message }) => message);
    for (const watcher of watchers) {
      expect(watcher.texts).toEqual(stored);
      expect(watcher.sequences).toEqual(upTo(total));
      await watcher.close();
    }
  });

  it('goes on when a node dies between storing an event and telling of it', async () => {
    const watchers = await Promise.all([node, other].map((at) => SessionWatcher.open(at.session('died'))));
    await node.publisher.publish('died', 'died-1', statusBody());
    await node.log.append('died', 'died-1', progressBody(1)); // stored, never announced
    await Promise.all(watchers.map((watcher) => watcher.received(2)));
    // The next event of a living node brings along what was not told before it.
    await node.log.append('died', 'died-1', progressBody(2));
    await other.publisher.publish('died', 'died-1', progressBody(3));
    await Promise.all(watchers.map((watcher) => watcher.received(4)));

    for (const watcher of watchers) {
      expect(watcher.sequences).toEqual(upTo(4));
      await watcher.close();
    }
  });

  it('survives the loss of the connection that listens for other nodes', async () => {
    const watcher = await SessionWatcher.open(other.session('unheard'));
    await node.publisher.publish('unheard', 'unheard-1', statusBody());
    await watcher.received(1);
    await node.database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name LIKE '%listen'`,
    );
    for (const i of upTo(5)) await node.publisher.publish('unheard', 'unheard-1', progressBody(i));
    await watcher.received(6);

    expect(watcher.sequences).toEqual(upTo(6));
    await watcher.close();
  });

  it('reaches 1,000 watchers of one session', async () => {
    const watchers: SessionWatcher[] = [];
    for (let i = 0; i < 10; i++)
      watchers.push(
        ...(await Promise.all(Array.from({ length: 100 }, () => SessionWatcher.open(node.session('crowd'))))),
      );
    expect(node.connections.count('crowd')).toBe(1_000);
    const stored = [];
    for (const i of upTo(10)) stored.push(await node.publisher.publish('crowd', 'crowd-1', progressBody(i)));
    await Promise.all(watchers.map((watcher) => watcher.received(10)));

    const texts = stored.map(({ message }) => message);
    expect(watchers.filter((w) => w.texts.join() !== texts.join())).toEqual([]);
    await Promise.all(watchers.map((watcher) => watcher.close()));
    // A client has its answer to the close a moment before the server has dropped it.
    while (node.connections.count() > 0) await new Promise((resolve) => setImmediate(resolve));
  });

  it('keeps 500 sessions apart', async () => {
    const sessions = upTo(500).map((i) => `apart-${i}`);
    const watchers = await Promise.all(sessions.map((session) => SessionWatcher.open(node.session(session))));
    await Promise.all(
      sessions.map(async (session, i) => {
        const { publisher } = i % 2 === 0 ? node : other;
        for (const step of upTo(4)) await publisher.publish(session, session, progressBody(step));
        await publisher.publish(session, session, terminalBody());
      }),
    );
    await Promise.all(watchers.map((watcher) => watcher.received(5)));

    watchers.forEach((watcher, i) => {
      expect(watcher.sequences).toEqual(upTo(5));
      expect(new Set(watcher.events.map(({ session_id }) => session_id))).toEqual(new Set([sessions[i]]));
    });
    await Promise.all(watchers.map((watcher) => watcher.close()));
  });

  it('closes 200 clients that stop reading with 1013, holds no copies for them, delays nobody, and lets them resume', async () => {
    const message = 'x'.repeat(64 * 1024);
    const reader = await SessionWatcher.open(node.session('slow'));
    const first = await SessionWatcher.open(node.session('slow'));
    const stuck = await Promise.all(Array.from({ length: 199 }, () => openSocket(node.session('slow'))));
    stuck.push(first.ws);
    const codes = stuck.map((ws) => once(ws, 'close').then(([code]) => code as number));
    for (const ws of stuck) ws.pause();
    const before = memoryInUse();
    let heaviest = 0;
    // The kernel takes up to 4 MiB for a client before anything waits here.
    const published = 160;
    for (const i of upTo(published)) {
      await node.publisher.publish('slow', 'slow-1', progressBody(1, message));
      await reader.received(i);
      heaviest = Math.max(heaviest, memoryInUse() - before);
    }
    for (const ws of stuck) ws.resume();

    expect(new Set(await Promise.all(codes))).toEqual(new Set([1013]));
    expect(reader.sequences).toEqual(upTo(published));
    const resumed = await SessionWatcher.open(node.session('slow', first.texts.length));
    await resumed.received(published - first.texts.length);
    expect([...first.texts, ...resumed.texts]).toEqual(reader.texts);
    // Copies would be 200 MiB and more; what is measured holds the reader's own 10 MiB of texts, too.
    expect(heaviest / 2 ** 20).toBeLessThan(120);
    await Promise.all([reader.close(), resumed.close()]);
  });
});
