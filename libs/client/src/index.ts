export { SeasonApiError, StreamGapError, StreamLostError } from './client-errors.ts';
export {
  SeasonClient,
  type AgentDescription,
  type ApprovalDecision,
  type DatasetDetails,
  type SeasonClientOptions,
  type WorkflowList,
  type WorkflowListQuery,
  type WorkflowSummary,
} from './season-client.ts';
export type { WatchOptions } from './session-watch.ts';
