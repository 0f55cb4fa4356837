import {
  FINAL_WORKFLOW_STATUSES,
  type ErrorResponse,
  type PlanOptions,
  type SeasonParameters,
  type SeasonPlan,
  type StoreShipment,
  type WorkflowStatus,
} from '#contracts';
import { claimSession, currentOwner } from '#access';
import { Database } from '#database';
import { ConflictError, RateLimitedError, WorkflowNotFoundError } from '#errors';
import { Inject, Injectable } from '@nestjs/common';
import type pg from 'pg';

export interface ApprovalDecision {
  readonly decision: 'accept' | 'modify' | 'reject';
  readonly safety_stock_pct?: number;
}

/** What is decided about a run before it starts. */
export interface NewRun {
  readonly workflow_id: string;
  readonly session_id: string;
  readonly category_id: string;
  readonly dataset_id: string;
  readonly dataset_version: string;
  readonly as_of: string;
  readonly parameters: SeasonParameters;
  readonly options: PlanOptions;
  readonly seed: number;
  readonly require_approval: boolean;
  readonly input_hash: string;
  readonly request_id: string;
  readonly idempotency_key: string | null;
  readonly body_hash: string;
}

export interface Run extends NewRun {
  readonly position: string;
  /** Place in the queue: lower goes first. */
  readonly turn: number;
  readonly status: WorkflowStatus;
  readonly approval: ApprovalDecision | null;
  readonly approval_deadline: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly finished_at: Date | null;
  readonly error: ErrorResponse | null;
}

export interface RunEnd {
  readonly status: (typeof FINAL_WORKFLOW_STATUSES)[number];
  readonly result?: SeasonPlan;
  readonly store_shipments?: readonly StoreShipment[];
  readonly error?: ErrorResponse;
}

export interface RunFilter {
  readonly session_id?: string;
  readonly status?: WorkflowStatus;
  readonly limit: number;
  /** Position before which the page starts. */
  readonly before?: string;
}

const COLUMNS = `workflow_id, session_id, category_id, dataset_id, dataset_version, as_of, parameters, options, seed::int8,
  require_approval, input_hash, request_id, idempotency_key, body_hash, position::text, turn, status, approval, approval_deadline,
  created_at, updated_at, finished_at, error`;

/** With the hash of an owner: one of his runs is accepted at a time where they are bounded. */
const OWNER_LOCK = 7_303;
const ROOM_RETRY_SECONDS = 5;

/** Statements with a name are planned once a connection: those that every run needs. */
type Queryable = Pick<Database, 'query'>;

