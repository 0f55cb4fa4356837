import { Database } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { progressBody, terminalBody } from '../../../test/support/workflow-event-bodies.ts';
import { EventLog, WorkflowEndedError, parseEvent } from './event-log.ts';

const terminal = terminalBody();

describe(EventLog.name, () => {
  let test: TestDatabase;
  let nodes: Database[];
  let log: EventLog;

  beforeAll(async () => {
    test = await createTestDatabase();
    nodes = [new Database(test.url), new Database(test.url)];
    log = new EventLog(nodes[0]);
  });

  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()));
    await test.drop();
  });

  it('numbers a session from 1 and stores the message that clients get', async () => {
    const first = await log.append('numbered', 'run-1', progressBody(1, 'ümlaut "quoted" \u0000 \ud800 🙂'));
    const second = await log.append('numbered', 'run-1', progressBody(2));

    expect(parseEvent(first.event)).toEqual({
      ...progressBody(1, 'ümlaut "quoted" \u0000 \ud800 🙂'),
      session_id: 'numbered',
      workflow_id: 'run-1',
      sequence: 1,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(Object.keys(parseEvent(first.event)).slice(0, 5)).toEqual([
      'type',
      'session_id',
      'workflow_id',
      'sequence',
      'timestamp',
    ]);
    expect(await log.read('numbered', 0)).toEqual([first.event, second.event]);
    expect(await log.read('numbered', 1)).toEqual([second.event]);
    expect(await log.head('numbered')).toBe(2);
    expect(await log.head('never-used')).toBe(0);
  });

  it('is gapless in commit order when two nodes write at once, also when transactions roll back', async () => {
    const logs = nodes.map((node) => new EventLog(node));
    const appends = Array.from({ length: 120 }, async (_, i) => {
      const own = logs[i % 2];
      if (i % 10 !== 0) return own.append('shared', `run-${i % 3}`, progressBody(i % 100));
      return nodes[i % 2]
        .transaction(async (client) => {
          await own.append('shared', 'run-0', progressBody(0), { client });
          throw new Error('rolled back');
        })
        .catch(() => undefined);
    });
    await Promise.all(appends);

    const sequences = (await log.read('shared', 0)).map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 108 }, (_, i) => i + 1));
    expect(await log.head('shared')).toBe(108);
  });

  it('stores a dedupe key once, from whichever node, and returns the first event again', async () => {
    const logs = nodes.map((node) => new EventLog(node));
    const appended = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        logs[i % 2].append('once', 'run-once', progressBody(i), { dedupeKey: 'demand 1' }),
      ),
    );

    expect(appended.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(new Set(appended.map(({ event }) => event.message)).size).toBe(1);
    expect(await log.head('once')).toBe(1);
    // The same key of another run is another event.
    expect(
      (await log.append('once', 'run-other', progressBody(1), { dedupeKey: 'demand 1' })).event.sequence,
    ).toBe(2);
  });

  it('lets exactly one of many terminal events in, and nothing after it', async () => {
    const logs = nodes.map((node) => new EventLog(node));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => logs[i % 2].append('ended', 'run-ended', terminal)),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(WorkflowEndedError);
    await expect(log.append('ended', 'run-ended', progressBody(5))).rejects.toThrow(WorkflowEndedError);
    // The session goes on with another run, without a gap.
    expect((await log.append('ended', 'run-next', progressBody(5))).event.sequence).toBe(2);
    expect(await log.terminalSequence('run-ended')).toBe(1);
    expect(await log.terminalSequence('run-next')).toBeNull();
  });

  it('returns a known terminal event to the step that runs again', async () => {
    const first = await log.append('again', 'run-again', terminal, { dedupeKey: 'end' });
    const second = await log.append('again', 'run-again', terminal, { dedupeKey: 'end' });

    expect(second).toEqual({ event: first.event, isNew: false });
  });

  it('appends within a transaction of the caller: both or neither', async () => {
    await nodes[0].query('CREATE TABLE state (value text)');
    const store = (fail: boolean): Promise<void> =>
      nodes[0].transaction(async (client) => {
        await log.append('atomic', 'run-atomic', progressBody(1), { client });
        await client.query(`INSERT INTO state VALUES ('done')`);
        if (fail) throw new Error('no');
      });

    await expect(store(true)).rejects.toThrow('no');
    expect(await log.head('atomic')).toBe(0);
    await store(false);
    expect(await log.head('atomic')).toBe(1);
  });

  it('reads pages bounded in number and in bytes, a large event in a page of its own', async () => {
    const large = 'x'.repeat(400_000);
    for (const message of ['a', large, 'b', 'c'])
      await log.append('pages', 'run-pages', progressBody(1, message));
    const pages: number[][] = [];
    for (let after = 0, page; (page = await log.read('pages', after)).length > 0; after = pages.flat().length)
      pages.push(page.map(({ sequence }) => sequence));

    expect(pages).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(await log.read('pages', 0, { limit: 1 })).toHaveLength(1);
  });

  it('reads one run of a session', async () => {
    for (const run of ['run-a', 'run-b', 'run-a']) await log.append('runs', run, progressBody(1));

    const ofA = await log.read('runs', 0, { workflowId: 'run-a' });
    expect(ofA.map(({ sequence }) => sequence)).toEqual([1, 3]);
  });
});
