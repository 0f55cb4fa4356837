import {
  AGENT_NAMES,
  TRACED,
  type AgentName,
  type CompleteBody,
  type ErrorResponse,
  type SeasonPlan,
  type SeasonStepTrace,
} from '#contracts';
import { AgentHandoffManager } from '#agent-handoff';
import { ContextAssembler, type RunSubject } from '#context-assembly';
import { AgentExecutionError, AgentTimeoutError, OrchestratorError, WorkflowCancelledError } from '#errors';
import { certify, InvariantBrokenError } from '#planning';
import { WorkflowEndedError } from '#streaming';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { tracingChannel } from 'node:diagnostics_channel';
import { AttemptReporter, type FinishedAttempt, responseOf } from './attempt-reporter.ts';
import { DurableWork } from './durable-work.ts';
import { ExecutionLog } from './execution-log.store.ts';
import { PRODUCT_VERSIONS } from './orchestrator.config.ts';
import { RunEvents, type Words } from './run-events.service.ts';
import { type Handoff, SEASON_CHAIN } from './season-chain.ts';
import { type Run, type RunEnd, WorkflowStore } from './workflow.store.ts';

/** What a step of the workflow returns and DBOS checkpoints. */
export type StepOutcome<Output> =
  | { readonly status: 'completed'; readonly output: Output; readonly attempt: FinishedAttempt }
  | { readonly status: 'failed' | 'timed_out'; readonly error: ErrorResponse }
  /** The run was ended from elsewhere (cancelled); nothing more is to be said. */
  | { readonly status: 'ended' };

const STEPS = tracingChannel<unknown, SeasonStepTrace>(TRACED.seasonStep);

