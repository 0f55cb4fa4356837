import type { PlanOptions, SeasonParameters, Violation, WorkflowAccepted, WorkflowState } from '#contracts';
import { DEFAULT_DATASET, DatasetStore, DefaultDataset } from '#context-assembly';
import {
  ApprovalExpiredError,
  ConflictError,
  InvalidParametersError,
  OrchestratorError,
  ValidationError,
  WorkflowCancelledError,
} from '#errors';
import { canonicalHash, hasHolidayCalendar, isIsoDate, seasonEndDate, seasonViolations } from '#planning';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { ExecutionLog } from './execution-log.store.ts';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from './orchestrator.config.ts';
import { type ApprovalDto, CALLER_ID, type RunWorkflowDto } from './run-workflow.dto.ts';
import { SeasonRunner } from './season-runner.service.ts';
import { REJECTED, WorkflowEngine } from './workflow-engine.service.ts';
import { type Run, WorkflowStore } from './workflow.store.ts';

const DEFAULT_SEED = 1;

/** What people do with runs: start, look, cancel, decide. */
@Injectable()
export class SeasonControl {
  constructor(
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(ExecutionLog) private readonly log: ExecutionLog,
    @Inject(WorkflowEngine) private readonly engine: WorkflowEngine,
    @Inject(SeasonRunner) private readonly runner: SeasonRunner,
    @Inject(DatasetStore) private readonly datasets: DatasetStore,
    @Inject(DefaultDataset) private readonly defaultDataset: DefaultDataset,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  /**
   * Checks everything that can be checked at once, keeps the run, and puts it in the queue.
   *
   * @throws ValidationError, InvalidParametersError, DataNotFoundError; RateLimitedError at the bound of unfinished runs
   */
  async start(body: RunWorkflowDto, requestId: string, idempotencyKey?: string): Promise<WorkflowAccepted> {
    if (idempotencyKey !== undefined && !CALLER_ID.test(idempotencyKey))
      throw new ValidationError([
        {
          field: 'Idempotency-Key',
          value: idempotencyKey,
          rule: 'must be 1 to 64 characters from A-Z a-z 0-9 . _ -',
        },
      ]);
    const body_hash = canonicalHash(JSON.parse(JSON.stringify(body)));
    if (idempotencyKey !== undefined) {
      // Asked before the body is judged again: what it names may have gone since.
      const before = await this.store.withIdempotencyKey(idempotencyKey);
      if (before !== undefined) return acceptedBefore(before, body_hash);
    }
    const parameters = completed(body);
    const dataset_id = body.dataset_id ?? DEFAULT_DATASET;
    if (dataset_id === DEFAULT_DATASET) this.defaultDataset.requireFiles();
    const { contentHash, historyEnd } = await this.datasets.requireCategory(dataset_id, body.category_id);
    const as_of = [body.as_of ?? historyEnd, historyEnd, parameters.season_start_date].reduce((a, b) =>
      a < b ? a : b,
    );
    const options = stated(body.options ?? {});
    if (options.holiday_country !== undefined && !hasHolidayCalendar(options.holiday_country))
      throw new ValidationError([
        {
          field: 'options.holiday_country',
          value: options.holiday_country,
          rule: 'must be the ISO 3166-1 alpha-2 code of a country with a holiday calendar, such as US',
        },
      ]);
    const seed = options.seed ?? DEFAULT_SEED;
    const { run, isNew } = await this.store.create(
      {
        workflow_id: randomUUID(),
        session_id: body.session_id,
        category_id: body.category_id,
        dataset_id,
        dataset_version: contentHash,
        as_of,
        parameters,
        options,
        seed,
        require_approval: body.require_approval ?? false,
        input_hash: canonicalHash({
          parameters,
          options,
          category_id: body.category_id,
          dataset_version: contentHash,
          as_of,
          seed,
        }),
        request_id: requestId,
        idempotency_key: idempotencyKey ?? null,
        body_hash,
      },
      this.config.maxRunsPerOwner ?? null,
    );
    if (!isNew) return acceptedBefore(run, body_hash);
    await this.engine.start(run);
    return accepted(run);
  }

  /** @throws WorkflowNotFoundError */
  async state(workflowId: string): Promise<WorkflowState> {
    const run = await this.store.get(workflowId);
    const [execution_log, { plan }] = await Promise.all([
      this.log.of(workflowId),
      this.store.result(workflowId),
    ]);
    const {
      category_id,
      dataset_id,
      as_of,
      parameters,
      options,
      require_approval,
      created_at,
      updated_at,
      finished_at,
      error,
    } = run;
    return {
      ...accepted(run),
      category_id,
      dataset_id,
      as_of,
      parameters,
      options,
      require_approval,
      created_at: created_at.toISOString(),
      updated_at: updated_at.toISOString(),
      finished_at: finished_at?.toISOString() ?? null,
      execution_log,
      result: plan,
      error,
    };
  }

  /** The plan of a finished run. @throws ConflictError before that; the run's own error when it ended with one */
  async finished(workflowId: string): ReturnType<WorkflowStore['result']> {
    const run = await this.store.get(workflowId);
    if (run.error !== null) {
      const { error_type, message, details, suggestions } = run.error;
      throw new OrchestratorError(error_type, message, { details, suggestions });
    }
    if (run.status !== 'completed')
      throw new ConflictError(
        `The workflow ${workflowId} is ${run.status}; its plan is there when it is completed.`,
        {
          details: { workflow_id: workflowId, status: run.status },
          suggestions: [`Follow ${accepted(run).links.events} or ask again.`],
        },
      );
    return this.store.result(workflowId);
  }

  /** @throws ConflictError when the run has ended */
  async cancel(workflowId: string): Promise<WorkflowAccepted> {
    await this.end(workflowId, 'The workflow was cancelled on request.');
    return accepted(await this.store.get(workflowId));
  }

  /** Decides on a waiting run; the same decision twice is one decision. @throws ConflictError, ValidationError */
  async decide(workflowId: string, { decision, ...body }: ApprovalDto): Promise<WorkflowAccepted> {
    const safety_stock_pct = body.safety_stock_pct ?? undefined;
    if ((decision === 'modify') !== (safety_stock_pct !== undefined))
      throw new ValidationError([
        {
          field: 'safety_stock_pct',
          value: safety_stock_pct ?? null,
          rule:
            decision === 'modify'
              ? 'is required with "modify": a fraction from 0 to 0.6'
              : 'goes with "modify" only',
        },
      ]);
    const approval = { decision, ...(safety_stock_pct !== undefined && { safety_stock_pct }) };
    if (!(await this.store.decide(workflowId, approval))) {
      const run = await this.store.get(workflowId);
      if (run.status === 'awaiting_approval' && run.approval === null)
        throw new ApprovalExpiredError(this.config.approvalTimeoutMs);
      if (run.approval === null || JSON.stringify(run.approval) !== JSON.stringify(approval))
        throw new ConflictError(
          run.approval === null
            ? `The workflow ${workflowId} is ${run.status}; there is nothing to decide.`
            : `The workflow ${workflowId} was decided otherwise: ${run.approval.decision}.`,
          { details: { workflow_id: workflowId, status: run.status, approval: run.approval } },
        );
    } else if (decision === 'reject') await this.end(workflowId, REJECTED);
    else await this.engine.continue(workflowId);
    return accepted(await this.store.get(workflowId));
  }

  private async end(workflowId: string, message: string): Promise<void> {
    const ended = await this.runner.endWithError(
      workflowId,
      'cancelled',
      new WorkflowCancelledError(message, { details: { workflow_id: workflowId } }),
    );
    if (!ended) {
      const { status } = await this.store.get(workflowId);
      throw new ConflictError(`The workflow ${workflowId} has ended as ${status}; it cannot be cancelled.`, {
        details: { workflow_id: workflowId, status },
      });
    }
    await this.engine.abort(workflowId);
  }
}

/** The first answer again. @throws ValidationError when the key was used with another body */
function acceptedBefore(run: Run, body_hash: string): WorkflowAccepted {
  if (run.body_hash !== body_hash)
    throw new ValidationError(
      [
        {
          field: 'Idempotency-Key',
          value: run.idempotency_key,
          rule: 'was used for a run with another body; a new run needs a new key',
        },
      ],
      ['Send the first body again to see its run, or use another key.'],
    );
  return accepted({ ...run, status: 'pending' });
}

/** Options without those that are null: not stated. */
function stated(options: PlanOptions): PlanOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
}