/** Runs and their attempts in PostgreSQL, narrowed to those of the caller where there is one. A run's state only ever moves forward, by compare-and-set. */
@Injectable()
export class WorkflowStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Sessions share the queue fairly (start-time fair queueing, Goyal et al. 1996): a run's turn is one after the later of
   * its session's last turn and the last turn that was served.
   *
   * @param maxUnfinished of the caller's runs, this one included; null for no bound
   * @returns the run that holds the caller's idempotency key: the new one, or the one that had it before
   * @throws DataNotFoundError when the session is another owner's; RateLimitedError at the bound
   */
  async create(
    run: NewRun,
    maxUnfinished: number | null = null,
  ): Promise<{ readonly run: Run; readonly isNew: boolean }> {
    const owner = currentOwner();
    await claimSession(this.database, run.session_id, owner);
    if (maxUnfinished === null) return this.insert(this.database, run, owner);
    return this.database.transaction(async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [OWNER_LOCK, owner ?? '']);
      const before = await this.holder(client, run.idempotency_key, owner); // asking again for a run that is there takes no room
      if (before !== undefined) return { run: before, isNew: false };
      await requireRoom(client, owner, maxUnfinished);
      return this.insert(client, run, owner);
    });
  }

  private async insert(
    on: Queryable,
    run: NewRun,
    owner: string | null,
  ): Promise<{ readonly run: Run; readonly isNew: boolean }> {
    const { rows } = await on.query<Run>(
      `INSERT INTO workflows (workflow_id, session_id, category_id, dataset_id, dataset_version, as_of, parameters, options, seed,
         require_approval, input_hash, request_id, idempotency_key, body_hash, owner, turn)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
         1 + greatest((SELECT max(turn) FROM workflows WHERE session_id = $2),
                      (SELECT max(turn) FROM workflows WHERE status <> 'pending'), 0)
       ON CONFLICT (owner, idempotency_key) WHERE idempotency_key IS NOT NULL DO NOTHING RETURNING ${COLUMNS}`,
      [
        run.workflow_id,
        run.session_id,
        run.category_id,
        run.dataset_id,
        run.dataset_version,
        run.as_of,
        JSON.stringify(run.parameters),
        JSON.stringify(run.options),
        run.seed,
        run.require_approval,
        run.input_hash,
        run.request_id,
        run.idempotency_key,
        run.body_hash,
        owner,
      ],
    );
    if (rows.length === 1) return { run: toRun(rows[0]), isNew: true };
    const other = await this.holder(on, run.idempotency_key, owner);
    if (other === undefined) throw new Error('a run was neither kept nor there');
    return { run: other, isNew: false };
  }

  /** The caller's run that was started with this key. */
  withIdempotencyKey(key: string): Promise<Run | undefined> {
    return this.holder(this.database, key, currentOwner());
  }

  private async holder(
    on: Queryable,
    idempotency_key: string | null,
    owner: string | null,
  ): Promise<Run | undefined> {
    if (idempotency_key === null) return undefined;
    const { rows } = await on.query<Run>(
      `SELECT ${COLUMNS} FROM workflows WHERE idempotency_key = $1 AND owner IS NOT DISTINCT FROM $2`,
      [idempotency_key, owner],
    );
    return rows.map(toRun)[0];
  }

  /** @throws WorkflowNotFoundError */
  async get(workflowId: string): Promise<Run> {
    const run = await this.find(workflowId);
    if (run === undefined) throw new WorkflowNotFoundError(workflowId);
    return run;
  }

  async find(workflowId: string): Promise<Run | undefined> {
    if (workflowId.includes('\0')) return undefined; // PostgreSQL knows no text with NUL
    const { rows } = await this.database.pool.query<Run>({
      name: 'find run',
      text: `SELECT ${COLUMNS} FROM workflows WHERE workflow_id = $1 AND ($2::text IS NULL OR owner = $2)`,
      values: [workflowId, currentOwner()],
    });
    return rows.map(toRun)[0];
  }

  async list({ session_id, status, limit, before }: RunFilter): Promise<Run[]> {
    const { rows } = await this.database.query<Run>(
      `SELECT ${COLUMNS} FROM workflows
       WHERE ($1::text IS NULL OR session_id = $1) AND ($2::text IS NULL OR status = $2) AND ($3::bigint IS NULL OR workflows.position < $3)
         AND ($5::text IS NULL OR owner = $5)
       ORDER BY workflows.position DESC LIMIT $4`,
      [session_id ?? null, status ?? null, before ?? null, limit, currentOwner()],
    );
    return rows.map(toRun);
  }

  async result(
    workflowId: string,
  ): Promise<{ readonly plan: SeasonPlan | null; readonly store_shipments: readonly StoreShipment[] }> {
    const { rows } = await this.database.query<{
      result: SeasonPlan | null;
      store_shipments: StoreShipment[] | null;
    }>('SELECT result, store_shipments FROM workflows WHERE workflow_id = $1', [workflowId]);
    return { plan: rows[0]?.result ?? null, store_shipments: rows[0]?.store_shipments ?? [] };
  }

  async endedAmong(workflowIds: readonly string[]): Promise<string[]> {
    const { rows } = await this.database.query<{ workflow_id: string }>(
      'SELECT workflow_id FROM workflows WHERE workflow_id = ANY($1) AND finished_at IS NOT NULL',
      [workflowIds],
    );
    return rows.map(({ workflow_id }) => workflow_id);
  }

  async awaitApproval(workflowId: string, timeoutMs: number): Promise<void> {
    await this.database.query(
      `UPDATE workflows SET status = 'awaiting_approval', updated_at = now(), approval_deadline = now() + make_interval(secs => $2)
       WHERE workflow_id = $1 AND status = 'running'`,
      [workflowId, timeoutMs / 1000],
    );
  }

  /** Records the decision on a waiting run, which from here waits for its turn; false when there is nothing to decide. */
  async decide(workflowId: string, approval: ApprovalDecision): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `UPDATE workflows SET approval = $2, status = 'pending', updated_at = now()
       WHERE workflow_id = $1 AND status = 'awaiting_approval' AND approval IS NULL AND approval_deadline > now()
         AND ($3::text IS NULL OR owner = $3)`,
      [workflowId, JSON.stringify(approval), currentOwner()],
    );
    return rowCount === 1;
  }

  /**
   * Writes the end of a run within the transaction of its terminal event.
   *
   * @throws ConflictError when the run has ended: then neither is kept
   */
  async end(
    client: pg.ClientBase,
    workflowId: string,
    { status, result, store_shipments, error }: RunEnd,
  ): Promise<void> {
    const { rowCount } = await client.query({
      name: 'end run',
      text: `WITH open_attempts AS (
         UPDATE agent_attempts SET status = 'failed', error = $5,
           duration_ms = round(extract(epoch FROM clock_timestamp() - started_at) * 1000)
         WHERE workflow_id = $1 AND status = 'running')
       UPDATE workflows SET status = $2, result = $3, store_shipments = $4, error = $5, updated_at = now(), finished_at = now()
       WHERE workflow_id = $1 AND finished_at IS NULL`,
      values: [workflowId, status, json(result), json(store_shipments), json(error)],
    });
    if (rowCount !== 1)
      throw new ConflictError(`The workflow ${workflowId} has ended already.`, {
        details: { workflow_id: workflowId },
      });
  }

  async unfinishedOn(datasetId: string): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM workflows WHERE dataset_id = $1 AND finished_at IS NULL',
      [datasetId],
    );
    return rows[0].count;
  }
}

async function requireRoom(
  client: pg.ClientBase,
  owner: string | null,
  maxUnfinished: number,
): Promise<void> {
  const { rows } = await client.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM workflows WHERE finished_at IS NULL AND owner IS NOT DISTINCT FROM $1',
    [owner],
  );
  if (rows[0].count < maxUnfinished) return;
  throw new RateLimitedError(
    `${rows[0].count} runs have not finished, and ${maxUnfinished} is the bound.`,
    ROOM_RETRY_SECONDS,
    {
      details: { unfinished_runs: rows[0].count, max_runs_per_owner: maxUnfinished },
      suggestions: ['Wait for a run to finish, or cancel one.'],
    },
  );
}

function toRun(row: Run): Run {
  return { ...row, seed: Number(row.seed) };
}

export function json(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}
