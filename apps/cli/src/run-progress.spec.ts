import type { WorkflowEventBody } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { RunProgress } from './run-progress.ts';

const START = Date.parse('2026-11-24T12:00:00.000Z');
const plain = (_style: unknown, text: string): string => text;

/** The events of a run, one every 100 ms. */
function taken(...bodies: WorkflowEventBody[]): RunProgress {
  const progress = new RunProgress();
  for (const [at, body] of bodies.entries())
    progress.take({
      ...body,
      session_id: 's',
      workflow_id: 'w',
      sequence: at + 1,
      timestamp: new Date(START + 100 * at).toISOString(),
    });
  return progress;
}

const running = (attempt: number): WorkflowEventBody => ({
  type: 'agent_status',
  agent_name: 'demand',
  status: 'running',
  attempt,
});

describe(RunProgress, () => {
  it('shows how far an agent is, since when, and what it does', () => {
    const progress = taken(running(1), {
      type: 'progress',
      agent_name: 'demand',
      progress: 50,
      message: 'Forecasting',
    });

    expect(progress.lines(plain, 80, START + 2_000)).toEqual([
      '  demand     ██████████░░░░░░░░░░  50 %   2.0 s  Forecasting',
      '  inventory  waiting',
      '  pricing    waiting',
    ]);
  });

  it('starts again from nothing when an agent is tried again', () => {
    const progress = taken(
      running(1),
      { type: 'progress', agent_name: 'demand', progress: 70, message: 'Almost' },
      running(2),
    );

    expect(progress.lines(plain, 80, START + 300)[0]).toBe(
      '  demand     ░░░░░░░░░░░░░░░░░░░░   0 %   0.1 s  attempt 2',
    );
  });

  it('says why an agent was skipped, and how long another took', () => {
    const progress = taken(
      running(1),
      { type: 'agent_status', agent_name: 'demand', status: 'completed', attempt: 1 },
      {
        type: 'agent_status',
        agent_name: 'pricing',
        status: 'skipped',
        attempt: 1,
        reason: 'No markdown checkpoint is set.',
      },
    );

    expect(progress.lines(plain, 80)).toEqual([
      '  demand     completed   0.1 s',
      '  inventory  waiting',
      '  pricing    skipped            No markdown checkpoint is set.',
    ]);
  });

  it('cuts what does not fit on the line', () => {
    const progress = taken(running(1), {
      type: 'progress',
      agent_name: 'demand',
      progress: 10,
      message: 'Playing past seasons with five models',
    });

    for (const line of progress.lines(plain, 60, START)) expect(line.length).toBeLessThanOrEqual(60);
    expect(progress.lines(plain, 60, START)[0]).toMatch(/Playing p.*…$/);
  });
});
