import { TRACED, type AgentAttemptTrace } from '#contracts';
import { AgentExecutionError, AgentTimeoutError, OrchestratorError } from '#errors';
import { tracingChannel } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import {
  AgentAlreadyRegisteredError,
  NotCallableAgentError,
  TransientAgentError,
  UnknownAgentError,
  type AgentDefinition,
  type AttemptRecord,
  type CallObserver,
} from './agent-definition.ts';
import type { WorkerPool } from './worker-pool.ts';

const ATTEMPTS = tracingChannel<unknown, AgentAttemptTrace>(TRACED.agentAttempt);

export interface CallOptions {
  /** Instead of the policy's. */
  readonly timeout_ms?: number;
  readonly signal?: AbortSignal;
  readonly observer?: CallObserver;
}

export interface ChainResult {
  readonly result: unknown;
  readonly log: readonly AttemptRecord[];
}

/** Told of results that came after their deadline. */
export type LateResultLogger = (agent_name: string, attempt: number) => void;

/** Knows the agents, calls them with a deadline that ends the work, and hands the result of one to the next. */
export class AgentHandoffManager {
  private readonly agents = new Map<string, AgentDefinition>();
  private readonly pool: WorkerPool;
  private readonly onLateResult: LateResultLogger;

  constructor(pool: WorkerPool, onLateResult: LateResultLogger = () => undefined) {
    this.pool = pool;
    this.onLateResult = onLateResult;
  }

  /** @throws AgentAlreadyRegisteredError, NotCallableAgentError */
  register(agent: AgentDefinition): void {
    if (this.agents.has(agent.name)) throw new AgentAlreadyRegisteredError(agent.name);
    const { work } = agent;
    if (typeof work !== 'function' && !((work as { module?: unknown } | null)?.module instanceof URL))
      throw new NotCallableAgentError(agent.name);
    this.agents.set(agent.name, agent);
  }

  /** The registered agents, in the order of their registration. */
  get registered(): readonly AgentDefinition[] {
    return [...this.agents.values()];
  }

  /** @throws UnknownAgentError */
  definition(name: string): AgentDefinition {
    const agent = this.agents.get(name);
    if (agent === undefined) throw new UnknownAgentError(name, [...this.agents.keys()]);
    return agent;
  }

  /** Threads load the agents' modules now instead of in their first call. */
  async warmUp(): Promise<void> {
    await this.pool.warmUp(
      this.registered.flatMap(({ work }) => (typeof work === 'function' ? [] : [work.module])),
    );
  }

  /**
   * Calls an agent; transient faults are tried again as its policy says.
   *
   * @throws UnknownAgentError; AgentTimeoutError when an attempt passed its deadline; AgentExecutionError for whatever
   * else the agent did wrong; the signal's reason when the caller gave up
   */
  async call(name: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    const agent = this.definition(name);
    const { retries, backoff_ms } = agent.policy;
    for (let failures = 0; ; failures++) {
      const outcome = await this.attempt(agent, input, failures + 1, options);
      if (outcome.error === undefined) return outcome.result;
      if (!outcome.transient || failures >= retries) throw outcome.error;
      await delay(backoff_ms * 2 ** failures, undefined, {
        ...(options.signal && { signal: options.signal }),
      });
    }
  }

  /** Calls agents one after the other: the result of each is the input of the next. */
  async chain(
    names: readonly string[],
    input: unknown,
    options: Omit<CallOptions, 'observer'> = {},
  ): Promise<ChainResult> {
    for (const name of names) this.definition(name); // an unknown one is found before any work is done
    const log: AttemptRecord[] = [];
    let result = input;
    for (const name of names)
      result = await this.call(name, result, {
        ...options,
        observer: { onEnd: async (record) => void log.push(record) },
      });
    return { result, log };
  }

