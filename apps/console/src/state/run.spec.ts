import type { SeasonPlan, WorkflowEvent, WorkflowEventBody, WorkflowState } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { type RunView, reduceRun } from './run.ts';

const RUN = 'run-1';

function stateOf(changes: Partial<WorkflowState> = {}): WorkflowState {
  return {
    workflow_id: RUN,
    session_id: 's',
    status: 'pending',
    links: { self: '', plan: '', events: '', websocket: '' },
    category_id: 'Jackets',
    dataset_id: 'default',
    as_of: '2026-11-01',
    parameters: {
      forecast_horizon_weeks: 8,
      season_start_date: '2027-03-01',
      season_end_date: '2027-04-25',
      replenishment_strategy: 'none',
      dc_holdback_percentage: 0,
      markdown_checkpoint_week: null,
      markdown_threshold: null,
    },
    options: {},
    require_approval: false,
    created_at: '2026-11-24T10:00:00.000Z',
    updated_at: '2026-11-24T10:00:00.000Z',
    finished_at: null,
    execution_log: [],
    result: null,
    error: null,
    ...changes,
  };
}

function numbered(bodies: readonly WorkflowEventBody[], workflow_id = RUN): WorkflowEvent[] {
  return bodies.map((body, i) => ({
    ...body,
    session_id: 's',
    workflow_id,
    sequence: i + 1,
    timestamp: new Date(Date.UTC(2026, 10, 24, 10, 0, i)).toISOString(),
  }));
}

const open = (changes?: Partial<WorkflowState>): RunView | null =>
  reduceRun(null, { type: 'run opened', state: stateOf(changes) });

const play = (events: readonly WorkflowEvent[], from = open()): RunView | null =>
  events.reduce<RunView | null>((run, event) => reduceRun(run, { type: 'run event', event }), from);

const plan = {
  demand: { total_units: 9 },
  inventory: {},
  pricing: {},
  certificate: {},
} as unknown as SeasonPlan;
const refusal = (error_type: 'WORKFLOW_CANCELLED' | 'AGENT_TIMEOUT' | 'AGENT_EXECUTION_ERROR') => ({
  error_type,
  message: 'it ended',
  details: {},
  suggestions: [],
  request_id: '',
  timestamp: '',
});

const WHOLE: readonly WorkflowEventBody[] = [
  { type: 'agent_status', agent_name: 'demand', status: 'waiting', attempt: 1 },
  { type: 'agent_status', agent_name: 'demand', status: 'running', attempt: 1 },
  { type: 'progress', agent_name: 'demand', progress: 40, message: 'half way' },
  { type: 'agent_status', agent_name: 'demand', status: 'completed', attempt: 1 },
  { type: 'complete', agent_name: 'demand', result: plan.demand },
  { type: 'agent_status', agent_name: 'pricing', status: 'skipped', attempt: 1, reason: 'no markdown' },
  { type: 'complete', agent_name: 'pricing', result: { status: 'skipped', reason: 'no markdown' } },
  { type: 'complete', agent_name: 'orchestrator', result: plan },
];

describe(reduceRun, () => {
  it('shows what the events say, agent by agent, up to the plan', () => {
    const run = play(numbered(WHOLE));

    expect(run).toMatchObject({
      status: 'completed',
      connection: 'over',
      sequence: 8,
      plan,
      demand: plan.demand,
    });
    expect(run?.lanes).toMatchObject([
      { agent: 'demand', status: 'completed', progress: 100, log: [{ text: 'half way' }] },
      { agent: 'inventory', status: 'waiting' },
      { agent: 'pricing', status: 'skipped', message: 'no markdown' },
    ]);
  });

  it('ends the same however often the connection was cut and events came again', () => {
    const events = numbered(WHOLE);
    const whole = play(events);
    for (let cut = 1; cut < events.length; cut++) {
      const lost = reduceRun(play(events.slice(0, cut)), { type: 'connection', isConnected: false });
      const found = reduceRun(lost, { type: 'connection', isConnected: true });
      expect(play(events.slice(Math.max(0, cut - 3)), found)).toEqual(whole);
    }
  });

  it('takes no event of another run of the session', () => {
    const before = open();

    expect(play(numbered(WHOLE, 'run-2'), before)).toBe(before);
  });

  it('knows a lost connection from a run that is over', () => {
    const running = play(numbered(WHOLE.slice(0, 3)));
    const over = play(numbered(WHOLE));

    expect(reduceRun(running, { type: 'connection', isConnected: false })?.connection).toBe('lost');
    expect(reduceRun(over, { type: 'connection', isConnected: false })?.connection).toBe('over');
  });

  it('starts a lane again when its step runs again', () => {
    const run = play(
      numbered([
        ...WHOLE.slice(0, 3),
        { type: 'agent_status', agent_name: 'demand', status: 'running', attempt: 2 },
      ]),
    );

    expect(run?.lanes[0]).toMatchObject({ status: 'running', attempt: 2, progress: 0, endedAt: null });
  });

  it('waits for an approval, and goes on after it', () => {
    const waiting = numbered([
      { type: 'agent_status', agent_name: 'orchestrator', status: 'awaiting_approval', attempt: 1 },
      { type: 'agent_status', agent_name: 'pricing', status: 'running', attempt: 1 },
    ]);

    expect(play(waiting.slice(0, 1))?.status).toBe('awaiting_approval');
    expect(play(waiting)?.status).toBe('running');
  });

  it.each([
    ['WORKFLOW_CANCELLED', 'cancelled'],
    ['AGENT_TIMEOUT', 'timed_out'],
    ['AGENT_EXECUTION_ERROR', 'failed'],
  ] as const)('after a terminal %s the run is %s, and no lane goes on', (error_type, status) => {
    const run = play(
      numbered([...WHOLE.slice(0, 3), { type: 'error', terminal: true, error: refusal(error_type) }]),
    );

    expect(run).toMatchObject({ status, connection: 'over', error: { error_type } });
    expect(run?.lanes.map((lane) => lane.status)).not.toContain('running');
  });

  it('opens a finished run from what the server kept of it', () => {
    const run = open({
      status: 'completed',
      result: plan,
      execution_log: [
        {
          agent_name: 'demand',
          attempt: 1,
          started_at: '2026-11-24T10:00:00.000Z',
          duration_ms: 1500,
          status: 'completed',
          error: null,
        },
      ],
    });

    expect(run).toMatchObject({ status: 'completed', connection: 'over', plan });
    expect(run?.lanes[0]).toMatchObject({ progress: 100, endedAt: '2026-11-24T10:00:01.500Z' });
  });

  it('keeps what the stream has said when REST answers late', () => {
    const seen = play(numbered(WHOLE));

    expect(reduceRun(seen, { type: 'run opened', state: stateOf() })).toBe(seen);
  });
});
