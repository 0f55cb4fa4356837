export interface OrchestratorConfig {
  readonly approvalTimeoutMs: number;
  /** Finished runs, with their events, are kept this long. */
  readonly retentionDays: number;
  /** Runs that this node works on at once. */
  readonly concurrency: number;
  /** Runs of one owner that may be unfinished at a time; null or absent for no bound. */
  readonly maxRunsPerOwner?: number | null;
}

export const ORCHESTRATOR_CONFIG = Symbol('OrchestratorConfig');

/**
 * Names the steps of the season workflow and what they return. Bump it by hand when either changes: a run that was
 * started by another version cannot be continued, and ends as failed with that reason.
 */
export const WORKFLOW_VERSION = '1';

/** What a certificate says about what made its plan. */
export const PRODUCT_VERSIONS = { 'season-orchestrator': '0.1.0', workflow: WORKFLOW_VERSION };
