import { SeasonApiError, type SeasonClient } from '#client';
import type { DemandPlan, InventoryPlan, SeasonPlan, WorkflowAccepted, WorkflowEvent } from '#contracts';
import { decideOnBuy, type Buy } from './approval.ts';
import { CommandError } from './command-error.ts';
import type { Interruption } from './interruption.ts';
import { LiveLines } from './live-lines.ts';
import { RunProgress } from './run-progress.ts';
import { printable, type Terminal } from './terminal.ts';

/** How long a cancelled run may take to say so. */
const FAREWELL_MS = 10_000;

export interface SeasonRunEnd {
  /** Null when the run waits for a decision and there is nobody to make it. */
  readonly plan: SeasonPlan | null;
  readonly progress: RunProgress;
}

/**
 * Follows a run to its end: shows how far it is, has its buy decided on when it waits, and cancels it on Ctrl-C.
 *
 * @throws CommandError failed or cancelled with the run's own error
 */
export async function followRun(
  run: WorkflowAccepted,
  client: SeasonClient,
  acceptsAll: boolean,
  terminal: Terminal,
  interruption: Interruption,
): Promise<SeasonRunEnd> {
  const { signal } = interruption;
  const progress = new RunProgress();
  const buy: { -readonly [Part in keyof Buy]?: Buy[Part] } = {};
  let isConnected = true;
  let aheadMs = 0; // of the server's clock before ours
  const live = new LiveLines(terminal.notes, () => [
    ...progress.lines(terminal.notes.paint, terminal.notes.width - 1, Date.now() + aheadMs),
    ...(!isConnected ? ['  connection lost, trying again; nothing of the run is lost'] : []),
    ...(signal.aborted ? ['  cancelling …'] : []),
  ]);
  const farewell = new AbortController();
  const cancel = (): void => {
    setTimeout(() => farewell.abort(), FAREWELL_MS).unref();
    // A run that has just ended cannot be cancelled: its last message says how it went.
    client.cancel(run.workflow_id).catch(() => undefined);
  };
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  let last: WorkflowEvent | undefined;
  try {
    live.show();
    for await (const event of client.watchWorkflow(run, {
      signal: farewell.signal,
      onConnection: (connected) => (isConnected = connected),
    })) {
      last = event;
      aheadMs = Date.parse(event.timestamp) - Date.now();
      progress.take(printable(event));
      live.update();
      if (event.type === 'complete' && event.agent_name === 'demand') buy.demand = event.result as DemandPlan;
      if (event.type === 'complete' && event.agent_name === 'inventory')
        buy.inventory = event.result as InventoryPlan;
      if (event.type !== 'agent_status' || event.status !== 'awaiting_approval') continue;
      live.hide();
      if (!(await decide(run, buy as Buy, client, acceptsAll, terminal, signal)))
        return { plan: null, progress };
      live.show();
    }
  } finally {
    live.hide();
    signal.removeEventListener('abort', cancel);
  }
  if (last?.type === 'complete' && last.agent_name === 'orchestrator') return { plan: last.result, progress };
  throw endedWithoutPlan(last, run);
}

/** @returns false when there is nobody to decide */
async function decide(
  { workflow_id }: WorkflowAccepted,
  buy: Buy,
  client: SeasonClient,
  acceptsAll: boolean,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const decision = await decideOnBuy(buy, acceptsAll, terminal);
    if (decision === null) return false;
    await client.approve(workflow_id, decision);
  } catch (error) {
    const isDecidedElsewhere = error instanceof SeasonApiError && error.status === 409;
    if (!isDecidedElsewhere && !signal.aborted) throw error; // on Ctrl-C the run is being cancelled
  }
  return true;
}

function endedWithoutPlan(last: WorkflowEvent | undefined, { workflow_id }: WorkflowAccepted): CommandError {
  if (last?.type !== 'error')
    return new CommandError(
      'cancelled',
      `Run ${workflow_id} was asked to stop, but has not said that it did; its state is at /api/orchestrator/workflows/${workflow_id}.`,
    );
  const isCancelled = ['WORKFLOW_CANCELLED', 'APPROVAL_EXPIRED'].includes(last.error.error_type);
  return CommandError.of(last.error, isCancelled ? 'cancelled' : 'failed');
}
