import { DBOS } from '@dbos-inc/dbos-sdk';
import { Database } from '#database';
import { AgentExecutionError, ApprovalExpiredError, WorkflowCancelledError } from '#errors';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { ExecutorRegistry } from './executor-registry.ts';
import { ORCHESTRATOR_CONFIG, WORKFLOW_VERSION, type OrchestratorConfig } from './orchestrator.config.ts';
import { SeasonRunner } from './season-runner.service.ts';
import { approvedId, QUEUE, REJECTED, WorkflowEngine } from './workflow-engine.service.ts';
import { WorkflowStore } from './workflow.store.ts';

const SWEEP_MS = 1_000;
const SWEEP_LOCK = 7_302;
const MEND_EVERY_MS = 5_000;
/** A run whose durable workflow is not where it should be is looked at again after this long. */
const STRAY_AFTER_SECONDS = 10;
const RETENTION_EVERY_MS = 3_600_000;
const UNFINISHED = new Set(['PENDING', 'ENQUEUED', 'DELAYED']);

interface Stray {
  readonly workflow_id: string;
  readonly decision: string | null;
}

/**
 * Looks after runs that nobody works on: takes over those of dead processes, ends those that cannot go on, forgets the
 * old. What a sweep cannot do is left to the next one.
 */
@Injectable()
export class RunSweeper implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RunSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();
  private stopped = false;
  private mendedAt = 0;
  private retainedAt = 0;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(SeasonRunner) private readonly runner: SeasonRunner,
    @Inject(ExecutorRegistry) private readonly executors: ExecutorRegistry,
    @Inject(WorkflowEngine) private readonly engine: WorkflowEngine,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.engine.launched;
    if (!this.stopped) this.sweepSoon(0);
  }

  /** Before the engine stops, which sweeps need. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.sweeping;
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
      await this.runner.endWithError(
        workflow_id,
        'failed',
        new ApprovalExpiredError(this.config.approvalTimeoutMs),
      );
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
      await this.runner.endWithError(workflow_id, 'cancelled', new WorkflowCancelledError(REJECTED));
    else if (durable === undefined)
      if (decision === null) await this.engine.start(await this.store.get(workflow_id));
      else await this.engine.continue(workflow_id);
    else if (UNFINISHED.has(durable.status)) {
      if (liveVersions.has(durable.applicationVersion ?? WORKFLOW_VERSION)) return;
      await this.engine.endForVersion(workflow_id, durable.applicationVersion);
      await DBOS.cancelWorkflows([workflow_id, approvedId(workflow_id)]).catch(() => undefined);
    } else {
      // Between our two looks it may have come to its approval in all order.
      const { status, approval } = await this.store.get(workflow_id);
      if (status === 'awaiting_approval' || (approval?.decision ?? null) !== decision) return;
      await this.runner.endWithError(
        workflow_id,
        'failed',
        new AgentExecutionError('orchestrator', 'its durable workflow ended without a result'),
      );
    }
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
}
