import type { ErrorResponse } from './error-response.ts';
import type { IsoTimestamp } from './season-parameters.ts';
import type { DemandPlan, InventoryPlan, PricingPlan, SeasonPlan } from './season-plan.ts';

export const AGENT_NAMES = ['demand', 'inventory', 'pricing'] as const;
export type AgentName = (typeof AGENT_NAMES)[number];
export type EventAgentName = AgentName | 'orchestrator';

export type AgentStatus =
  'waiting' | 'running' | 'completed' | 'failed' | 'timed_out' | 'skipped' | 'awaiting_approval';

export const WORKFLOW_STATUSES = [
  'pending',
  'running',
  'awaiting_approval',
  'completed',
  'failed',
  'timed_out',
  'cancelled',
] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

export const FINAL_WORKFLOW_STATUSES = [
  'completed',
  'failed',
  'timed_out',
  'cancelled',
] as const satisfies readonly WorkflowStatus[];

/** A result in place of an agent's own when parameters switch its phase off. */
export interface SkippedResult {
  readonly status: 'skipped';
  readonly reason: string;
}

interface EventEnvelope {
  readonly session_id: string;
  readonly workflow_id: string;
  /** Gapless from 1 within a session. */
  readonly sequence: number;
  readonly timestamp: IsoTimestamp;
}

export interface AgentStatusBody {
  readonly type: 'agent_status';
  readonly agent_name: EventAgentName;
  readonly status: AgentStatus;
  /** From 1; a step that runs again after a crash is a new attempt. */
  readonly attempt: number;
  readonly reason?: string;
}

export interface ProgressBody {
  readonly type: 'progress';
  readonly agent_name: EventAgentName;
  /** 0 to 100, never decreasing within an attempt. */
  readonly progress: number;
  readonly message: string;
}

export type CompleteBody = { readonly type: 'complete' } & (
  | { readonly agent_name: 'demand'; readonly result: DemandPlan | SkippedResult }
  | { readonly agent_name: 'inventory'; readonly result: InventoryPlan | SkippedResult }
  | { readonly agent_name: 'pricing'; readonly result: PricingPlan | SkippedResult }
  | { readonly agent_name: 'orchestrator'; readonly result: SeasonPlan }
);

export interface ErrorBody {
  readonly type: 'error';
  readonly agent_name?: EventAgentName;
  readonly error: ErrorResponse;
  /** True only on a run's last message. */
  readonly terminal: boolean;
}

/** What a run says; the event log adds session, sequence and time. */
export type WorkflowEventBody = AgentStatusBody | ProgressBody | CompleteBody | ErrorBody;

/** A stored event, exactly as every client receives it. */
export type WorkflowEvent = WorkflowEventBody & EventEnvelope;

/** Keep-alive with the session's newest sequence; neither numbered nor stored. */
export interface Heartbeat {
  readonly type: 'heartbeat';
  readonly session_id: string;
  readonly timestamp: IsoTimestamp;
  readonly head_sequence: number;
}

/** Answers a client's own frame, on that socket alone; neither numbered nor stored. */
export interface ConnectionError {
  readonly type: 'error';
  readonly session_id: string;
  readonly timestamp: IsoTimestamp;
  readonly error: ErrorResponse;
  readonly terminal: false;
}

export type StreamMessage = WorkflowEvent | Heartbeat | ConnectionError;

/** Whether this is the one message that ends its run. */
export function isTerminal(event: WorkflowEventBody): boolean {
  switch (event.type) {
    case 'complete':
      return event.agent_name === 'orchestrator';
    case 'error':
      return event.terminal;
    case 'agent_status':
    case 'progress':
      return false;
  }
}
