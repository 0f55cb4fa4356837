export type {
  DemandContext,
  DemandOutput,
  InventoryContext,
  InventoryOutput,
  PricingContext,
  PricingOutput,
  SeasonActuals,
  SeasonContext,
  StoreShipment,
} from './agent-contexts.ts';
export type { DatasetCategory, DatasetFault, DatasetSummary } from './dataset.ts';
export { ERROR_TYPES, type ErrorResponse, type ErrorType } from './error-response.ts';
export type { ExtractionProvider, ExtractionResult, Provenance } from './parameter-extraction.ts';
export { silent, type ReportProgress } from './planning-agent.ts';
export type { CategoryHistory, StoreAttribute, StoreProfile, WeeklyTotals } from './sales-history.ts';
export {
  REPLENISHMENT_STRATEGIES,
  REQUIRED_PARAMETERS,
  type IsoDate,
  type IsoTimestamp,
  type PlanOptions,
  type ReplenishmentStrategy,
  type RequiredParameter,
  type SeasonParameters,
  type Violation,
} from './season-parameters.ts';
export type {
  DemandPlan,
  FactoryOrder,
  ForecastAccuracy,
  ForecastModelShare,
  InventoryPlan,
  Invariant,
  MarkdownDepth,
  PlanCertificate,
  PlanDraft,
  PriceElasticity,
  PricingPlan,
  Reasoning,
  ReplenishmentPlan,
  SeasonPlan,
  SeasonProjection,
  StoreAllocation,
  StoreCluster,
  UnitInterval,
  WeeklyDemand,
  WeeklyShipment,
} from './season-plan.ts';
export {
  TOLD,
  TRACED,
  type AgentAttemptTrace,
  type ExtractionTrace,
  type ModelCallTrace,
  type QueryTrace,
  type ReplayedEvents,
  type SeasonStepTrace,
} from './telemetry.ts';
export type {
  ExecutionLogEntry,
  RunWorkflowRequest,
  WorkflowAccepted,
  WorkflowLinks,
  WorkflowState,
} from './workflow.ts';
export {
  AGENT_NAMES,
  FINAL_WORKFLOW_STATUSES,
  WORKFLOW_STATUSES,
  isTerminal,
  type AgentName,
  type AgentStatus,
  type AgentStatusBody,
  type CompleteBody,
  type ConnectionError,
  type ErrorBody,
  type EventAgentName,
  type Heartbeat,
  type ProgressBody,
  type SkippedResult,
  type StreamMessage,
  type WorkflowEvent,
  type WorkflowEventBody,
  type WorkflowStatus,
} from './workflow-event.ts';
