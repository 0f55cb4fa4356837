import { DBOS, type DBOSSerializer, type DLogger } from '@dbos-inc/dbos-sdk';
import { Database } from '#database';
import { AgentExecutionError, ServiceUnavailableError } from '#errors';
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
import type { Run } from './workflow.store.ts';

export const QUEUE = 'seasons';
const QUEUE_POLL_MS = 20;
const POOL_SIZE = 10;
const CANCEL_CHANNEL = 'season_cancelled';

/** Steps return plain JSON; the default walks every number of every path to look for what JSON cannot hold. */
const PLAIN_JSON: DBOSSerializer = {
  name: () => 'json',
  stringify: (value) => JSON.stringify(value ?? null),
  parse: (text) => (text === null || text === undefined ? null : (JSON.parse(text) as unknown)),
};

/** What the run of a person who said no ends with. */
export const REJECTED = 'The plan was rejected at the approval.';

/** Id of the durable workflow that goes on after an approval. */
export const approvedId = (workflowId: string): string => `${workflowId}.approved`;

/** The durable engine: starts, continues and ends the durable workflows of runs. */
@Injectable()
export class WorkflowEngine implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(WorkflowEngine.name);
  private readonly launching = Promise.withResolvers<void>();
  private stopListening: (() => Promise<void>) | undefined;
  private stopped = false;
  private pool: pg.Pool | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
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
    this.launching.resolve();
  }

  /** Resolves when durable workflows can be started and looked at. */
  get launched(): Promise<void> {
    return this.launching.promise;
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
      await this.endForVersion(workflowId, first?.applicationVersion);
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

  /** Ends a run that was started by a version of the workflow which this server cannot continue. */
  async endForVersion(workflowId: string, version: string | undefined): Promise<void> {
    const gone = `it was started by workflow version ${version ?? 'unknown'}, which no server runs any more; this server runs version ${WORKFLOW_VERSION}`;
    await this.runner.endWithError(
      workflowId,
      'failed',
      new AgentExecutionError('orchestrator', gone, {
        details: { started_by: version ?? null, running: WORKFLOW_VERSION },
        suggestions: ['Run the workflow again.'],
      }),
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
    await this.stopListening?.();
    await DBOS.shutdown();
    await this.pool?.end();
    await this.executors.leave();
  }
}
