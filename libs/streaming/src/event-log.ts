import type { WorkflowEvent, WorkflowEventBody } from '#contracts';
import { isTerminal } from '#contracts';
import { Database } from '#database';
import { ConflictError } from '#errors';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';

/** An event as it lies in the log. `message` is the JSON that every client gets, now and on every replay. */
export interface StoredEvent {
  readonly sessionId: string;
  readonly workflowId: string;
  readonly sequence: number;
  /** Whether it is the message that ended its run. */
  readonly terminal: boolean;
  readonly message: string;
}

export interface AppendOptions {
  /** A second append with this key for the same run changes nothing and returns the first one's event. */
  readonly dedupeKey?: string;
  /** Append within this open transaction (READ COMMITTED); the session's other writers wait until it ends. */
  readonly client?: pg.ClientBase;
}

export interface Appended {
  readonly event: StoredEvent;
  /** False when the dedupe key was known: nothing was written, nothing is to be announced. */
  readonly isNew: boolean;
}

export interface ReadOptions {
  /** At most this many events. */
  readonly limit?: number;
  /** Only events of this run. */
  readonly workflowId?: string;
}

/** Nothing is appended for a run after its terminal event, no second terminal event least of all. */
export class WorkflowEndedError extends ConflictError {
  constructor(workflow_id: string) {
    super(`The workflow ${workflow_id} has ended; nothing can be added to its events.`, {
      details: { workflow_id },
    });
  }
}

const PAGE_EVENTS = 500;
/** Bound of a page's text; a single larger event still makes a page of its own. */
const PAGE_BYTES = 256 * 1024;

interface EventRow {
  readonly session_id: string;
  readonly workflow_id: string;
  readonly sequence: number;
  readonly terminal: boolean;
  readonly message: string;
}

interface AppendRow extends Pick<EventRow, 'sequence' | 'terminal' | 'message'> {
  readonly outcome: 'stored' | 'known' | 'ended';
}

/** The sessions' events in PostgreSQL: the only truth, of which WebSocket and event stream are views. */
@Injectable()
export class EventLog {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Stores the next event of a session: sequences are gapless from 1 however many nodes write.
   * @throws WorkflowEndedError when the run has its terminal event
   */
  async append(
    sessionId: string,
    workflowId: string,
    body: WorkflowEventBody,
    { dedupeKey, client }: AppendOptions = {},
  ): Promise<Appended> {
    const { type, ...rest } = body;
    const opening = `{"type":${JSON.stringify(type)},"session_id":${JSON.stringify(sessionId)},"workflow_id":${JSON.stringify(workflowId)},"sequence":`;
    const { rows } = await (client ?? this.database.pool).query<AppendRow>(
      'SELECT * FROM append_workflow_event($1, $2, $3, $4, $5, $6)',
      [
        sessionId,
        workflowId,
        dedupeKey ?? null,
        isTerminal(body),
        opening,
        `,${JSON.stringify(rest).slice(1)}`,
      ],
    );
    const { outcome, sequence, terminal, message } = rows[0];
    if (outcome === 'ended') throw new WorkflowEndedError(workflowId);
    return {
      event: { sessionId, workflowId, sequence, terminal, message },
      isNew: outcome === 'stored',
    };
  }

  /** Events after a sequence, in order: one page, bounded in number and bytes; empty when there are none. */
  async read(
    sessionId: string,
    after: number,
    { limit = PAGE_EVENTS, workflowId }: ReadOptions = {},
  ): Promise<StoredEvent[]> {
    const ofRun = workflowId === undefined ? '' : 'AND workflow_id = $5';
    const { rows } = await this.database.query<EventRow>(
      `SELECT session_id, workflow_id, sequence, terminal, message FROM (
         SELECT *, sum(octet_length(message)) OVER (ORDER BY sequence) - octet_length(message) AS bytes_before
         FROM (SELECT * FROM workflow_events
               WHERE session_id = $1 AND sequence > $2 ${ofRun}
               ORDER BY sequence LIMIT $3) AS page
       ) AS measured
       WHERE bytes_before < $4 ORDER BY sequence`,
      [sessionId, after, limit, PAGE_BYTES, ...(workflowId === undefined ? [] : [workflowId])],
    );
    return rows.map(({ session_id, workflow_id, sequence, terminal, message }) => ({
      sessionId: session_id,
      workflowId: workflow_id,
      sequence,
      terminal,
      message,
    }));
  }

  /** The session's newest sequence; 0 when it has no event. */
  async head(sessionId: string): Promise<number> {
    return (await this.heads([sessionId])).get(sessionId) ?? 0;
  }

  /** The newest sequences of those sessions that have events. */
  async heads(sessionIds: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await this.database.query<{ session_id: string; head_sequence: number }>(
      'SELECT session_id, head_sequence FROM session_heads WHERE session_id = ANY($1)',
      [sessionIds],
    );
    return new Map(rows.map(({ session_id, head_sequence }) => [session_id, head_sequence]));
  }

  /** The sequence of the run's terminal message; null while it has none. */
  async terminalSequence(workflowId: string): Promise<number | null> {
    const { rows } = await this.database.query<{ sequence: number }>(
      'SELECT sequence FROM workflow_events WHERE workflow_id = $1 AND terminal',
      [workflowId],
    );
    return rows.length === 0 ? null : rows[0].sequence;
  }
}

/** The event as the contract's type. */
export function parseEvent(event: StoredEvent): WorkflowEvent {
  return JSON.parse(event.message) as WorkflowEvent;
}
