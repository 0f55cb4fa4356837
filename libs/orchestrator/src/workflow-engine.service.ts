import { DBOS, type DBOSSerializer, type DLogger } from '@dbos-inc/dbos-sdk';
import { Database } from '#database';
import {
  AgentExecutionError,
  ApprovalExpiredError,
  ServiceUnavailableError,
  WorkflowCancelledError,
} from '#errors';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import pg from 'pg';
import { ExecutorRegistry } from './executor-registry.ts';
import { ORCHESTRATOR_CONFIG, WORKFLOW_VERSION, type OrchestratorConfig } from './orchestrator.config.ts';
import { continueSeason, hostWorkflows, planSeason } from './season-workflow.ts';
import { SeasonRunner } from './season-runner.service.ts';
import { type Run, WorkflowStore } from './workflow.store.ts';

const QUEUE = 'seasons';
const QUEUE_POLL_MS = 20;
const POOL_SIZE = 10;
const SWEEP_MS = 1_000;
const SWEEP_LOCK = 7_302;
const MEND_EVERY_MS = 5_000;
/** A run whose durable workflow is not where it should be is looked at again after this long. */
const STRAY_AFTER_SECONDS = 10;
const RETENTION_EVERY_MS = 3_600_000;
const CANCEL_CHANNEL = 'season_cancelled';

/** Steps return plain JSON; the default walks every number of every path to look for what JSON cannot hold. */
const PLAIN_JSON: DBOSSerializer = {
  name: () => 'json',
  stringify: (value) => JSON.stringify(value ?? null),
  parse: (text) => (text === null || text === undefined ? null : (JSON.parse(text) as unknown)),
};

/** What the run of a person who said no ends with. */
export const REJECTED = 'The plan was rejected at the approval.';
const UNFINISHED = new Set(['PENDING', 'ENQUEUED', 'DELAYED']);

interface Stray {
  readonly workflow_id: string;
  readonly decision: string | null;
}

/** Id of the durable workflow that goes on after an approval. */
const approvedId = (workflowId: string): string => `${workflowId}.approved`;

