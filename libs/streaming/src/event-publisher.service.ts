import type { ProgressBody, WorkflowEventBody } from '#contracts';
import { Database } from '#database';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type pg from 'pg';
import { EventLog, type AppendOptions, type StoredEvent, WorkflowEndedError } from './event-log.ts';
import { RunOutbox } from './run-outbox.ts';
import { SessionFeeds } from './session-feeds.service.ts';

export interface PublishOptions {
  /** A second publish with this key for the same run changes nothing, says nothing, and returns the first one's event. */
  readonly dedupeKey?: string;
  /**
   * Writes that must be stored together with the event, or not at all. Runs after the event is appended, in its
   * transaction; not when the dedupe key is known.
   */
  readonly alongside?: (client: pg.PoolClient) => Promise<void>;
}

/** Stores events, then publishes them, in the order of the calls for each run. */
@Injectable()
export class EventPublisher {
  private readonly logger = new Logger(EventPublisher.name);
  private readonly outboxes = new Map<string, RunOutbox>();

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EventLog) private readonly log: EventLog,
    @Inject(SessionFeeds) private readonly feeds: SessionFeeds,
  ) {}

  /**
   * Stores an event and publishes it. Progress of the run that still waits is stored first.
   * @throws WorkflowEndedError when the run has its terminal event
   */
  publish(
    sessionId: string,
    workflowId: string,
    body: WorkflowEventBody,
    options: PublishOptions = {},
  ): Promise<StoredEvent> {
    return this.outbox(sessionId, workflowId).enqueue(() => this.store(sessionId, workflowId, body, options));
  }

  /**
   * Publishes progress, coalesced: of what comes within 25 ms the last is stored, and before any other event of the
   * run. Never fails; what cannot be stored now is tried again with the run's next event.
   */
  progress(sessionId: string, workflowId: string, body: ProgressBody): void {
    this.outbox(sessionId, workflowId).report(body);
  }

  /** Resolves when everything said for the run so far is stored. */
  async flush(workflowId: string): Promise<void> {
    await this.outboxes.get(workflowId)?.enqueue(() => Promise.resolve());
  }

  /** Publishes an event that the caller appended to the log in a transaction of its own, now committed. */
  announce(event: StoredEvent): void {
    this.feeds.announce(event);
  }

  /** Resolves when everything said for all runs so far is stored, or has failed to be. */
  async flushAll(): Promise<void> {
    await Promise.allSettled([...this.outboxes.keys()].map((workflowId) => this.flush(workflowId)));
  }

  private outbox(sessionId: string, workflowId: string): RunOutbox {
    let outbox = this.outboxes.get(workflowId);
    if (outbox === undefined) {
      outbox = new RunOutbox(
        (body, dedupeKey) => this.storeProgress(sessionId, workflowId, body, dedupeKey),
        () => this.outboxes.delete(workflowId),
      );
      this.outboxes.set(workflowId, outbox);
    }
    return outbox;
  }

  private async storeProgress(
    sessionId: string,
    workflowId: string,
    body: ProgressBody,
    dedupeKey: string,
  ): Promise<void> {
    try {
      await this.store(sessionId, workflowId, body, { dedupeKey });
    } catch (error) {
      // A run that was ended from elsewhere has nothing more to say.
      if (error instanceof WorkflowEndedError) return;
      this.logger.warn({ err: error, workflow_id: workflowId }, 'Progress could not be stored yet');
      throw error;
    }
  }

  private async store(
    sessionId: string,
    workflowId: string,
    body: WorkflowEventBody,
    { dedupeKey, alongside }: PublishOptions,
  ): Promise<StoredEvent> {
    const append = (options: AppendOptions) => this.log.append(sessionId, workflowId, body, options);
    const key: AppendOptions = dedupeKey === undefined ? {} : { dedupeKey };
    const { event, isNew } =
      alongside === undefined
        ? await append(key)
        : await this.database.transaction(async (client) => {
            const appended = await append({ ...key, client });
            if (appended.isNew) await alongside(client);
            return appended;
          });
    if (isNew) this.feeds.announce(event);
    return event;
  }
}
