import { TOLD, type ReplayedEvents } from '#contracts';
import { channel } from 'node:diagnostics_channel';
import { EventBatch, batchesOf } from './event-batch.ts';
import type { EventLog, ReadOptions, StoredEvent } from './event-log.ts';

/** One client of a session's events. */
export interface Subscriber {
  /** Only this run's events are wanted. */
  readonly workflowId?: string;
  /** Takes events in ascending order, each once. Must not throw. */
  deliver(batch: EventBatch): void;
  /** Resolves when everything delivered has left the process, or the client is gone. */
  flushed(): Promise<void>;
}

export interface Subscription {
  /** Resolves when the stored events have been delivered and every further one follows as it is published. */
  readonly live: Promise<void>;
  cancel(): void;
}

interface Page {
  /** Everything up to here was stored before the page was read. */
  readonly committed: number;
  readonly batches: readonly EventBatch[];
}

const BATCH_BYTES = 256 * 1024;
/**
 * With this many clients a fan-out costs milliseconds. The event loop then belongs to others for as long again, and
 * what is published meanwhile goes out in one write a client.
 */
const CROWD = 100;
const REPLAYED = channel(TOLD.replayed);

/**
 * The events of one session on one node. Everything is delivered from the log's order: an event that is published here
 * goes out at once when it is the next one, and otherwise the log is read up to it.
 *
 * Replay meets live without a gap and without a buffer: a subscriber reads the log until it has all that the feed has
 * delivered, and in that same turn of the event loop it joins the live ones. What it has then read ahead of the feed
 * is passed over when the feed comes to it.
 */
export class SessionFeed {
  private readonly sessionId: string;
  private readonly log: Pick<EventLog, 'head' | 'read'>;
  private readonly onFailure: (error: unknown) => void;
  private readonly subscriptions = new Set<FeedSubscription>();
  private readonly reads = new Map<string, Promise<Page>>();
  private readonly starting: Promise<void>;
  private started = false;
  private delivered = 0;
  private known = 0;
  /** Events that follow `delivered` without a gap and go out at the end of this turn of the event loop. */
  private outbox: StoredEvent[] = [];
  /** Events published here whose predecessors are still to come from another node. */
  private readonly early = new Map<number, StoredEvent>();
  private flushing = false;
  private restUntil = 0;
  private catchingUp = false;

  constructor(
    sessionId: string,
    log: Pick<EventLog, 'head' | 'read'>,
    onFailure: (error: unknown) => void = () => undefined,
  ) {
    this.sessionId = sessionId;
    this.log = log;
    this.onFailure = onFailure;
    this.starting = this.start();
    this.starting.catch(() => undefined); // each subscriber sees it
  }

  /** The newest sequence that live subscribers have been given. */
  get head(): number {
    return this.delivered;
  }

  get size(): number {
    return this.subscriptions.size;
  }

  /** Resolves when the head is known; rejects when the log cannot be read. */
  ready(): Promise<void> {
    return this.starting;
  }

  subscribe(subscriber: Subscriber, after: number): Subscription {
    const subscription = new FeedSubscription(subscriber, after);
    this.subscriptions.add(subscription);
    const cancel = (): void => {
      subscription.state = 'cancelled';
      this.subscriptions.delete(subscription);
    };
    const live = this.replay(subscription).catch((error: unknown) => {
      cancel();
      throw error;
    });
    return { live, cancel };
  }

  /** An event that this node has stored. */
  publish(event: StoredEvent): void {
    this.known = Math.max(this.known, event.sequence);
    if (!this.started || event.sequence <= this.queued) return;
    this.early.set(event.sequence, event);
    this.takeEarly();
    if (this.early.size > 0) void this.catchUp();
  }

  /** News that the log reaches up to `head`. */
  advance(head: number): void {
    this.known = Math.max(this.known, head);
    if (this.started && this.known > this.queued) void this.catchUp();
  }

  private get queued(): number {
    return this.delivered + this.outbox.length;
  }

