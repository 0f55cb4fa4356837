import type { IncomingMessage } from 'node:http';

export interface StreamingConfig {
  /** Milliseconds between heartbeats on WebSockets and event streams. */
  readonly heartbeatIntervalMs: number;
  /** Web origins, beside the server's own, whose pages may open a WebSocket; null lets every origin in. Clients without an Origin are no browsers. */
  readonly allowedOrigins: readonly string[] | null;
  /** WebSockets and event streams that one address may hold open; null for no bound. */
  readonly maxSocketsPerAddress: number | null;
}

export const STREAMING_CONFIG = Symbol('StreamingConfig');

/** Where a run's events are. Any module of the application provides it under `WORKFLOW_LOOKUP`. */
export interface WorkflowLookup {
  /** The session of a workflow; null when there is no such workflow. */
  sessionOf(workflowId: string): Promise<string | null>;
}

export const WORKFLOW_LOOKUP = Symbol('WorkflowLookup');

/**
 * Who may follow a session. Any module of the application may provide it under `SESSION_ACCESS`; without one every
 * client may follow every session.
 */
export interface SessionAccess {
  /**
   * Called at the WebSocket upgrade, before it is answered. A browser cannot set headers there: its key comes as
   * `apiKeyOf(request)`.
   * @throws UnauthenticatedError, ForbiddenError, RateLimitedError …: any OrchestratorError, answered with its status
   */
  authorise(request: IncomingMessage, sessionId: string): Promise<void>;
}

export const SESSION_ACCESS = Symbol('SessionAccess');
