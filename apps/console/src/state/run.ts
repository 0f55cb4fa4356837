import type {
  AgentName,
  AgentStatus,
  DemandPlan,
  ErrorResponse,
  ExecutionLogEntry,
  InventoryPlan,
  PricingPlan,
  SeasonPlan,
  SkippedResult,
  WorkflowEvent,
  WorkflowState,
  WorkflowStatus,
} from '#contracts';
import { AGENT_NAMES, FINAL_WORKFLOW_STATUSES } from '#contracts';

interface LogLine {
  readonly timestamp: string;
  readonly text: string;
}

/** One agent's way through a run. */
export interface Lane {
  readonly agent: AgentName;
  readonly status: AgentStatus;
  readonly attempt: number;
  /** 0 to 100, of the current attempt. */
  readonly progress: number;
  /** What it does, or why it does nothing. */
  readonly message: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly log: readonly LogLine[];
}

/** `live`: what happens is seen as it happens. `lost`: it is looked for. `over`: the run has said its last word. */
type Connection = 'live' | 'lost' | 'over';

/** A run as the page shows it: what it was started with, and what its events have said so far. */
export interface RunView {
  readonly started: Omit<WorkflowState, 'result' | 'error' | 'status' | 'execution_log'>;
  readonly status: WorkflowStatus;
  readonly connection: Connection;
  /** The last event that was taken in; a reconnect asks for what follows. */
  readonly sequence: number;
  readonly lanes: readonly Lane[];
  readonly demand: DemandPlan | null;
  readonly inventory: InventoryPlan | null;
  readonly pricing: PricingPlan | null;
  readonly plan: SeasonPlan | null;
  readonly error: ErrorResponse | null;
}

export type RunAction =
  | { readonly type: 'run opened'; readonly state: WorkflowState }
  | { readonly type: 'run event'; readonly event: WorkflowEvent }
  | { readonly type: 'connection'; readonly isConnected: boolean };

export function isFinal(status: WorkflowStatus): boolean {
  return (FINAL_WORKFLOW_STATUSES as readonly WorkflowStatus[]).includes(status);
}

/** The run of a page; events of other runs, and events that were taken in before, change nothing. */
export function reduceRun(run: RunView | null, action: RunAction): RunView | null {
  switch (action.type) {
    case 'run opened':
      return opened(run, action.state);
    case 'run event':
      return run === null ? null : taken(run, action.event);
    case 'connection':
      if (run === null || run.connection === 'over') return run;
      return { ...run, connection: action.isConnected ? 'live' : 'lost' };
  }
}

function opened(run: RunView | null, state: WorkflowState): RunView {
  const { result, error, status, execution_log, ...started } = state;
  // What the stream has said is newer than any answer of REST.
  if (run?.started.workflow_id === state.workflow_id && run.sequence > 0) return run;
  return {
    started,
    status,
    connection: isFinal(status) ? 'over' : 'live',
    sequence: 0,
    lanes: AGENT_NAMES.map((agent) =>
      laneOf(
        agent,
        execution_log.filter(({ agent_name }) => agent_name === agent),
      ),
    ),
    demand: result?.demand ?? null,
    inventory: result?.inventory ?? null,
    pricing: result?.pricing ?? null,
    plan: result,
    error,
  };
}

/** A lane from what the server has logged of its attempts, for as long as no event says more. */
function laneOf(agent: AgentName, attempts: readonly ExecutionLogEntry[]): Lane {
  const last = attempts.at(-1);
  const lane: Lane = {
    agent,
    status: 'waiting',
    attempt: 1,
    progress: 0,
    message: '',
    startedAt: null,
    endedAt: null,
    log: [],
  };
  if (last === undefined) return lane;
  const ended =
    last.duration_ms === null ? null : new Date(Date.parse(last.started_at) + last.duration_ms).toISOString();
  return {
    ...lane,
    status: last.status,
    attempt: last.attempt,
    progress: last.status === 'completed' ? 100 : 0,
    message: last.error?.message ?? '',
    startedAt: last.started_at,
    endedAt: ended,
  };
}

function taken(run: RunView, event: WorkflowEvent): RunView {
  if (event.workflow_id !== run.started.workflow_id || event.sequence <= run.sequence) return run;
  const next: RunView = { ...run, sequence: event.sequence };
  switch (event.type) {
    case 'agent_status': {
      const { agent_name, status, attempt, reason = '', timestamp } = event;
      if (agent_name === 'orchestrator')
        return status === 'awaiting_approval' ? { ...next, status: 'awaiting_approval' } : next;
      const lane = (before: Lane): Lane => {
        switch (status) {
          case 'running':
            return {
              ...before,
              status,
              attempt,
              progress: 0,
              message: '',
              startedAt: timestamp,
              endedAt: null,
            };
          case 'waiting':
          case 'awaiting_approval':
            return { ...before, status, attempt, message: reason };
          case 'completed':
          case 'failed':
          case 'timed_out':
          case 'skipped':
            return {
              ...before,
              status,
              attempt,
              progress: status === 'completed' ? 100 : before.progress,
              message: reason === '' ? before.message : reason,
              endedAt: timestamp,
            };
        }
      };
      const isUnderWay = status === 'running' && !isFinal(run.status);
      return { ...inLane(next, agent_name, lane), ...(isUnderWay && { status: 'running' }) };
    }
    case 'progress': {
      const { agent_name, progress, message, timestamp } = event;
      if (agent_name === 'orchestrator') return next;
      return inLane(next, agent_name, (lane) => ({
        ...lane,
        progress,
        message,
        log: [...lane.log, { timestamp, text: message }],
      }));
    }
    case 'complete':
      return completed(next, event);
    case 'error':
      if (!event.terminal) return next;
      return {
        ...next,
        status: statusAfter(event.error),
        error: event.error,
        connection: 'over',
        lanes: next.lanes.map((lane) =>
          lane.status === 'running'
            ? {
                ...lane,
                status: event.agent_name === lane.agent ? 'failed' : 'waiting',
                endedAt: event.timestamp,
              }
            : lane,
        ),
      };
  }
}

function completed(run: RunView, event: Extract<WorkflowEvent, { type: 'complete' }>): RunView {
  switch (event.agent_name) {
    case 'demand':
      return isSkipped(event.result) ? run : { ...run, demand: event.result };
    case 'inventory':
      return isSkipped(event.result) ? run : { ...run, inventory: event.result };
    case 'pricing':
      return isSkipped(event.result) ? run : { ...run, pricing: event.result };
    case 'orchestrator': {
      const { demand, inventory, pricing } = event.result;
      return {
        ...run,
        demand,
        inventory,
        pricing,
        plan: event.result,
        status: 'completed',
        connection: 'over',
      };
    }
  }
}

/** A phase that was switched off has a reason in place of a plan. */
function isSkipped(
  result: DemandPlan | InventoryPlan | PricingPlan | SkippedResult,
): result is SkippedResult {
  return 'status' in result && result.status === 'skipped' && !('reasoning' in result);
}

function statusAfter({ error_type }: ErrorResponse): WorkflowStatus {
  if (error_type === 'WORKFLOW_CANCELLED') return 'cancelled';
  return error_type === 'AGENT_TIMEOUT' ? 'timed_out' : 'failed';
}

function inLane(run: RunView, agent: AgentName, change: (lane: Lane) => Lane): RunView {
  return { ...run, lanes: run.lanes.map((lane) => (lane.agent === agent ? change(lane) : lane)) };
}
