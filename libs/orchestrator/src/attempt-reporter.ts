import type { AgentName, AgentStatus, ErrorResponse } from '#contracts';
import { AgentExecutionError, type OrchestratorError } from '#errors';
import { WorkflowEndedError } from '#streaming';
import type { RunEvents, Words } from './run-events.service.ts';
import type { ExecutionLog } from './execution-log.store.ts';
import type { Run } from './workflow.store.ts';

export interface FinishedAttempt {
  readonly attempt: number;
  readonly duration_ms: number;
}

/** Keeps the attempts of one agent in the execution log, and says in the run's events how they go. */
export class AttemptReporter {
  private readonly run: Run;
  private readonly agentName: AgentName;
  private readonly log: ExecutionLog;
  private readonly events: RunEvents;
  private attempt = 0;
  private open = false;
  private startedAt = 0;
  private lastError: ErrorResponse | undefined;

  constructor(run: Run, agentName: AgentName, log: ExecutionLog, events: RunEvents) {
    this.run = run;
    this.agentName = agentName;
    this.log = log;
    this.events = events;
  }

  /**
   * Opens an attempt, unless one is open; one that a dead process left open is closed as failed.
   *
   * @throws WorkflowEndedError when the run was ended from elsewhere
   */
  async start(): Promise<number> {
    if (this.open) return this.attempt;
    const cutOff = new AgentExecutionError(this.agentName, 'this attempt was cut off before its end');
    const attempt = await this.log.start(this.run.workflow_id, this.agentName, responseOf(this.run, cutOff));
    if (attempt === undefined) throw new WorkflowEndedError(this.run.workflow_id);
    this.attempt = attempt;
    this.open = true;
    this.startedAt = performance.now();
    await this.events.say(this.run, this.status('running', attempt), {
      body: {
        type: 'progress',
        agent_name: this.agentName,
        progress: 0,
        message: 'Reading sales and stores',
      },
      dedupeKey: `assembling:${this.agentName}:${attempt}`,
    });
    return attempt;
  }

  progress(percent: number, message: string): void {
    this.events.progress(this.run, {
      type: 'progress',
      agent_name: this.agentName,
      progress: Math.round(percent),
      message,
    });
  }

  /** What the attempt comes to, kept with its result; `conclude` says it once that is safe. */
  get finished(): FinishedAttempt {
    return { attempt: this.attempt, duration_ms: Math.round(performance.now() - this.startedAt) };
  }

  /** @returns the error as the execution log has it */
  async fail(error: OrchestratorError): Promise<ErrorResponse> {
    if (!this.open && this.lastError !== undefined) return this.lastError; // said at the end of its attempt
    this.lastError = responseOf(this.run, error);
    if (!this.open) return this.lastError;
    const status = error.error_type === 'AGENT_TIMEOUT' ? 'timed_out' : 'failed';
    await this.close(this.finished, status, this.lastError);
    await this.events.say(this.run, this.status(status, this.attempt, error.message));
    this.open = false;
    return this.lastError;
  }

  /** Says that an attempt is done and what came of it; doing it again changes nothing. */
  async conclude(
    finished: FinishedAttempt,
    status: 'completed' | 'skipped',
    reason: string | undefined,
    result: Words,
  ): Promise<void> {
    await this.close(finished, status, null);
    await this.events.say(this.run, this.status(status, finished.attempt, reason), result);
  }

  private async close(
    finished: FinishedAttempt,
    status: AgentStatus,
    error: ErrorResponse | null,
  ): Promise<void> {
    const entry = { agent_name: this.agentName, ...finished, status, error };
    await this.log.end(this.run.workflow_id, entry);
  }

  private status(status: AgentStatus, attempt: number, reason?: string): Words {
    return {
      body: {
        type: 'agent_status',
        agent_name: this.agentName,
        status,
        attempt,
        ...(reason !== undefined && { reason }),
      },
      dedupeKey: `${status}:${this.agentName}:${attempt}`,
    };
  }
}

export function responseOf(run: Run, error: OrchestratorError): ErrorResponse {
  return error.toResponse(run.request_id);
}
