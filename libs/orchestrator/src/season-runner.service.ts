import {
  AGENT_NAMES,
  type AgentName,
  type CompleteBody,
  type ErrorResponse,
  type SeasonPlan,
  type WorkflowEventBody,
} from '#contracts';
import { AgentHandoffManager } from '#agent-handoff';
import { ContextAssembler, type RunSubject } from '#context-assembly';
import {
  AgentExecutionError,
  AgentTimeoutError,
  ConflictError,
  isDatabaseGone,
  OrchestratorError,
  toErrorResponse,
  WorkflowCancelledError,
} from '#errors';
import { certify, InvariantBrokenError } from '#planning';
import { EventPublisher, WorkflowEndedError } from '#streaming';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { PRODUCT_VERSIONS } from './orchestrator.config.ts';
import { type Handoff, SEASON_CHAIN } from './season-chain.ts';
import { type Run, type RunEnd, WorkflowStore } from './workflow.store.ts';

/** What a step of the workflow returns and DBOS checkpoints. */
export type StepOutcome<Output> =
  | { readonly status: 'completed'; readonly output: Output }
  | { readonly status: 'failed' | 'timed_out'; readonly error: ErrorResponse }
  /** The run was ended from elsewhere (cancelled); nothing more is to be said. */
  | { readonly status: 'ended' };

const DATABASE_RETRY_MS = 500;
const DATABASE_RETRIES = 240; // two minutes

