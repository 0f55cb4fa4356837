import type { AgentName, AgentStatus, ErrorResponse } from '#contracts';
import { AgentExecutionError, type OrchestratorError } from '#errors';
import type { EventPublisher } from '#streaming';
import type { Run, WorkflowStore } from './workflow.store.ts';

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

  /** @param skipReason why the parameters switch this phase off, when they do */
  async succeed(skipReason: string | undefined): Promise<void> {
    this.progress(100, skipReason === undefined ? 'Done' : 'Skipped');
    await this.end(skipReason === undefined ? 'completed' : 'skipped', null, skipReason);
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
    const { workflow_id } = this.run;
    await this.store.endAttempt(workflow_id, {
      agent_name: this.agentName,
      attempt: this.attempt,
      duration_ms: Math.round(performance.now() - this.startedAt),
      status,
      error,
    });
    await this.say(status, reason);
    this.open = false;
  }

  private async say(status: AgentStatus, reason?: string): Promise<void> {
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
      { dedupeKey: `${status}:${this.agentName}:${attempt}` },
    );
  }
}

export function responseOf(run: Run, error: OrchestratorError): ErrorResponse {
  return error.toResponse(run.request_id);
}
