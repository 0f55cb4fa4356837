import { AGENT_NAMES, type SeasonPlan, type WorkflowAccepted, type WorkflowState } from '#contracts';
import { AgentHandoffManager } from '#agent-handoff';
import { RouteNotFoundError, ValidationError } from '#errors';
import {
  applyDecorators,
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PLAN_EXPORTS, planCsv, type PlanExport } from './plan-export.ts';
import { APPROVAL_EXAMPLES, CSV_EXAMPLE, RUN_EXAMPLES } from './request-examples.ts';
import { ApprovalDto, RunWorkflowDto, WorkflowListDto } from './run-workflow.dto.ts';
import { accepted, SeasonControl } from './season-control.service.ts';
import {
  AgentListDto,
  SEASON_PLAN,
  WorkflowAcceptedDto,
  WorkflowPageDto,
  WorkflowStateDto,
  type WorkflowSummaryDto,
} from './workflow-responses.dto.ts';
import { type Run, WorkflowStore } from './workflow.store.ts';

const DEFAULT_PAGE = 20;

/** What a run may have failed with, where its plan is asked for. */
const RunFailures = (): MethodDecorator =>
  applyDecorators(
    ApiResponse({ status: 422, description: 'CONTEXT_ASSEMBLY_ERROR: the data could not serve' }),
    ApiResponse({ status: 502, description: 'AGENT_EXECUTION_ERROR: an agent failed' }),
    ApiResponse({ status: 504, description: 'AGENT_TIMEOUT: an agent did not finish in time' }),
  );

/** Runs of the season workflow: start, state, plan, history, cancel, approve, export. */
@ApiTags('Plan a season')
@Controller('orchestrator')
export class OrchestratorController {
  constructor(
    @Inject(SeasonControl) private readonly control: SeasonControl,
    @Inject(WorkflowStore) private readonly store: WorkflowStore,
    @Inject(AgentHandoffManager) private readonly agents: AgentHandoffManager,
  ) {}