  private async attempt(
    agent: AgentDefinition,
    input: unknown,
    ordinal: number,
    options: CallOptions,
  ): Promise<AttemptOutcome> {
    const { observer, signal } = options;
    signal?.throwIfAborted();
    const attempt = (await observer?.onStart?.()) ?? ordinal;
    const started = new Date();
    const clock = performance.now();
    const trace: AgentAttemptTrace = { agent_name: agent.name, attempt };
    const { outcome, status } = await ATTEMPTS.tracePromise(async () => {
      const outcome = await this.work(agent, input, attempt, options);
      trace.status = statusOf(outcome);
      return { outcome, status: trace.status };
    }, trace);
    await observer?.onEnd?.({
      agent_name: agent.name,
      attempt,
      started_at: started.toISOString(),
      duration_ms: Math.round(performance.now() - clock),
      status,
      error: outcome.error ?? null,
    });
    return outcome;
  }

  private async work(
    agent: AgentDefinition,
    input: unknown,
    attempt: number,
    options: CallOptions,
  ): Promise<AttemptOutcome> {
    const timeout_ms = options.timeout_ms ?? agent.policy.timeout_ms;
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeout_ms);
    const signal =
      options.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, options.signal]);
    let progress = 0;
    const report = (percent: number, message: string): void => {
      if (signal.aborted) return;
      progress = Math.max(progress, Math.min(100, percent)); // never decreases, whatever the agent says
      options.observer?.onProgress?.(progress, message);
    };
    try {
      const { work } = agent;
      const result =
        typeof work === 'function'
          ? await this.untilAborted(
              Promise.resolve().then(() => work(input, { signal, report })),
              signal,
              agent.name,
              attempt,
            )
          : await this.pool.run(work.module, input, signal, report);
      const fault = agent.resultFault(result);
      if (fault === undefined) return { result };
      return {
        error: new AgentExecutionError(agent.name, `its result is not one of its results: ${fault}`),
        transient: false,
      };
    } catch (thrown) {
      if (deadline.signal.aborted)
        return { error: new AgentTimeoutError(agent.name, timeout_ms), transient: false };
      if (options.signal?.aborted === true)
        return { error: asError(options.signal.reason), transient: false };
      return failureOf(agent.name, thrown);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Work on this thread cannot be ended, only left alone: what it returns later is discarded and reported. */
  private untilAborted(
    work: Promise<unknown>,
    signal: AbortSignal,
    name: string,
    attempt: number,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        work.then(
          () => this.onLateResult(name, attempt),
          () => undefined,
        );
        reject(new Error('aborted'));
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
    });
  }
}

type AttemptOutcome =
  | { readonly result: unknown; readonly error?: undefined; readonly transient?: undefined }
  | { readonly error: Error; readonly transient: boolean };

function statusOf({ error }: AttemptOutcome): AttemptRecord['status'] {
  if (error === undefined) return 'completed';
  return error instanceof AgentTimeoutError ? 'timed_out' : 'failed';
}

/** Codes of a worker thread's end that say nothing about the input: another try may do. */
const TRANSIENT_CODES = new Set(['ERR_WORKER_INIT_FAILED', 'ERR_WORKER_NOT_RUNNING']);

function failureOf(agent_name: string, thrown: unknown): AttemptOutcome {
  if (thrown instanceof OrchestratorError) return { error: thrown, transient: false };
  const code = isNativeError(thrown) && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return {
      error: new AgentExecutionError(agent_name, 'it needed more memory than an agent may have', {
        cause: thrown,
      }),
      transient: false,
    };
  return {
    error: new AgentExecutionError(
      agent_name,
      meantForReader(thrown) ?? 'it ended with an error; the log has it',
      { cause: thrown },
    ),
    transient: TRANSIENT_CODES.has(code) || thrown instanceof TransientAgentError,
  };
}

/** An error that an agent means for the reader is a RangeError of its own, such as an unknown holiday country. */
function meantForReader(thrown: unknown): string | undefined {
  return isNativeError(thrown) &&
    thrown.name === 'RangeError' &&
    thrown.message !== 'Maximum call stack size exceeded'
    ? thrown.message
    : undefined;
}

function asError(reason: unknown): Error {
  return isNativeError(reason) ? reason : new Error(String(reason));
}
