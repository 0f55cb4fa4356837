import type { ProgressBody, WorkflowEventBody } from '#contracts';
import { ConflictError } from '#errors';
import { EventLog, EventPublisher, type StoredEvent } from '#streaming';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { Run } from './workflow.store.ts';

/** Something a run says once, however often the step that says it is run. */
export interface Words {
  readonly body: WorkflowEventBody;
  readonly dedupeKey: string;
}

type Speaker = Pick<Run, 'session_id' | 'workflow_id'>;

/** What runs say. */
@Injectable()
export class RunEvents {
  constructor(
    @Inject(EventPublisher) private readonly publisher: EventPublisher,
    @Inject(EventLog) private readonly log: EventLog,
  ) {}

  /**
   * Stores events in one transaction, in order, then publishes them.
   *
   * @throws WorkflowEndedError when the run has its terminal event
   */
  async say({ session_id, workflow_id }: Speaker, first: Words, ...rest: Words[]): Promise<void> {
    const appended: StoredEvent[] = [];
    const alongside = async (client: pg.PoolClient): Promise<void> => {
      for (const { body, dedupeKey } of rest)
        appended.push((await this.log.append(session_id, workflow_id, body, { dedupeKey, client })).event);
    };
    await this.publisher.publish(session_id, workflow_id, first.body, {
      dedupeKey: first.dedupeKey,
      ...(rest.length > 0 && { alongside }),
    });
    for (const event of appended) this.publisher.announce(event);
  }

  progress({ session_id, workflow_id }: Speaker, body: ProgressBody): void {
    this.publisher.progress(session_id, workflow_id, body);
  }

  /**
   * Says the last word of a run, with the state it ends in as one fact.
   *
   * @returns false when somebody else has ended it
   */
  async end(
    { session_id, workflow_id }: Speaker,
    body: WorkflowEventBody,
    keepState: (client: pg.PoolClient) => Promise<void>,
  ): Promise<boolean> {
    try {
      await this.publisher.publish(session_id, workflow_id, body, { alongside: keepState });
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }
}
