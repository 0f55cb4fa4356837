import type { AgentName, AgentStatus, ErrorResponse } from '#contracts';
import { AgentExecutionError, type OrchestratorError } from '#errors';
import type { EventPublisher } from '#streaming';
import type pg from 'pg';
import type { Run, WorkflowStore } from './workflow.store.ts';

export interface FinishedAttempt {
  readonly attempt: number;
  readonly duration_ms: number;
}

/** Keeps the attempts of one agent in the execution log, and says in the run's events how they go. */
export class AttemptReporter {
  private readonly run: Run;
  private readonly agentName: AgentName;
  private readonly store: WorkflowStore;
  private readonly events: EventPublisher;
  private attempt = 0;
  private open = false;
  private startedAt = 0;
  private lastError: ErrorResponse | undefined;

  constructor(run: Run, agentName: AgentName, store: WorkflowStore, events: EventPublisher) {
    this.run = run;
    this.agentName = agentName;
    this.store = store;
    this.events = events;
  }

  /** Opens an attempt, unless one is open; one that a dead process left open is closed as failed. */
  async start(): Promise<number> {
    if (this.open) return this.attempt;
    const cutOff = new AgentExecutionError(this.agentName, 'this attempt was cut off before its end');
    this.attempt = await this.store.startAttempt(
      this.run.workflow_id,
      this.agentName,
      responseOf(this.run, cutOff),
    );
    this.open = true;
    this.startedAt = performance.now();
    await this.say('running');
    this.progress(0, 'Assembling the context');
    return this.attempt;
  }

  progress(percent: number, message: string): void {
    this.events.progress(this.run.session_id, this.run.workflow_id, {
      type: 'progress',
      agent_name: this.agentName,
      progress: Math.round(percent),
      message,
    });
  }

  /** What the attempt comes to, kept with its result; said by `conclude` once that is safe. */
  get finished(): FinishedAttempt {
    return { attempt: this.attempt, duration_ms: this.elapsed };
  }

  /** @returns the error as the execution log has it */
  async fail(error: OrchestratorError): Promise<ErrorResponse> {
    if (!this.open && this.lastError !== undefined) return this.lastError; // said at the end of its attempt
    this.lastError = responseOf(this.run, error);
    const status = error.error_type === 'AGENT_TIMEOUT' ? 'timed_out' : 'failed';
    await this.end(status, this.lastError, error.message);
    return this.lastError;
  }

  private async end(
    status: AgentStatus,
    error: ErrorResponse | null,
    reason: string | undefined,
  ): Promise<void> {
    if (!this.open) return;
    await this.conclude(this.finished, status, error, reason);
    this.open = false;
  }

  /** Closes an attempt in the log together with its last status; doing it again changes nothing. */
  async conclude(
    { attempt, duration_ms }: FinishedAttempt,
    status: AgentStatus,
    error: ErrorResponse | null,
    reason: string | undefined,
  ): Promise<void> {
    this.attempt = attempt;
    const entry = { agent_name: this.agentName, attempt, duration_ms, status, error };
    await this.say(status, reason, (client) => this.store.endAttempt(client, this.run.workflow_id, entry));
  }

  private get elapsed(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  private async say(
    status: AgentStatus,
    reason?: string,
    alongside?: (client: pg.PoolClient) => Promise<void>,
  ): Promise<void> {
    const { attempt } = this;
    await this.events.publish(
      this.run.session_id,
      this.run.workflow_id,
      {
        type: 'agent_status',
        agent_name: this.agentName,
        status,
        attempt,
        ...(reason !== undefined && { reason }),
      },
      { dedupeKey: `${status}:${this.agentName}:${attempt}`, ...(alongside && { alongside }) },
    );
  }
}

export function responseOf(run: Run, error: OrchestratorError): ErrorResponse {
  return error.toResponse(run.request_id);
}
