/**
 * What the libs tell of their work on `node:diagnostics_channel`, without knowing who listens. A publisher that nobody
 * listens to costs one property read.
 */

/** Tracing channels (`diagnostics_channel.tracingChannel`), one context object for each piece of work. */
export const TRACED = {
  /** `AgentAttemptTrace` */
  agentAttempt: 'season-orchestrator:agent-attempt',
  /** `SeasonStepTrace` */
  seasonStep: 'season-orchestrator:season-step',
  /** `ExtractionTrace` */
  extraction: 'season-orchestrator:extraction',
  /** `ModelCallTrace` */
  modelCall: 'season-orchestrator:model-call',
  /** `QueryTrace` */
  query: 'season-orchestrator:query',
} as const;

/** Plain channels (`diagnostics_channel.channel`). */
export const TOLD = {
  /** `ReplayedEvents` */
  replayed: 'season-orchestrator:replayed',
} as const;

/** One call of an agent, with its deadline. */
export interface AgentAttemptTrace {
  readonly agent_name: string;
  readonly attempt: number;
  /** Set when the attempt has ended. */
  status?: 'completed' | 'failed' | 'timed_out';
}

/** One step of a run: context, attempts and events of one agent. */
export interface SeasonStepTrace {
  readonly workflow_id: string;
  readonly session_id: string;
  readonly request_id: string;
  readonly agent_name: string;
}

/** One strategy text on its way to parameters. */
export interface ExtractionTrace {
  /** Who read it in the end: `azure-openai`, `openai` or `rules`. */
  provider?: string | undefined;
  /** How it ended, such as `complete`. */
  outcome?: string;
}

/** One try at a language model. Texts and keys never stand here. */
export interface ModelCallTrace {
  /** As OpenTelemetry names it (`gen_ai.provider.name`): `openai`, `azure.ai.openai`. */
  readonly provider: string;
  readonly model: string;
  response_model?: string;
  input_tokens?: number;
  output_tokens?: number;
}

export interface QueryTrace {
  /** The statement with its placeholders; values never stand here. */
  readonly sql: string;
}

export interface ReplayedEvents {
  readonly count: number;
}
