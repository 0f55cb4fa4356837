import type { MessagePort } from 'node:worker_threads';
import type { ReportProgress } from '#contracts';

export interface WorkerTask {
  /** URL of the agent's module. */
  readonly module: string;
  readonly input: unknown;
  /** Where progress goes. */
  readonly progress: MessagePort;
  /** Only load the module, so that the first call does not pay for it. */
  readonly warmUp?: boolean;
}

export type WorkerAgent = (input: unknown, report: ReportProgress) => unknown;

/** What comes back from the thread; an error's name does not survive the way, so that of a transient fault is said. */
export type WorkerOutcome = { readonly result: unknown } | { readonly transientFault: string };

/** Runs in a pool thread: loads the agent's module once, calls it, passes its progress on. */
export default async function runAgent({
  module,
  input,
  progress,
  warmUp,
}: WorkerTask): Promise<WorkerOutcome> {
  const { default: agent } = (await import(module)) as { default: WorkerAgent };
  if (warmUp === true) return { result: undefined };
  try {
    return {
      result: await agent(input, (percent, message) => progress.postMessage({ percent, message })),
    };
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'TransientAgentError')
      return { transientFault: thrown.message };
    throw thrown;
  } finally {
    progress.postMessage(null); // everything reported has been sent
  }
}