  @Post('run-workflow')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Start a plan',
    description:
      'Runs Demand → Inventory → Pricing; follow it at links.websocket, links.events or links.self.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key and body start one run, however often they are sent',
  })
  @ApiBody({ type: RunWorkflowDto, examples: RUN_EXAMPLES })
  @ApiResponse({
    status: 202,
    type: WorkflowAcceptedDto,
    description: 'The run is kept and has its turn soon',
  })
  @ApiResponse({ status: 404, description: 'DATA_NOT_FOUND: no such data set or category' })
  @ApiResponse({ status: 422, description: 'INVALID_PARAMETERS: the season breaks a rule' })
  runWorkflow(
    @Body() body: RunWorkflowDto,
    @Req() request: Request & { id: string },
    @Headers('Idempotency-Key') idempotencyKey?: string,
  ): Promise<WorkflowAccepted> {
    return this.control.start(body, request.id, idempotencyKey);
  }

  @Get('workflows')
  @ApiOperation({
    summary: 'History of runs, newest first',
    description: 'Page by page: `next_cursor` of one page is the `cursor` of the next.',
  })
  @ApiResponse({ status: 200, type: WorkflowPageDto, description: 'One page' })
  @ApiResponse({ status: 422, description: 'VALIDATION_ERROR: a query that breaks its schema' })
  async workflows(@Query() query: WorkflowListDto): Promise<WorkflowPageDto> {
    const limit = Number(query.limit ?? DEFAULT_PAGE);
    const runs = await this.store.list({
      limit: limit + 1,
      ...(query.session_id !== undefined && { session_id: query.session_id }),
      ...(query.status !== undefined && { status: query.status }),
      ...(query.cursor !== undefined && { before: positionOf(query.cursor) }),
    });
    const page = runs.slice(0, limit);
    return {
      workflows: page.map(summaryOf),
      next_cursor: runs.length > limit ? cursorOf(page[page.length - 1]) : null,
    };
  }

  @Get('workflows/:id')
  @ApiOperation({
    summary: 'State of a run: status, execution log, and the plan when it is done',
    description:
      'The execution log has every attempt of every agent. Its event stream tells the same as it happens.',
  })
  @ApiResponse({ status: 200, type: WorkflowStateDto, description: 'As it stands' })
  @ApiResponse({ status: 404, description: 'WORKFLOW_NOT_FOUND' })
  workflow(@Param('id') id: string): Promise<WorkflowState> {
    return this.control.state(id);
  }

  @Get('workflows/:id/plan')
  @ApiOperation({
    summary: 'The plan of a finished run',
    description: 'A run that failed answers with its own error and that error’s status.',
  })
  @ApiResponse({ status: 200, schema: SEASON_PLAN, description: 'The plan, certified' })
  @ApiResponse({
    status: 404,
    description: 'WORKFLOW_NOT_FOUND; DATA_NOT_FOUND: what the run was to plan with is gone',
  })
  @ApiResponse({ status: 409, description: 'CONFLICT: not finished; WORKFLOW_CANCELLED; APPROVAL_EXPIRED' })
  @RunFailures()
  async plan(@Param('id') id: string): Promise<SeasonPlan | null> {
    return (await this.control.finished(id)).plan;
  }

  @Get('workflows/:id/plan/:table.csv')
  @ApiOperation({
    summary: 'One table of the plan as CSV',
    description:
      'RFC 4180 with a header row; cells that a spreadsheet would take for a formula are made harmless.',
  })
  @ApiParam({ name: 'table', enum: PLAN_EXPORTS })
  @ApiProduces('text/csv')
  @ApiResponse({
    status: 200,
    description: 'The table',
    content: { 'text/csv': { schema: { type: 'string' }, example: CSV_EXAMPLE } },
  })
  @ApiResponse({ status: 404, description: 'WORKFLOW_NOT_FOUND, NOT_FOUND, DATA_NOT_FOUND' })
  @ApiResponse({ status: 409, description: 'CONFLICT: not finished; WORKFLOW_CANCELLED; APPROVAL_EXPIRED' })
  @RunFailures()
  async export(
    @Param('id') id: string,
    @Param('table') table: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    if (!(PLAN_EXPORTS as readonly string[]).includes(table))
      throw new RouteNotFoundError(request.method, request.path);
    const { plan, store_shipments } = await this.control.finished(id);
    if (plan === null) throw new Error('a completed run has a plan');
    response
      .type('text/csv; charset=utf-8')
      .setHeader('Content-Disposition', `attachment; filename="${table}-${id}.csv"`)
      .send(planCsv(table as PlanExport, plan, store_shipments));
  }

  @Post('workflows/:id/cancel')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Cancel a run',
    description: 'Its agent is ended at once; its last message is WORKFLOW_CANCELLED.',
  })
  @ApiResponse({ status: 202, type: WorkflowAcceptedDto, description: 'It is being cancelled' })
  @ApiResponse({ status: 404, description: 'WORKFLOW_NOT_FOUND' })
  @ApiResponse({ status: 409, description: 'CONFLICT: the run has ended' })
  cancel(@Param('id') id: string): Promise<WorkflowAccepted> {
    return this.control.cancel(id);
  }

  @Post('workflows/:id/approval')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Decide on a run that waits for approval',
    description: 'modify sets the safety stock and runs inventory again; reject cancels.',
  })
  @ApiBody({ type: ApprovalDto, examples: APPROVAL_EXAMPLES })
  @ApiResponse({ status: 202, type: WorkflowAcceptedDto, description: 'The run goes on as decided' })
  @ApiResponse({ status: 404, description: 'WORKFLOW_NOT_FOUND' })
  @ApiResponse({
    status: 409,
    description: 'CONFLICT: the run does not wait, or was decided otherwise; APPROVAL_EXPIRED',
  })
  approve(@Param('id') id: string, @Body() body: ApprovalDto): Promise<WorkflowAccepted> {
    return this.control.decide(id, body);
  }

  @Get('agents')
  @ApiOperation({
    summary: 'The agents, in the order in which a run calls them',
    description: 'With the deadline of one attempt, and how often a transient fault is tried again.',
  })
  @ApiResponse({ status: 200, type: AgentListDto, description: 'All agents' })
  registry(): AgentListDto {
    return {
      agents: AGENT_NAMES.map((name, index) => {
        const { timeout_ms, retries } = this.agents.definition(name).policy;
        return { name, order: index + 1, timeout_ms, retries };
      }),
    };
  }
}

function summaryOf(run: Run): WorkflowSummaryDto {
  return {
    ...accepted(run),
    category_id: run.category_id,
    dataset_id: run.dataset_id,
    parameters: run.parameters,
    created_at: run.created_at.toISOString(),
    finished_at: run.finished_at?.toISOString() ?? null,
  };
}

function cursorOf({ position }: Run): string {
  return Buffer.from(position).toString('base64url');
}

function positionOf(cursor: string): string {
  const position = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{1,18}$/.test(position))
    throw new ValidationError([
      { field: 'cursor', value: cursor, rule: 'must be the next_cursor of an earlier page' },
    ]);
  return position;
}
