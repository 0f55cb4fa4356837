import type { ProgressBody } from '#contracts';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { RunOutbox } from './run-outbox.ts';

const progress = (value: number, agent_name: ProgressBody['agent_name'] = 'demand'): ProgressBody => ({
  type: 'progress',
  agent_name,
  progress: value,
  message: 'Fitting',
});

describe(RunOutbox.name, () => {
  let stored: string[];
  let idle: number;
  let fail: boolean;
  let keys: string[];
  let outbox: RunOutbox;

  beforeEach(() => {
    jest.useFakeTimers();
    stored = [];
    keys = [];
    idle = 0;
    fail = false;
    outbox = new RunOutbox(
      async (body, key) => {
        keys.push(key);
        if (fail) throw new Error('no database');
        stored.push(`${body.agent_name} ${body.progress}`);
      },
      () => idle++,
    );
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const say = (what: string): Promise<void> =>
    outbox.enqueue(async () => {
      if (fail) throw new Error('no database');
      stored.push(what);
    });

  it('writes the first value at once and then the last of every 25 ms', async () => {
    for (let ms = 0; ms < 100; ms++) {
      outbox.report(progress(ms));
      await jest.advanceTimersByTimeAsync(1);
    }
    expect(idle).toBe(0);
    await jest.advanceTimersByTimeAsync(50);

    expect(stored).toEqual(['demand 0', 'demand 24', 'demand 49', 'demand 74', 'demand 99']);
    expect(idle).toBeGreaterThan(0);
  });

  it('writes waiting progress before anything else is said, and later progress after it', async () => {
    outbox.report(progress(1));
    await jest.advanceTimersByTimeAsync(1);
    outbox.report(progress(2));
    outbox.report(progress(3));
    const said = say('completed');
    outbox.report(progress(0, 'inventory'));
    await said;

    expect(stored).toEqual(['demand 1', 'demand 3', 'completed']);
    await jest.advanceTimersByTimeAsync(25);
    expect(stored).toEqual(['demand 1', 'demand 3', 'completed', 'inventory 0']);
  });

  it('never lets one agent’s progress replace another’s', async () => {
    outbox.report(progress(1));
    outbox.report(progress(2, 'inventory'));
    outbox.report(progress(3));
    await jest.advanceTimersByTimeAsync(60);

    expect(stored).toEqual(['demand 1', 'inventory 2', 'demand 3']);
  });

  it('keeps what could not be written and writes it, under its first key, before the next event', async () => {
    fail = true;
    outbox.report(progress(1));
    await jest.advanceTimersByTimeAsync(100);
    await expect(say('failed')).rejects.toThrow('no database');
    fail = false;
    await say('failed');

    expect(stored).toEqual(['demand 1', 'failed']);
    expect(new Set(keys).size).toBe(1);
  });

  it('stores events in the order said, each after the last progress before it, whatever the timing', async () => {
    const actions = fc.array(
      fc.oneof(
        fc.record({ do: fc.constant('report' as const) }),
        fc.record({ do: fc.constant('say' as const) }),
        fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 40 }) }),
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(actions, fc.nat({ max: 30 }), async (steps, latency) => {
        const log: number[] = [];
        const store = async (value: number): Promise<void> => {
          await new Promise((resolve) => setTimeout(resolve, latency));
          log.push(value);
        };
        const own = new RunOutbox(
          (body) => store(body.progress),
          () => undefined,
        );
        let said = 0;
        const events = new Map<number, number | null>();
        let lastReport: number | null = null;
        for (const step of steps) {
          if (step.do === 'report') own.report(progress((lastReport = ++said)));
          else if (step.do === 'say') {
            const value = ++said;
            events.set(value, lastReport);
            lastReport = null;
            void own.enqueue(() => store(value));
          } else await jest.advanceTimersByTimeAsync(step.ms);
        }
        await jest.advanceTimersByTimeAsync(10_000);

        expect(log).toEqual([...log].sort((a, b) => a - b));
        expect(new Set(log).size).toBe(log.length);
        for (const [event, report] of events) {
          expect(log).toContain(event);
          if (report !== null) expect(log).toContain(report);
        }
        if (lastReport !== null) expect(log).toContain(lastReport);
      }),
      { numRuns: 100 },
    );
  });
});