/** @throws InvalidParametersError with every season rule that is broken; ValidationError for as_of */
function completed({ parameters, ...body }: RunWorkflowDto): SeasonParameters {
  const as_of = body.as_of ?? undefined;
  const violations: Violation[] = seasonViolations(parameters);
  if (violations.length > 0) throw new InvalidParametersError(violations);
  const { forecast_horizon_weeks, season_start_date, replenishment_strategy, dc_holdback_percentage } =
    parameters;
  if (as_of !== undefined && (!isIsoDate(as_of) || as_of > season_start_date))
    throw new ValidationError([
      {
        field: 'as_of',
        value: as_of,
        rule: `must be a date that exists, written YYYY-MM-DD, not after the season start ${season_start_date}`,
      },
    ]);
  return {
    forecast_horizon_weeks,
    season_start_date,
    season_end_date: seasonEndDate(season_start_date, forecast_horizon_weeks),
    replenishment_strategy,
    dc_holdback_percentage,
    markdown_checkpoint_week: parameters.markdown_checkpoint_week ?? null,
    markdown_threshold: parameters.markdown_threshold ?? null,
  };
}

export function accepted({
  workflow_id,
  session_id,
  status,
}: Pick<Run, 'workflow_id' | 'session_id' | 'status'>): WorkflowAccepted {
  const self = `/api/orchestrator/workflows/${workflow_id}`;
  return {
    workflow_id,
    session_id,
    status,
    links: {
      self,
      plan: `${self}/plan`,
      events: `${self}/events`,
      websocket: `/ws/orchestrator/${session_id}`,
    },
  };
}
