import { DBOS } from '@dbos-inc/dbos-sdk';
import type { AgentName, DemandOutput, InventoryOutput } from '#contracts';
import { AgentExecutionError, OrchestratorError } from '#errors';
import { withSafetyStock } from './approved-safety-stock.ts';
import type { Handoff } from './season-chain.ts';
import type { SeasonRunner, StepOutcome } from './season-runner.service.ts';
import type { Run } from './workflow.store.ts';

/** What the workflow needs from the application; set once, before DBOS is launched. */
export interface WorkflowHost {
  readonly runner: SeasonRunner;
  readonly approvalTimeoutMs: number;
  readonly onFault: (workflowId: string, error: unknown) => void;
}

/** What the first part of a run leaves for the part after an approval. */
export interface BeforeApproval {
  readonly demand: DemandOutput;
  readonly inventory: InventoryOutput;
}

let host: WorkflowHost | undefined;

export function hostWorkflows(application: WorkflowHost): void {
  host = application;
}

function theHost(): WorkflowHost {
  if (host === undefined) throw new Error('workflows run only once the application hosts them');
  return host;
}

/**
 * The season workflow. Agents run in steps that DBOS checkpoints; what lies between the steps is safe to do again, since
 * every event has a key that stores it once. With `require_approval` it ends before pricing, so that a run that waits
 * for days holds no place in the queue; `continueSeason` is its second part.
 */
export const planSeason = DBOS.registerWorkflow(
  (workflowId: string): Promise<BeforeApproval | null> =>
    guarded(workflowId, async ({ runner, approvalTimeoutMs }) => {
      const run = await runner.run(workflowId);
      const demand = await agentStep(run, 'demand', {});
      if (demand === undefined) return null;
      const inventory = await agentStep(run, 'inventory', { demand });
      if (inventory === undefined) return null;
      // Decided before the start, so the same on every replay.
      if (!run.require_approval) {
        await price(run, { demand, inventory });
        return null;
      }
      await runner.pause(run, approvalTimeoutMs);
      return { demand, inventory };
    }),
  { name: 'planSeason' },
);

/** The part after an approval. A modified safety stock runs inventory again, and nothing before it. */
export const continueSeason = DBOS.registerWorkflow(
  (workflowId: string): Promise<null> =>
    guarded(workflowId, async ({ runner }) => {
      const before = await DBOS.getResult<BeforeApproval | null>(workflowId);
      const run = await runner.run(workflowId);
      const { approval } = run;
      if (before === null || approval === null)
        throw new Error('an approved run has a first part and a decision');
      let { demand, inventory } = before;
      if (approval.decision === 'modify' && approval.safety_stock_pct !== undefined) {
        demand = withSafetyStock(demand, approval.safety_stock_pct);
        const again = await agentStep(run, 'inventory', { demand }, 2);
        if (again === undefined) return null;
        inventory = again;
      }
      await price(run, { demand, inventory });
      return null;
    }),
  { name: 'continueSeason' },
);

async function price(run: Run, before: BeforeApproval): Promise<void> {
  const pricing = await agentStep(run, 'pricing', before);
  if (pricing !== undefined) await theHost().runner.complete(run, { ...before, pricing });
}

/** One agent as a checkpointed step; undefined when the run has ended, by its fault or otherwise. */
async function agentStep<Name extends AgentName>(
  run: Run,
  name: Name,
  before: Handoff,
  round = 1,
): Promise<NonNullable<Handoff[Name]> | undefined> {
  const { runner } = theHost();
  const outcome: StepOutcome<NonNullable<Handoff[Name]>> = await DBOS.runStep(
    () => runner.runAgent(run, name, before),
    {
      name: round === 1 ? name : `${name} again`,
    },
  );
  switch (outcome.status) {
    case 'completed':
      await runner.publishResult(run, name, outcome, round);
      return outcome.output;
    case 'failed':
    case 'timed_out':
      await runner.fail(run.workflow_id, outcome.status, outcome.error, name);
      return undefined;
    case 'ended':
      return undefined;
  }
}

/** Nothing may leave a run "running" for ever: a fault nobody foresaw ends it as failed. */
async function guarded<T>(workflowId: string, work: (host: WorkflowHost) => Promise<T>): Promise<T | null> {
  const application = theHost();
  try {
    return await work(application);
  } catch (error) {
    if (isDbosControl(error)) throw error;
    application.onFault(workflowId, error);
    const fault =
      error instanceof OrchestratorError
        ? error
        : new AgentExecutionError('orchestrator', 'the run ended with an error; the log has it', {
            cause: error,
          });
    await application.runner.fail(workflowId, 'failed', fault);
    return null;
  }
}

/** DBOS stops a workflow by throwing into it, at a cancellation or at shutdown; that is not a fault of the run. */
function isDbosControl(error: unknown): boolean {
  return error instanceof Error && error.constructor.name.startsWith('DBOS');
}