  private async start(): Promise<void> {
    this.delivered = await this.log.head(this.sessionId);
    this.started = true;
    this.advance(0);
  }

  private takeEarly(): void {
    for (let next; (next = this.early.get(this.queued + 1)) !== undefined;) {
      this.early.delete(next.sequence);
      this.outbox.push(next);
    }
    if (this.outbox.length > 0 && !this.flushing) {
      this.flushing = true;
      const rest = this.restUntil - performance.now();
      if (rest > 0) setTimeout(() => this.flush(), rest);
      else setImmediate(() => this.flush());
    }
  }

  /** Delivers what has been published so far, now. */
  flush(): void {
    this.flushing = false;
    const started = performance.now();
    const events = this.outbox;
    this.outbox = [];
    for (const batch of batchesOf(events, BATCH_BYTES)) {
      this.delivered = batch.last;
      for (const subscription of this.subscriptions)
        if (subscription.state === 'live') subscription.deliver(batch);
    }
    const ended = performance.now();
    if (this.subscriptions.size >= CROWD) this.restUntil = ended + (ended - started);
  }

  private async catchUp(): Promise<void> {
    if (this.catchingUp) return;
    this.catchingUp = true;
    try {
      while (this.queued < this.known && this.subscriptions.size > 0) {
        const page = await this.log.read(this.sessionId, this.queued);
        for (const event of page) if (event.sequence > this.queued) this.early.set(event.sequence, event);
        this.takeEarly();
        if (page.length === 0) break;
      }
      for (const sequence of this.early.keys()) if (sequence <= this.queued) this.early.delete(sequence);
    } catch (error) {
      // The head stays behind what is known; the next news or the poll tries again.
      this.onFailure(error);
    } finally {
      this.catchingUp = false;
    }
  }

  private async replay(subscription: FeedSubscription): Promise<void> {
    await this.starting;
    while (subscription.state === 'replaying') {
      if (subscription.cursor >= this.delivered) {
        subscription.state = 'live';
        return;
      }
      const { committed, batches } = await this.readOnce(
        subscription.cursor,
        subscription.subscriber.workflowId,
      );
      for (const batch of batches) {
        if (subscription.state !== 'replaying') break;
        subscription.deliver(batch);
        if (REPLAYED.hasSubscribers)
          REPLAYED.publish({ count: batch.events.length } satisfies ReplayedEvents);
      }
      // An empty page says that nothing wanted lies up to what was committed before the read.
      if (batches.length === 0) subscription.cursor = Math.max(subscription.cursor, committed);
      await subscription.subscriber.flushed();
    }
  }

  /** Clients that come back together after a cut ask for the same page: it is read and encoded once. */
  private readOnce(after: number, workflowId: string | undefined): Promise<Page> {
    const key = `${after} ${workflowId ?? ''}`;
    let read = this.reads.get(key);
    if (read === undefined) {
      const options: ReadOptions = workflowId === undefined ? {} : { workflowId };
      const committed = this.delivered;
      read = this.log
        .read(this.sessionId, after, options)
        .then((page) => ({ committed, batches: batchesOf(page, BATCH_BYTES) }))
        .finally(() => this.reads.delete(key));
      this.reads.set(key, read);
    }
    return read;
  }
}

class FeedSubscription {
  readonly subscriber: Subscriber;
  state: 'replaying' | 'live' | 'cancelled' = 'replaying';
  /** The newest sequence that this client has, or does not want. */
  cursor: number;

  constructor(subscriber: Subscriber, after: number) {
    this.subscriber = subscriber;
    this.cursor = after;
  }

  deliver(batch: EventBatch): void {
    const news = batch.after(this.cursor);
    if (news === null) return;
    this.cursor = news.last;
    const wanted = this.subscriber.workflowId;
    if (wanted === undefined || news.events.every((event) => event.workflowId === wanted))
      return this.subscriber.deliver(news);
    const own = news.events.filter((event) => event.workflowId === wanted);
    if (own.length > 0) this.subscriber.deliver(new EventBatch(own));
  }
}
