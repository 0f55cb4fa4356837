import type { ReportProgress } from '#contracts';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { TransientAgentError } from './agent-definition.ts';
import type { WorkerOutcome, WorkerTask } from './agent-runner.worker.ts';

/** Bound of a worker's JavaScript heap; typed arrays and WebAssembly memory come on top, bounded by the inputs. */
const MAX_HEAP_MIB = 512;
const QUEUE_LENGTH = 10_000;

/** Threads for agents. Ending a call ends its thread, even in a busy loop, and the pool makes another. */
export class WorkerPool {
  private readonly pool: Piscina;

  constructor(threads: number, maxHeapMib = MAX_HEAP_MIB) {
    const extension = path.extname(import.meta.filename); // .ts from source, .js from dist
    this.pool = new Piscina({
      filename: new URL(`./agent-runner.worker${extension}`, import.meta.url).href,
      minThreads: threads,
      maxThreads: threads,
      maxQueue: QUEUE_LENGTH,
      idleTimeout: Infinity,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMib },
      execArgv: extension === '.ts' ? ['--conditions=source'] : [],
    });
    // A thread that dies takes its call down with it, which says so; the pool itself goes on.
    this.pool.on('error', () => undefined);
  }

  /** Threads alive now. */
  get size(): number {
    return this.pool.threads.length;
  }

  get queued(): number {
    return this.pool.queueSize;
  }

  /** @throws what the agent throws; an AbortError when `signal` ended the thread */
  async run(module: URL, input: unknown, signal: AbortSignal, report: ReportProgress): Promise<unknown> {
    const { port1, port2 } = new MessageChannel();
    const allReported = new Promise<void>((resolve) => {
      port1.on('message', (message: { percent: number; message: string } | null) => {
        if (message === null) resolve();
        else report(message.percent, message.message);
      });
      port1.once('close', resolve);
    });
    const task: WorkerTask = { module: module.href, input, progress: port2 };
    try {
      const outcome = (await this.pool.run(task, { signal, transferList: [port2] })) as WorkerOutcome;
      await allReported; // the last report and the result come by different ways
      if ('transientFault' in outcome) throw new TransientAgentError(outcome.transientFault);
      return outcome.result;
    } finally {
      port1.close();
    }
  }

  /** Loads the modules in every thread. */
  async warmUp(modules: readonly URL[]): Promise<void> {
    await Promise.all(
      modules.flatMap((module) =>
        this.pool.threads.map(async () => {
          const { port1, port2 } = new MessageChannel();
          await this.pool.run(
            { module: module.href, input: null, progress: port2, warmUp: true },
            { transferList: [port2] },
          );
          port1.close();
        }),
      ),
    );
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
