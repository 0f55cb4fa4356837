import type { ErrorResponse } from './error-response.ts';
import type { IsoDate, IsoTimestamp, PlanOptions, SeasonParameters } from './season-parameters.ts';
import type { SeasonPlan } from './season-plan.ts';
import type { AgentName, AgentStatus, WorkflowStatus } from './workflow-event.ts';

/** The body of `POST /api/orchestrator/run-workflow`. */
export interface RunWorkflowRequest {
  readonly session_id: string;
  readonly parameters: Omit<
    SeasonParameters,
    'season_end_date' | 'markdown_checkpoint_week' | 'markdown_threshold'
  > &
    Partial<Pick<SeasonParameters, 'season_end_date' | 'markdown_checkpoint_week' | 'markdown_threshold'>>;
  readonly category_id: string;
  readonly dataset_id?: string;
  readonly as_of?: IsoDate;
  readonly require_approval?: boolean;
  readonly options?: PlanOptions;
}

export interface WorkflowLinks {
  readonly self: string;
  readonly plan: string;
  readonly events: string;
  readonly websocket: string;
}

/** The 202 answer of `run-workflow`. */
export interface WorkflowAccepted {
  readonly workflow_id: string;
  readonly session_id: string;
  readonly status: WorkflowStatus;
  readonly links: WorkflowLinks;
}

/** One try of one agent. */
export interface ExecutionLogEntry {
  readonly agent_name: AgentName;
  readonly attempt: number;
  readonly started_at: IsoTimestamp;
  /** Null while the attempt runs. */
  readonly duration_ms: number | null;
  readonly status: AgentStatus;
  readonly error: ErrorResponse | null;
}

/** The answer of `GET /api/orchestrator/workflows/{id}`. */
export interface WorkflowState extends WorkflowAccepted {
  readonly category_id: string;
  readonly dataset_id: string;
  readonly as_of: IsoDate;
  readonly parameters: SeasonParameters;
  readonly options: PlanOptions;
  readonly require_approval: boolean;
  readonly created_at: IsoTimestamp;
  readonly updated_at: IsoTimestamp;
  readonly finished_at: IsoTimestamp | null;
  readonly execution_log: readonly ExecutionLogEntry[];
  readonly result: SeasonPlan | null;
  readonly error: ErrorResponse | null;
}
