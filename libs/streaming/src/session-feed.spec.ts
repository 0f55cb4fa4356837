import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate } from 'node:timers/promises';
import type { EventBatch } from './event-batch.ts';
import type { ReadOptions, StoredEvent } from './event-log.ts';
import { SessionFeed, type Subscriber, type Subscription } from './session-feed.ts';

/** The log as one array; answers are as late, and as old, as the scheduler and `stale` make them. */
class ModelLog {
  readonly events: StoredEvent[] = [];
  fail = false;
  private readonly later: <T>(value: Promise<T>) => Promise<T>;
  private readonly stale: () => boolean;

  constructor(
    later: <T>(value: Promise<T>) => Promise<T> = (value) => value,
    stale: () => boolean = () => false,
  ) {
    this.later = later;
    this.stale = stale;
  }

  append(workflowId: string): StoredEvent {
    const sequence = this.events.length + 1;
    const event = { sessionId: 's', workflowId, sequence, terminal: false, message: `message ${sequence}` };
    this.events.push(event);
    return event;
  }

  head(): Promise<number> {
    return this.answer(() => this.events.length);
  }

  read(_sessionId: string, after: number, { workflowId }: ReadOptions = {}): Promise<StoredEvent[]> {
    return this.answer(() =>
      this.events
        .filter((event) => event.sequence > after && (workflowId ?? event.workflowId) === event.workflowId)
        .slice(0, 3),
    );
  }

  private async answer<T>(look: () => T): Promise<T> {
    if (this.fail) throw new Error('the log is gone');
    const early = look();
    const stale = this.stale();
    await this.later(Promise.resolve());
    return stale ? early : look();
  }
}

class ModelClient implements Subscriber {
  readonly after: number;
  readonly workflowId?: string;
  readonly got: number[] = [];
  subscription!: Subscription;
  cancelledAt: number | undefined;
  private readonly later: (value: Promise<void>) => Promise<void>;

  constructor(after: number, workflowId: string | undefined, later: (v: Promise<void>) => Promise<void>) {
    this.after = after;
    if (workflowId !== undefined) this.workflowId = workflowId;
    this.later = later;
  }

  deliver(batch: EventBatch): void {
    this.got.push(...batch.events.map(({ sequence }) => sequence));
  }

  flushed(): Promise<void> {
    return this.later(Promise.resolve());
  }

  wanted(events: readonly StoredEvent[]): number[] {
    return events
      .filter((e) => e.sequence > this.after && (this.workflowId ?? e.workflowId) === e.workflowId)
      .map(({ sequence }) => sequence);
  }
}

const runs = fc.constantFrom('run-a', 'run-b');
const step = fc.oneof(
  // Stored here and then published; `told: false` is a publisher that dies in between.
  fc.record({ do: fc.constant('publish' as const), run: runs, told: fc.boolean() }),
  // Stored by another node, whose notification comes some time, or never.
  fc.record({ do: fc.constant('remote' as const), run: runs, told: fc.boolean() }),
  fc.record({
    do: fc.constant('subscribe' as const),
    back: fc.nat({ max: 6 }),
    run: fc.option(runs, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('cancel' as const), which: fc.nat({ max: 9 }) }),
  fc.record({ do: fc.constant('turn' as const) }),
);

describe(SessionFeed.name, () => {
  it('gives every client each event it asked for once and in order, however reads, news and turns interleave', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(step, { maxLength: 40 }),
        fc.infiniteStream(fc.boolean()),
        fc.nat({ max: 5 }),
        async (scheduler, steps, stale, before) => {
          const later = <T>(value: Promise<T>): Promise<T> => scheduler.schedule(value);
          const log = new ModelLog(later, () => stale.next().value as boolean);
          for (let i = 0; i < before; i++) log.append('run-a');
          const feed = new SessionFeed('s', log);
          // Somebody else follows throughout, as the feed lives no longer than its clients.
          const clients: ModelClient[] = [];
          const subscribe = (after: number, run?: string): void => {
            const client = new ModelClient(after, run, later);
            client.subscription = feed.subscribe(client, after);
            clients.push(client);
          };
          subscribe(0);

          const settle = async (): Promise<void> => {
            while (scheduler.count() > 0) {
              await scheduler.waitOne();
              await setImmediate();
            }
            await setImmediate();
          };
          for (const action of steps) {
            switch (action.do) {
              case 'publish': {
                const event = log.append(action.run);
                if (action.told) void later(Promise.resolve()).then(() => feed.publish(event));
                break;
              }
              case 'remote': {
                const { sequence } = log.append(action.run);
                if (action.told) void later(Promise.resolve()).then(() => feed.advance(sequence));
                break;
              }
              case 'subscribe':
                subscribe(Math.max(0, log.events.length - action.back), action.run);
                break;
              case 'cancel': {
                const client = clients[1 + (action.which % clients.length)];
                if (client === undefined || client.cancelledAt !== undefined) break;
                client.subscription.cancel();
                client.cancelledAt = client.got.length;
                break;
              }
              case 'turn':
                if (scheduler.count() > 0) await scheduler.waitOne();
                await setImmediate();
                break;
            }
          }
          await settle();
          feed.advance(log.events.length); // the poll
          await settle();

          for (const client of clients) {
            const wanted = client.wanted(log.events);
            if (client.cancelledAt === undefined) expect(client.got).toEqual(wanted);
            else expect(client.got).toEqual(wanted.slice(0, client.cancelledAt));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('joins the events of a turn into one write, shared by all clients', async () => {
    const log = new ModelLog();
    const feed = new SessionFeed('s', log);
    const batches: EventBatch[][] = [[], []];
    const subscriptions = batches.map((own) =>
      feed.subscribe({ deliver: (batch) => own.push(batch), flushed: () => Promise.resolve() }, 0),
    );
    await Promise.all(subscriptions.map(({ live }) => live));
    for (let i = 0; i < 3; i++) feed.publish(log.append('run'));
    await setImmediate();

    expect(batches[0]).toHaveLength(1);
    expect(batches[0][0].events).toHaveLength(3);
    expect(batches[1][0]).toBe(batches[0][0]);
  });

  it('reads a page once for clients that come back together', async () => {
    const log = new ModelLog();
    log.append('run');
    let reads = 0;
    const counting = {
      head: () => log.head(),
      read: (...args: Parameters<ModelLog['read']>) => (reads++, log.read(...args)),
    };
    const feed = new SessionFeed('s', counting);
    const clients = Array.from({ length: 50 }, () => new ModelClient(0, undefined, (v) => v));
    await Promise.all(clients.map((client) => feed.subscribe(client, 0).live));

    expect(clients.every(({ got }) => got.length === 1)).toBe(true);
    expect(reads).toBe(1);
  });

  it('tells a client whose replay fails, and catches up for the others once the log is back', async () => {
    const log = new ModelLog();
    const failures: unknown[] = [];
    const feed = new SessionFeed('s', log, (error) => failures.push(error));
    const living = new ModelClient(0, undefined, (v) => v);
    await feed.subscribe(living, 0).live;
    feed.publish(log.append('run'));
    await setImmediate();

    log.fail = true;
    await expect(feed.subscribe(new ModelClient(0, undefined, (v) => v), 0).live).rejects.toThrow('gone');
    log.append('run');
    feed.advance(2);
    await setImmediate();
    expect(failures).toHaveLength(1);
    expect(living.got).toEqual([1]);
    expect(feed.size).toBe(1);

    log.fail = false;
    feed.advance(2);
    await setImmediate();
    await setImmediate();
    expect(living.got).toEqual([1, 2]);
  });
});
