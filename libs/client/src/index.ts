export { SeasonApiError, ServerUnreachableError, StreamGapError, StreamLostError } from './client-errors.ts';
export {
  PLAN_TABLES,
  SeasonClient,
  type AgentDescription,
  type ApprovalDecision,
  type DatasetDetails,
  type PlanTable,
  type SeasonClientOptions,
  type WorkflowList,
  type WorkflowListQuery,
  type WorkflowSummary,
} from './season-client.ts';
export type { WatchOptions } from './session-watch.ts';
