import {
  AGENT_NAMES,
  WORKFLOW_STATUSES,
  type AgentStatus,
  type ErrorResponse,
  type ExecutionLogEntry,
  type PlanOptions,
  type SeasonParameters,
  type SeasonPlan,
  type WorkflowAccepted,
  type WorkflowLinks,
  type WorkflowState,
} from '#contracts';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { PlanOptionsDto } from './run-workflow.dto.ts';

const ATTEMPT_STATUSES = ['running', 'completed', 'failed', 'timed_out', 'skipped'];
const ERROR_OR_NULL = { oneOf: [{ $ref: '#/components/schemas/ErrorResponse' }, { type: 'null' }] };
/** The plan's schema is the event stream's, in the same document. */
export const SEASON_PLAN = { $ref: '#/components/schemas/SeasonPlan' };

class WorkflowLinksDto implements WorkflowLinks {
  @ApiProperty({ example: '/api/orchestrator/workflows/2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11' })
  self!: string;

  @ApiProperty()
  plan!: string;

  @ApiProperty()
  events!: string;

  @ApiProperty({ example: '/ws/orchestrator/demo' })
  websocket!: string;
}

export class WorkflowAcceptedDto implements WorkflowAccepted {
  @ApiProperty({ format: 'uuid' })
  workflow_id!: string;

  @ApiProperty({ example: 'demo' })
  session_id!: string;

  @ApiProperty({ enum: WORKFLOW_STATUSES, description: 'pending while it waits for its turn' })
  status!: WorkflowAccepted['status'];

  @ApiProperty({ type: WorkflowLinksDto })
  links!: WorkflowLinksDto;
}

export class WorkflowSummaryDto extends WorkflowAcceptedDto {
  @ApiProperty({ example: "Women's Dresses" })
  category_id!: string;

  @ApiProperty({ example: 'default' })
  dataset_id!: string;

  @ApiProperty({ $ref: '#/components/schemas/SeasonParameters' } as ApiPropertyOptions)
  parameters!: SeasonParameters;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ oneOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] })
  finished_at!: string | null;
}

export class WorkflowPageDto {
  @ApiProperty({ type: [WorkflowSummaryDto] })
  workflows!: WorkflowSummaryDto[];

  @ApiProperty({
    oneOf: [{ type: 'string' }, { type: 'null' }],
    description: 'cursor of the next page; null on the last',
  })
  next_cursor!: string | null;
}

class ExecutionLogEntryDto implements ExecutionLogEntry {
  @ApiProperty({ enum: AGENT_NAMES })
  agent_name!: ExecutionLogEntry['agent_name'];

  @ApiProperty({
    type: 'integer',
    minimum: 1,
    description: 'From 1; run again after a crash is a new attempt',
  })
  attempt!: number;

  @ApiProperty({ format: 'date-time' })
  started_at!: string;

  @ApiProperty({
    oneOf: [{ type: 'integer' }, { type: 'null' }],
    description: 'null while the attempt runs',
  })
  duration_ms!: number | null;

  @ApiProperty({ enum: ATTEMPT_STATUSES })
  status!: AgentStatus;

  @ApiProperty(ERROR_OR_NULL)
  error!: ErrorResponse | null;
}

export class WorkflowStateDto extends WorkflowSummaryDto implements WorkflowState {
  @ApiProperty({ format: 'date', description: 'Only sales before this day are used' })
  as_of!: string;

  @ApiProperty({ type: PlanOptionsDto })
  options!: PlanOptions;

  @ApiProperty()
  require_approval!: boolean;

  @ApiProperty({ format: 'date-time' })
  updated_at!: string;

  @ApiProperty({ type: [ExecutionLogEntryDto] })
  execution_log!: ExecutionLogEntryDto[];

  @ApiProperty({ oneOf: [SEASON_PLAN, { type: 'null' }], description: 'null until the run is completed' })
  result!: SeasonPlan | null;

  @ApiProperty(ERROR_OR_NULL)
  error!: ErrorResponse | null;
}

class RegisteredAgentDto {
  @ApiProperty({ enum: AGENT_NAMES })
  name!: string;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Place in the chain' })
  order!: number;

  @ApiProperty({ type: 'integer', description: 'Deadline of one attempt' })
  timeout_ms!: number;

  @ApiProperty({ type: 'integer', description: 'Further attempts after a transient fault' })
  retries!: number;
}

export class AgentListDto {
  @ApiProperty({ type: [RegisteredAgentDto] })
  agents!: RegisteredAgentDto[];
}