/** The work of a run's steps. Each may run more than once, after a crash; what it publishes is published once. */
@Injectable()
export class SeasonRunner {
  private readonly logger = new Logger(SeasonRunner.name);
  /** Runs that an agent works on in this process, to be ended when they are cancelled. */
  private readonly active = new Map<string, AbortController>();
  private readonly work = new DurableWork();

  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(ExecutionLog) private readonly log: ExecutionLog,
    @Inject(RunEvents) private readonly events: RunEvents,
    @Inject(AgentHandoffManager) private readonly agents: AgentHandoffManager,
    @Inject(ContextAssembler) private readonly assembler: ContextAssembler,
  ) {}

  /** Says for each agent that it waits. */
  async announce(run: Run): Promise<void> {
    const [first, ...rest] = AGENT_NAMES.map((agent_name): Words => ({
      body: { type: 'agent_status', agent_name, status: 'waiting', attempt: 1 },
      dedupeKey: `waiting:${agent_name}`,
    }));
    await this.events.say(run, first, ...rest);
  }

  /** Runs one agent: assembles its context, calls it with its deadline, says how it went. */
  async runAgent<Name extends AgentName>(
    run: Run,
    agent_name: Name,
    before: Handoff,
  ): Promise<StepOutcome<NonNullable<Handoff[Name]>>> {
    return this.work.do(async () => {
      const { workflow_id, session_id, request_id } = run;
      const controller = new AbortController();
      this.active.set(workflow_id, controller);
      try {
        return await STEPS.tracePromise(() => this.callAgent(run, agent_name, before, controller.signal), {
          workflow_id,
          session_id,
          request_id,
          agent_name,
        });
      } finally {
        this.active.delete(workflow_id);
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
    const attempts = new AttemptReporter(run, agent_name, this.log, this.events);
    try {
      // The context is made inside the first attempt: a fault in it is that attempt's fault.
      await attempts.start();
      const context = await link.assemble(this.assembler, subjectOf(run), before);
      const output = (await this.agents.call(agent_name, context, {
        signal,
        observer: {
          onStart: () => attempts.start(),
          onProgress: (percent, message) => attempts.progress(percent, message),
          onEnd: async ({ error }) => {
            if (error instanceof OrchestratorError) await attempts.fail(error);
          },
        },
      })) as Output;
      return { status: 'completed', output, attempt: attempts.finished };
    } catch (error) {
      // A run that was ended from elsewhere in the middle of a step is no fault.
      if (error instanceof WorkflowEndedError || error instanceof WorkflowCancelledError)
        return { status: 'ended' };
      if (!(error instanceof OrchestratorError)) throw error;
      this.logger.error(
        { err: error.cause ?? error, workflow_id: run.workflow_id, agent_name },
        'An agent did not serve its run',
      );
      return {
        status: error instanceof AgentTimeoutError ? 'timed_out' : 'failed',
        error: await attempts.fail(error),
      };
    }
  }

  /**
   * Says that an agent is done, and its result: only after the step is checkpointed, so that what is called completed is
   * never run again. Safe to call again; `round` tells a result that replaces an earlier one.
   */
  async publishResult<Name extends AgentName>(
    run: Run,
    agent_name: Name,
    { output, attempt }: { output: NonNullable<Handoff[Name]>; attempt: FinishedAttempt },
    round = 1,
  ): Promise<void> {
    await this.work.do(async () => {
      const link = SEASON_CHAIN[agent_name];
      const reason = link.skipReason(output as never);
      const status = reason === undefined ? 'completed' : 'skipped';
      const result = reason === undefined ? link.partOf(output as never) : { status, reason };
      const body = { type: 'complete', agent_name, result } as CompleteBody;
      const attempts = new AttemptReporter(run, agent_name, this.log, this.events);
      try {
        await attempts.conclude(attempt, status, reason, {
          body,
          dedupeKey: `complete:${agent_name}:${round}`,
        });
      } catch (error) {
        if (!(error instanceof WorkflowEndedError)) throw error; // cancelled meanwhile; the next step sees it
      }
    });
  }

  /** Pauses a run before pricing until a person decides. */
  async pause(run: Run, timeoutMs: number): Promise<void> {
    await this.work.do(async () => {
      await this.store.awaitApproval(run.workflow_id, timeoutMs);
      await this.events.say(run, {
        body: {
          type: 'agent_status',
          agent_name: 'orchestrator',
          status: 'awaiting_approval',
          attempt: 1,
          reason: 'waits for a decision on the buy before pricing',
        },
        dedupeKey: 'awaiting_approval',
      });
    });
  }

  /** Certifies and keeps the plan; a plan that breaks an invariant ends the run as failed by the invariant's name. */
  async complete(run: Run, outputs: Required<Handoff>): Promise<void> {
    await this.work.do(async () => {
      const { workflow_id } = run;
      let plan: SeasonPlan;
      try {
        plan = planOf(run, outputs);
      } catch (error) {
        if (!(error instanceof InvariantBrokenError)) throw error;
        this.logger.error({ err: error, workflow_id }, 'A plan broke an invariant');
        const fault = new AgentExecutionError(
          'orchestrator',
          `the plan breaks the invariant ${error.invariant}: ${error.detail}`,
          {
            details: { invariant: error.invariant, detail: error.detail },
          },
        );
        await this.fail(workflow_id, 'failed', fault);
        return;
      }
      const end: RunEnd = {
        status: 'completed',
        result: plan,
        store_shipments: outputs.inventory.store_shipments,
      };
      await this.events.end(run, { type: 'complete', agent_name: 'orchestrator', result: plan }, (client) =>
        this.store.end(client, workflow_id, end),
      );
    });
  }

  /** Ends a run with an error, however long the database is away. @returns false when it has ended already */
  fail(...how: Parameters<SeasonRunner['endWithError']>): Promise<boolean> {
    return this.work.do(() => this.endWithError(...how));
  }

  /** Ends a run with an error, its last message. @returns false when it has ended already */
  async endWithError(
    workflowId: string,
    status: 'failed' | 'timed_out' | 'cancelled',
    fault: OrchestratorError | ErrorResponse,
    agent_name: AgentName | 'orchestrator' = 'orchestrator',
  ): Promise<boolean> {
    const run = await this.store.get(workflowId);
    const error = fault instanceof OrchestratorError ? responseOf(run, fault) : fault;
    return this.events.end(run, { type: 'error', agent_name, error, terminal: true }, (client) =>
      this.store.end(client, workflowId, { status, error }),
    );
  }

  /** Ends the work of an agent on a run that was cancelled, if it happens in this process. */
  abort(workflowId: string): void {
    this.active.get(workflowId)?.abort(new WorkflowCancelledError());
  }

  /** Ends the work on runs that were ended elsewhere, should the word of it have been lost. */
  async abortEnded(): Promise<void> {
    if (this.active.size === 0) return;
    for (const workflowId of await this.store.endedAmong([...this.active.keys()])) this.abort(workflowId);
  }

  /** Ends all work in this process without a trace: the runs go on elsewhere, or after the next start. */
  handBack(): void {
    this.work.handBack();
    for (const controller of this.active.values()) controller.abort(new HandedBack());
  }

  /** A run as it is kept. */
  run(workflowId: string): Promise<Run> {
    return this.work.do(() => this.store.get(workflowId));
  }
}

/** Why an agent is ended when its process stops. */
class HandedBack extends Error {}

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
