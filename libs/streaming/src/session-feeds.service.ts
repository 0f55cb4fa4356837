import { Database } from '#database';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { EventLog, type StoredEvent } from './event-log.ts';
import { SessionFeed, type Subscriber, type Subscription } from './session-feed.ts';

const CHANNEL = 'session_events';
/** A notification may carry 8,000 bytes; a line has at most 64 + 1 + 10. */
const LINES_PER_NOTIFICATION = 100;
const POLL_INTERVAL_MS = 2_000;

/**
 * The feeds of the sessions that somebody on this node follows. Other nodes are told of new heads by NOTIFY: the
 * session and its head only, one statement at a time, so that a burst becomes one notification. A notification that is
 * lost (a node died between storing and telling, a broken connection) is made good by a slow poll.
 */
@Injectable()
export class SessionFeeds implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(SessionFeeds.name);
  private readonly feeds = new Map<string, SessionFeed>();
  private untold = new Map<string, number>();
  private telling: Promise<void> | null = null;
  private stopListening: (() => Promise<void>) | undefined;
  private poll: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EventLog) private readonly log: EventLog,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.stopListening = await this.database.listen(
      CHANNEL,
      (payload) => this.hear(payload),
      () => void this.lookForNews(),
    );
    this.poll = setInterval(() => void this.lookForNews(), POLL_INTERVAL_MS);
    this.poll.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.poll);
    await this.telling;
    await this.stopListening?.();
  }

  /** Delivers the session's stored events after a sequence, then every new one. */
  subscribe(sessionId: string, subscriber: Subscriber, after: number): Subscription {
    let feed = this.feeds.get(sessionId);
    if (feed === undefined) {
      feed = new SessionFeed(sessionId, this.log, (error) =>
        this.logger.warn({ err: error, session_id: sessionId }, 'The event log could not be read'),
      );
      this.feeds.set(sessionId, feed);
    }
    const own = feed;
    const subscription = own.subscribe(subscriber, after);
    const leave = (): void => {
      subscription.cancel();
      if (own.size === 0 && this.feeds.get(sessionId) === own) this.feeds.delete(sessionId);
    };
    subscription.live.catch(leave);
    return { live: subscription.live, cancel: leave };
  }

  /** The newest sequence of a session, as far as this node has delivered it to those who follow it. */
  async headOf(sessionId: string): Promise<number> {
    const feed = this.feeds.get(sessionId);
    if (feed === undefined) return this.log.head(sessionId);
    await feed.ready();
    return feed.head;
  }

  /** Gives a stored event to this node's subscribers at once, and its sequence to the other nodes. */
  announce(event: StoredEvent): void {
    this.feeds.get(event.sessionId)?.publish(event);
    this.untold.set(event.sessionId, Math.max(event.sequence, this.untold.get(event.sessionId) ?? 0));
    this.telling ??= this.tell();
  }

  /** Delivers to this node's subscribers what has been announced so far, now. */
  flush(): void {
    for (const feed of this.feeds.values()) feed.flush();
  }

  private async tell(): Promise<void> {
    try {
      while (this.untold.size > 0) {
        const lines = Array.from(this.untold, ([sessionId, head]) => `${sessionId} ${head}`);
        this.untold = new Map();
        for (let at = 0; at < lines.length; at += LINES_PER_NOTIFICATION)
          await this.database.query('SELECT pg_notify($1, $2)', [
            CHANNEL,
            lines.slice(at, at + LINES_PER_NOTIFICATION).join('\n'),
          ]);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'Other nodes could not be told of new events; they will find them');
    } finally {
      this.telling = null;
    }
  }

  private hear(payload: string): void {
    for (const line of payload.split('\n')) {
      const [sessionId, head] = line.split(' ');
      this.feeds.get(sessionId)?.advance(Number(head));
    }
  }

  private async lookForNews(): Promise<void> {
    if (this.feeds.size === 0) return;
    try {
      const heads = await this.log.heads([...this.feeds.keys()]);
      for (const [sessionId, head] of heads) this.feeds.get(sessionId)?.advance(head);
    } catch (error) {
      this.logger.warn({ err: error }, 'The event log could not be polled');
    }
  }
}