/** The durable engine: starts runs on DBOS, takes over those of dead processes, ends those that cannot go on. */
@Injectable()
export class WorkflowEngine implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WorkflowEngine.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopListening: (() => Promise<void>) | undefined;
  private stopped = false;
  private mendedAt = 0;
  private retainedAt = 0;
  private pool: pg.Pool | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(SeasonRunner) private readonly runner: SeasonRunner,
    @Inject(ExecutorRegistry) private readonly executors: ExecutorRegistry,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  /** Launched once every module is ready: runs of before may go on at once. */
  async onApplicationBootstrap(): Promise<void> {
    hostWorkflows({
      runner: this.runner,
      approvalTimeoutMs: this.config.approvalTimeoutMs,
      onFault: (workflow_id, error) =>
        this.logger.error({ err: error, workflow_id }, 'A run ended with an unforeseen error'),
    });
    await this.executors.enrol();
    this.pool = new pg.Pool({
      connectionString: this.database.url,
      max: POOL_SIZE,
      idle_in_transaction_session_timeout: 60_000,
      application_name: 'season-orchestrator workflows',
    });
    this.pool.on('error', () => undefined); // a broken connection is replaced
    DBOS.setConfig({
      name: 'season-orchestrator',
      systemDatabaseUrl: this.database.url,
      systemDatabasePool: this.pool,
      applicationVersion: WORKFLOW_VERSION,
      executorID: this.executors.executorId,
      logger: this.dbosLogger(),
      serializer: PLAIN_JSON,
    });
    await DBOS.launch();
    await DBOS.registerQueue(QUEUE, {
      workerConcurrency: this.config.concurrency,
      minPollingIntervalMs: QUEUE_POLL_MS,
    });
    this.stopListening = await this.database.listen(CANCEL_CHANNEL, (workflowId) =>
      this.runner.abort(workflowId),
    );
    this.sweepSoon(0);
  }

  /** Puts a run in the queue, at its turn; starting it twice starts it once. */
  async start(run: Run): Promise<void> {
    if (this.stopped) throw new ServiceUnavailableError('This server is stopping.'); // the next one starts the run
    await this.runner.announce(run);
    await DBOS.startWorkflow(planSeason, {
      workflowID: run.workflow_id,
      queueName: QUEUE,
      enqueueOptions: { priority: run.turn },
    })(run.workflow_id);
  }

  /** Starts the part after an approval, ahead of runs that wait for their first; starting it twice starts it once. */
  async continue(workflowId: string): Promise<void> {
    const [first] = await DBOS.listWorkflows({
      workflowIDs: [workflowId],
      loadInput: false,
      loadOutput: false,
    });
    if (first?.applicationVersion !== WORKFLOW_VERSION) {
      await this.failForVersion(workflowId, first?.applicationVersion);
      return;
    }
    await DBOS.startWorkflow(continueSeason, {
      workflowID: approvedId(workflowId),
      queueName: QUEUE,
      enqueueOptions: { priority: 0 },
    })(workflowId);
  }

  /** Ends the work on a run that was cancelled, on whichever node it happens. */
  async abort(workflowId: string): Promise<void> {
    this.runner.abort(workflowId);
    await this.database.query('SELECT pg_notify($1, $2)', [CANCEL_CHANNEL, workflowId]);
    await DBOS.cancelWorkflows([workflowId, approvedId(workflowId)]).catch((error: unknown) =>
      this.logger.debug({ err: error, workflow_id: workflowId }, 'Nothing left to cancel'),
    );
  }

  private sweepSoon(afterMs = SWEEP_MS): void {
    this.timer = setTimeout(() => {
      this.sweeping = this.sweep()
        .catch((error: unknown) =>
          this.logger.warn({ err: error }, 'The sweep for stray runs will be tried again'),
        )
        .finally(() => {
          if (!this.stopped) this.sweepSoon();
        });
    }, afterMs);
  }

  /** One node at a time looks for runs that nobody works on. */
  async sweep(): Promise<void> {
    await this.runner.abortEnded();
    await this.database.transaction(async (client) => {
      const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
        SWEEP_LOCK,
      ]);
      const dead = await this.executors.deadExecutors(); // also says that this one lives
      if (!rows[0].mine) return;
      for (const executorId of dead) await this.takeOver(executorId);
      await this.expireApprovals();
      if (Date.now() - this.mendedAt < MEND_EVERY_MS) return;
      this.mendedAt = Date.now();
      await this.mendStrays();
    });
    if (Date.now() - this.retainedAt < RETENTION_EVERY_MS) return;
    this.retainedAt = Date.now();
    await this.forgetOld();
  }

  /** Without a queue name resumed runs would bypass the bound; while their executor lives they would run twice. */
  private async takeOver(executorId: string): Promise<void> {
    const left = await DBOS.listWorkflows({
      status: 'PENDING',
      executorId,
      applicationVersion: WORKFLOW_VERSION,
      loadInput: false,
    });
    if (left.length > 0) {
      await DBOS.resumeWorkflows(
        left.map(({ workflowID }) => workflowID),
        { queueName: QUEUE },
      );
      this.logger.log({ executor_id: executorId, runs: left.length }, 'Took over the runs of a dead process');
    }
    await this.executors.forget(executorId);
  }

  private async expireApprovals(): Promise<void> {
    const { rows } = await this.database.query<{ workflow_id: string }>(
      `SELECT workflow_id FROM workflows WHERE status = 'awaiting_approval' AND approval IS NULL AND approval_deadline < now() LIMIT 100`,
    );
    for (const { workflow_id } of rows)
      await this.runner.fail(workflow_id, 'failed', new ApprovalExpiredError(this.config.approvalTimeoutMs));
  }

  /** Runs whose row and durable workflow disagree: accepted or decided but never started, of a version that is gone, ended unsaid. */
  private async mendStrays(): Promise<void> {
    const { rows } = await this.database.query<Stray>(
      `SELECT workflow_id, approval->>'decision' AS decision FROM workflows
       WHERE finished_at IS NULL AND updated_at < now() - make_interval(secs => $1)
         AND (status <> 'awaiting_approval' OR approval IS NOT NULL)
       ORDER BY position LIMIT 500`,
      [STRAY_AFTER_SECONDS],
    );
    if (rows.length === 0) return;
    const durableId = ({ workflow_id, decision }: Stray) =>
      decision === null ? workflow_id : approvedId(workflow_id);
    const durable = new Map(
      (
        await DBOS.listWorkflows({ workflowIDs: rows.map(durableId), loadInput: false, loadOutput: false })
      ).map((status) => [status.workflowID, status]),
    );
    const versions = new Set(await this.executors.liveVersions());
    for (const stray of rows) await this.mend(stray, durable.get(durableId(stray)), versions);
  }

  private async mend(
    { workflow_id, decision }: Stray,
    durable: { status: string; applicationVersion?: string } | undefined,
    liveVersions: ReadonlySet<string>,
  ): Promise<void> {
    if (decision === 'reject')
      await this.runner.fail(workflow_id, 'cancelled', new WorkflowCancelledError(REJECTED));
    else if (durable === undefined)
      if (decision === null) await this.start(await this.store.get(workflow_id));
      else await this.continue(workflow_id);
    else if (UNFINISHED.has(durable.status)) {
      if (liveVersions.has(durable.applicationVersion ?? WORKFLOW_VERSION)) return;
      await this.failForVersion(workflow_id, durable.applicationVersion);
      await DBOS.cancelWorkflows([workflow_id, approvedId(workflow_id)]).catch(() => undefined);
    } else {
      // Between our two looks it may have come to its approval in all order.
      const { status, approval } = await this.store.get(workflow_id);
      if (status === 'awaiting_approval' || (approval?.decision ?? null) !== decision) return;
      await this.runner.fail(
        workflow_id,
        'failed',
        new AgentExecutionError('orchestrator', 'its durable workflow ended without a result'),
      );
    }
  }

  private async failForVersion(workflowId: string, version: string | undefined): Promise<void> {
    const gone = `it was started by workflow version ${version ?? 'unknown'}, which no server runs any more; this server runs version ${WORKFLOW_VERSION}`;
    await this.runner.fail(
      workflowId,
      'failed',
      new AgentExecutionError('orchestrator', gone, {
        details: { started_by: version ?? null, running: WORKFLOW_VERSION },
        suggestions: ['Run the workflow again.'],
      }),
    );
  }

  private async forgetOld(): Promise<void> {
    const { rows } = await this.database.query<{ workflow_id: string }>(
      `DELETE FROM workflows WHERE finished_at < now() - make_interval(days => $1) RETURNING workflow_id`,
      [this.config.retentionDays],
    );
    const ids = rows.flatMap(({ workflow_id }) => [workflow_id, approvedId(workflow_id)]);
    for (let at = 0; at < ids.length; at += 500) await DBOS.deleteWorkflows(ids.slice(at, at + 500));
    // A session's events go when its last run has gone: its sequence stays gapless to the end.
    await this.database.query(
      `WITH old AS (SELECT session_id FROM workflow_events GROUP BY session_id
         HAVING max(recorded_at) < now() - make_interval(days => $1)
            AND NOT EXISTS (SELECT 1 FROM workflows w WHERE w.session_id = workflow_events.session_id)),
       events AS (DELETE FROM workflow_events WHERE session_id IN (SELECT session_id FROM old))
       SELECT 1`,
      [this.config.retentionDays],
    );
  }

  /** DBOS reports every failed workflow with its stack; ours is the log that people read. */
  private dbosLogger(): DLogger {
    const write =
      (level: 'debug' | 'warn') =>
      (entry: unknown): void =>
        this.logger[level](entry instanceof Error ? { err: entry } : { from: 'dbos', entry });
    return { info: write('debug'), debug: write('debug'), warn: write('debug'), error: write('warn') };
  }

  /** Unfinished runs stay PENDING with this executor's name; whoever sees its lock gone takes them over. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.runner.handBack();
    clearTimeout(this.timer);
    await this.sweeping;
    await this.stopListening?.();
    await DBOS.shutdown();
    await this.pool?.end();
    await this.executors.leave();
  }
}
