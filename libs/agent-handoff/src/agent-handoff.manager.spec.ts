import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentExecutionError, AgentTimeoutError } from '#errors';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import {
  AgentAlreadyRegisteredError,
  NotCallableAgentError,
  TransientAgentError,
  UnknownAgentError,
  type AgentDefinition,
  type AttemptRecord,
} from './agent-definition.ts';
import { AgentHandoffManager } from './agent-handoff.manager.ts';
import { WorkerPool } from './worker-pool.ts';

const fixture = (name: string) => ({
  module: pathToFileURL(path.resolve(import.meta.dirname, `../../../test/fixtures/agents/${name}.ts`)),
});

describe(AgentHandoffManager.name, () => {
  let pool: WorkerPool;
  let late: string[];
  let manager: AgentHandoffManager;

  const agent = (
    name: string,
    work: AgentDefinition['work'],
    rest: Partial<AgentDefinition> = {},
  ): AgentDefinition => ({
    name,
    work,
    policy: { timeout_ms: 20_000, retries: 0, backoff_ms: 1 },
    resultFault: () => undefined,
    ...rest,
  });
  const log: AttemptRecord[] = [];
  const observer = { onEnd: async (record: AttemptRecord) => void log.push(record) };

  beforeAll(() => {
    late = [];
    pool = new WorkerPool(2, 64);
    manager = new AgentHandoffManager(pool, (name) => late.push(name));
    manager.register(agent('greet', fixture('greet')));
    manager.register(agent('busy', fixture('busy-loop')));
    manager.register(agent('hoard', fixture('hoard')));
    manager.register(agent('throw-text', fixture('throw-text')));
  });
  afterAll(() => pool.close());

  it('calls a worker and passes on progress that never goes back', async () => {
    const progress: [number, string][] = [];

    const result = await manager.call(
      'greet',
      { name: 'Ada' },
      { observer: { onProgress: (...said) => progress.push(said) } },
    );

    expect(result).toEqual({ greeting: 'hello Ada' });
    expect(progress).toEqual([
      [50, 'thinking'],
      [50, 'thinking backwards'],
    ]);
  });

  it('ends a busy loop at its deadline, and the pool keeps its size', async () => {
    log.length = 0;
    const refusal = manager.call('busy', null, { timeout_ms: 300, observer });

    await expect(refusal).rejects.toBeInstanceOf(AgentTimeoutError);
    await expect(refusal).rejects.toMatchObject({ details: { agent_name: 'busy', timeout_ms: 300 } });
    expect(log).toMatchObject([{ agent_name: 'busy', attempt: 1, status: 'timed_out' }]);
    expect(await manager.call('greet', { name: 'Bob' })).toEqual({ greeting: 'hello Bob' });
    expect(pool.size).toBe(2);
  });

  it('ends a busy loop when the caller gives up, with the reason the caller gave', async () => {
    const caller = new AbortController();
    const call = manager.call('busy', null, { signal: caller.signal });
    caller.abort(new Error('cancelled by a planner'));

    await expect(call).rejects.toThrow('cancelled by a planner');
    expect(pool.size).toBe(2);
  });

  it('outlives an agent that fills its heap', async () => {
    await expect(manager.call('hoard', null)).rejects.toMatchObject({
      error_type: 'AGENT_EXECUTION_ERROR',
      message: 'The hoard agent failed: it needed more memory than an agent may have',
    });
    expect(await manager.call('greet', { name: 'Cleo' })).toEqual({ greeting: 'hello Cleo' });
  });

  it('makes a typed error of anything thrown, and shows nothing of it', async () => {
    const refusal = manager.call('throw-text', null);

    await expect(refusal).rejects.toBeInstanceOf(AgentExecutionError);
    await expect(refusal).rejects.not.toThrow('just text');
    await expect(refusal).rejects.toMatchObject({ cause: 'just text' });
  });

  it('leaves a promise that never settles at its deadline, and discards and reports a late result', async () => {
    let settle: (value: string) => void = () => undefined;
    manager.register(agent('never', () => new Promise((resolve) => (settle = resolve))));

    await expect(manager.call('never', null, { timeout_ms: 20 })).rejects.toBeInstanceOf(AgentTimeoutError);
    expect(late).toEqual([]);
    settle('too late');
    await new Promise((resolve) => setImmediate(resolve));
    expect(late).toEqual(['never']);
  });

  it('refuses a result that is not one of the agent’s', async () => {
    manager.register(
      agent('liar', () => 42, {
        resultFault: (result) => (typeof result === 'object' ? undefined : 'it is not an object'),
      }),
    );

    await expect(manager.call('liar', null)).rejects.toThrow(
      'its result is not one of its results: it is not an object',
    );
  });

  it('tries again after a transient fault only, as often as the policy says', async () => {
    let calls = 0;
    const policy = { timeout_ms: 1_000, retries: 2, backoff_ms: 1 };
    manager.register(
      agent(
        'shaky',
        () => {
          calls += 1;
          if (calls < 3) throw new TransientAgentError('not yet');
          return 'at last';
        },
        { policy },
      ),
    );
    manager.register(
      agent(
        'broken',
        () => {
          calls += 1;
          throw new Error('for good');
        },
        { policy },
      ),
    );
    log.length = 0;

    expect(await manager.call('shaky', null, { observer })).toBe('at last');
    expect(log.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
      [3, 'completed'],
    ]);
    calls = 0;
    await expect(manager.call('broken', null)).rejects.toBeInstanceOf(AgentExecutionError);
    expect(calls).toBe(1);
  });

  it('hands the result of one agent to the next', async () => {
    manager.register(agent('upper', (input) => ({ name: (input as { name: string }).name.toUpperCase() })));

    const { result, log: entries } = await manager.chain(['upper', 'greet'], { name: 'Dora' });

    expect(result).toEqual({ greeting: 'hello DORA' });
    expect(entries.map(({ agent_name, status }) => [agent_name, status])).toEqual([
      ['upper', 'completed'],
      ['greet', 'completed'],
    ]);
  });

  it('has typed errors for a name taken, a name unknown and something that cannot be called', async () => {
    expect(() => manager.register(agent('greet', () => null))).toThrow(AgentAlreadyRegisteredError);
    expect(() => manager.register(agent('nothing', undefined as never))).toThrow(NotCallableAgentError);
    await expect(manager.call('nobody', null)).rejects.toBeInstanceOf(UnknownAgentError);
    await expect(manager.chain(['greet', 'nobody'], null)).rejects.toBeInstanceOf(UnknownAgentError);
  });
});
