import type { ReportProgress } from '#contracts';

/** What an agent is told about the call it is in. */
export interface AgentCall {
  /** Aborted when the deadline passes or the run is cancelled. */
  readonly signal: AbortSignal;
  readonly report: ReportProgress;
}

/** Work on this thread. It should heed `call.signal`; it is abandoned, not ended, when it does not. */
export type AgentHandler = (input: unknown, call: AgentCall) => unknown;

/** Work in a thread of its own: a module whose default export is `(input, report) => result`. */
interface WorkerModule {
  readonly module: URL;
}

export interface AgentPolicy {
  /** Deadline of one attempt. */
  readonly timeout_ms: number;
  /** Further attempts after a transient fault. */
  readonly retries: number;
  /** Wait before the first retry; doubled before each further one. */
  readonly backoff_ms: number;
}

export interface AgentDefinition {
  readonly name: string;
  readonly work: AgentHandler | WorkerModule;
  readonly policy: AgentPolicy;
  /** What is wrong with a result, in words; undefined when it is one of the agent's results. */
  readonly resultFault: (result: unknown) => string | undefined;
}

/** One attempt, as the execution log keeps it. */
export interface AttemptRecord {
  readonly agent_name: string;
  readonly attempt: number;
  readonly started_at: string;
  readonly duration_ms: number;
  readonly status: 'completed' | 'failed' | 'timed_out';
  readonly error: Error | null;
}

/** Hears what a call does; awaited, so that what it writes is in order. */
export interface CallObserver {
  /** @returns the number of the attempt that starts now */
  readonly onStart?: () => Promise<number>;
  readonly onProgress?: ReportProgress;
  readonly onEnd?: (record: AttemptRecord) => Promise<void>;
}

export class AgentAlreadyRegisteredError extends Error {
  override readonly name = 'AgentAlreadyRegisteredError';

  constructor(readonly agent_name: string) {
    super(`An agent "${agent_name}" is registered already; names are unique.`);
  }
}

export class UnknownAgentError extends Error {
  override readonly name = 'UnknownAgentError';

  constructor(
    readonly agent_name: string,
    readonly known: readonly string[],
  ) {
    super(`There is no agent "${agent_name}"; registered are ${known.join(', ') || 'none'}.`);
  }
}

export class NotCallableAgentError extends Error {
  override readonly name = 'NotCallableAgentError';

  constructor(readonly agent_name: string) {
    super(`Agent "${agent_name}" is neither a function nor a worker module.`);
  }
}

/** A fault that may be gone on the next try, such as a worker that the system ended. */
export class TransientAgentError extends Error {
  override readonly name = 'TransientAgentError';
}