/** The work of a run's steps. Each may run more than once, after a crash; what it publishes is published once. */
@Injectable()
export class SeasonRunner {
  private readonly logger = new Logger(SeasonRunner.name);
  /** Runs that an agent works on in this process, to be ended when they are cancelled. */
  private readonly active = new Map<string, AbortController>();

  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(EventPublisher) private readonly events: EventPublisher,
    @Inject(AgentHandoffManager) private readonly agents: AgentHandoffManager,
    @Inject(ContextAssembler) private readonly assembler: ContextAssembler,
  ) {}

  /** Says for each agent that it waits. */
  async announce(run: Run): Promise<void> {
    for (const agent_name of AGENT_NAMES)
      await this.publish(
        run,
        { type: 'agent_status', agent_name, status: 'waiting', attempt: 1 },
        `waiting:${agent_name}`,
      );
  }

  /** Runs one agent: assembles its context, calls it with its deadline, says how it went. */
  async runAgent<Name extends AgentName>(
    workflowId: string,
    agent_name: Name,
    before: Handoff,
  ): Promise<StepOutcome<NonNullable<Handoff[Name]>>> {
    return this.whileDatabaseReturns(async () => {
      const run = await this.store.get(workflowId);
      if (run.finished_at !== null) return { status: 'ended' };
      await this.store.move(workflowId, ['pending', 'awaiting_approval'], 'running');
      const controller = new AbortController();
      this.active.set(workflowId, controller);
      try {
        return await this.callAgent(run, agent_name, before, controller.signal);
      } finally {
        this.active.delete(workflowId);
      }
    });
  }

  private async callAgent<Name extends AgentName>(
    run: Run,
    agent_name: Name,
    before: Handoff,
    signal: AbortSignal,
  ): Promise<StepOutcome<NonNullable<Handoff[Name]>>> {
    type Output = NonNullable<Handoff[Name]>;
    const link = SEASON_CHAIN[agent_name];
    const { workflow_id, session_id } = run;
    let attempt = 0;
    let skipped: string | undefined;
    const status = (body: {
      status: 'running' | 'completed' | 'failed' | 'timed_out' | 'skipped';
      reason?: string;
    }) =>
      this.publish(
        run,
        { type: 'agent_status', agent_name, attempt, ...body },
        `${body.status}:${agent_name}:${attempt}`,
      );
    const progress = (percent: number, message: string): void =>
      this.events.progress(session_id, workflow_id, {
        type: 'progress',
        agent_name,
        progress: Math.round(percent),
        message,
      });
    const start = async (): Promise<number> => {
      attempt = await this.store.startAttempt(
        workflow_id,
        agent_name,
        this.responseOf(run, new AgentExecutionError(agent_name, 'the server that ran this attempt ended')),
      );
      await status({ status: 'running' });
      progress(0, 'assembling the context');
      return attempt;
    };
    const end = async (duration_ms: number, error: ErrorResponse | null): Promise<void> => {
      const how =
        error === null
          ? skipped === undefined
            ? 'completed'
            : 'skipped'
          : error.error_type === 'AGENT_TIMEOUT'
            ? 'timed_out'
            : 'failed';
      await this.store.endAttempt(workflow_id, { agent_name, attempt, duration_ms, status: how, error });
      const reason = error?.message ?? skipped;
      await status({ status: how, ...(reason !== undefined && { reason }) });
    };
    // The context is made inside the attempt: a fault in it is that attempt's fault.
    const clock = performance.now();
    let context: unknown;
    try {
      await start();
      context = await link.assemble(this.assembler, subjectOf(run), before);
    } catch (error) {
      if (!(error instanceof OrchestratorError) || error instanceof WorkflowEndedError)
        return this.unfinished(run, error);
      const response = this.responseOf(run, error);
      await end(Math.round(performance.now() - clock), response);
      return { status: 'failed', error: response };
    }
    let contextUsed = false;
    try {
      const output = (await this.agents.call(agent_name, context, {
        signal,
        observer: {
          onStart: async () => (contextUsed ? start() : ((contextUsed = true), attempt)),
          onProgress: progress,
        },
      })) as Output;
      skipped = link.skipReason(output as never);
      progress(100, skipped === undefined ? 'done' : `skipped: ${skipped}`);
      await end(Math.round(performance.now() - clock), null);
      return { status: 'completed', output };
    } catch (error) {
      if (
        !(error instanceof OrchestratorError) ||
        error instanceof WorkflowEndedError ||
        error instanceof WorkflowCancelledError
      )
        return this.unfinished(run, error);
      if (error.cause !== undefined)
        this.logger.error({ err: error.cause, workflow_id, agent_name, attempt }, error.message);
      const response = this.responseOf(run, error);
      await end(Math.round(performance.now() - clock), response);
      return { status: error instanceof AgentTimeoutError ? 'timed_out' : 'failed', error: response };
    }
  }

  /** A run that was ended from elsewhere in the middle of a step is no fault; anything else is thrown on. */
  private unfinished(run: Run, error: unknown): { status: 'ended' } {
    if (error instanceof WorkflowEndedError || error instanceof WorkflowCancelledError) {
      this.logger.log({ workflow_id: run.workflow_id }, 'The run was ended while an agent worked on it');
      return { status: 'ended' };
    }
    throw error;
  }

  /** Publishes an agent's result; safe to call again, `round` tells a result that replaces an earlier one. */
  async publishResult<Name extends AgentName>(
    workflowId: string,
    agent_name: Name,
    output: NonNullable<Handoff[Name]>,
    round = 1,
  ): Promise<void> {
    await this.whileDatabaseReturns(async () => {
      const run = await this.store.get(workflowId);
      const link = SEASON_CHAIN[agent_name];
      const reason = link.skipReason(output as never);
      const result = reason === undefined ? link.partOf(output as never) : { status: 'skipped', reason };
      await this.publish(
        run,
        { type: 'complete', agent_name, result } as CompleteBody,
        `complete:${agent_name}:${round}`,
      );
    });
  }

  /** Pauses a run before pricing until a person decides. */
  async pause(workflowId: string, timeoutMs: number): Promise<void> {
    await this.whileDatabaseReturns(async () => {
      const run = await this.store.get(workflowId);
      await this.store.awaitApproval(workflowId, timeoutMs);
      const body: WorkflowEventBody = {
        type: 'agent_status',
        agent_name: 'orchestrator',
        status: 'awaiting_approval',
        attempt: 1,
        reason: 'waits for a decision on the buy before pricing',
      };
      await this.publish(run, body, 'awaiting_approval');
    });
  }

  /** Certifies and keeps the plan; a plan that breaks an invariant ends the run as failed by the invariant's name. */
  async complete(workflowId: string, outputs: Required<Handoff>): Promise<void> {
    await this.whileDatabaseReturns(async () => {
      const run = await this.store.get(workflowId);
      let plan: SeasonPlan;
      try {
        plan = planOf(run, outputs);
      } catch (error) {
        if (!(error instanceof InvariantBrokenError)) throw error;
        this.logger.error({ err: error, workflow_id: workflowId }, 'A plan broke an invariant');
        const fault = new AgentExecutionError(
          'orchestrator',
          `the plan breaks the invariant ${error.invariant}: ${error.detail}`,
          {
            details: { invariant: error.invariant, detail: error.detail },
          },
        );
        await this.fail(workflowId, 'failed', fault);
        return;
      }
      await this.end(
        run,
        { type: 'complete', agent_name: 'orchestrator', result: plan },
        {
          status: 'completed',
          result: plan,
          store_shipments: outputs.inventory.store_shipments,
        },
      );
    });
  }

  /** Ends a run with an error, its last message; does nothing when it has ended. */
  async fail(
    workflowId: string,
    status: 'failed' | 'timed_out' | 'cancelled',
    fault: OrchestratorError | ErrorResponse,
    agent_name: AgentName | 'orchestrator' = 'orchestrator',
  ): Promise<boolean> {
    return this.whileDatabaseReturns(async () => {
      const run = await this.store.get(workflowId);
      const error = fault instanceof OrchestratorError ? this.responseOf(run, fault) : fault;
      return this.end(run, { type: 'error', agent_name, error, terminal: true }, { status, error });
    });
  }

  /** Ends the work of an agent on a run that was cancelled, if it happens in this process. */
  abort(workflowId: string): void {
    this.active.get(workflowId)?.abort(new WorkflowCancelledError());
  }

  private async end(run: Run, body: WorkflowEventBody, end: RunEnd): Promise<boolean> {
    try {
      await this.events.publish(run.session_id, run.workflow_id, body, {
        alongside: (client) => this.store.end(client, run.workflow_id, end),
      });
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false; // somebody else ended it first
      throw error;
    }
  }

  private async publish(run: Run, body: WorkflowEventBody, dedupeKey: string): Promise<void> {
    await this.events.publish(run.session_id, run.workflow_id, body, { dedupeKey });
  }

  private responseOf(run: Run, error: OrchestratorError): ErrorResponse {
    return toErrorResponse(error, { method: 'RUN', path: run.workflow_id }, run.request_id);
  }

  /** A database that restarts is no reason to give up a run: the step goes on when it is back. */
  private async whileDatabaseReturns<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if (!isDatabaseGone(error) || attempt > DATABASE_RETRIES) throw error;
        await delay(DATABASE_RETRY_MS);
      }
    }
  }
}

function subjectOf(run: Run): RunSubject {
  const { parameters, options, category_id, dataset_id, as_of, seed, dataset_version } = run;
  return { parameters, options, category_id, dataset_id, as_of, seed, content_hash: dataset_version };
}

function planOf(run: Run, { demand, inventory, pricing }: Required<Handoff>): SeasonPlan {
  const { workflow_id, category_id, dataset_id, parameters, options, as_of, seed, dataset_version } = run;
  const draft = {
    parameters,
    options,
    demand: demand.demand,
    inventory: inventory.inventory,
    pricing: pricing.pricing,
  };
  const certificate = certify(draft, {
    category_id,
    dataset_version,
    as_of,
    seed,
    versions: PRODUCT_VERSIONS,
    store_shipments: inventory.store_shipments,
  });
  return {
    workflow_id,
    category_id,
    dataset_id,
    parameters,
    demand: draft.demand,
    inventory: draft.inventory,
    pricing: draft.pricing,
    certificate,
  };
}
