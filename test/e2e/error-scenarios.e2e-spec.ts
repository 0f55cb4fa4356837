import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatasetSummary, ErrorResponse, WorkflowEvent, WorkflowState } from '#contracts';
import { addDays } from '#planning';
import type { Environment } from '../../apps/api/src/config/config.ts';
import { Planner } from '../support/planner.ts';
import { refusalOf } from '../support/session-watcher.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const PARAMETERS = {
  forecast_horizon_weeks: 12,
  season_start_date: '2027-03-01',
  replenishment_strategy: 'weekly',
  dc_holdback_percentage: 0.3,
};
const SEASON = { category_id: "Women's Dresses", parameters: PARAMETERS };

const WHOLE_ERROR = {
  error_type: expect.any(String),
  message: expect.stringMatching(/\S.*\.$/),
  details: expect.any(Object),
  suggestions: expect.any(Array),
  request_id: expect.stringMatching(/^[A-Za-z0-9._-]{8,128}$/),
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
};

const terminalError = (events: readonly WorkflowEvent[]): ErrorResponse => {
  const last = events[events.length - 1];
  if (last.type !== 'error' || !last.terminal) throw new Error(`no terminal error: ${JSON.stringify(last)}`);
  return last.error;
};

describe('error scenarios', () => {
  let server: TestServer;
  let planner: Planner;

  const serve = (environment: Environment = {}) => {
    beforeAll(async () => {
      server = await startTestServer(environment);
      planner = new Planner(server.url);
    }, 60_000);
    afterAll(() => server.close());
  };

  describe('before a run', () => {
    serve();

    it.each([
      [
        'words that leave the rhythm and the holdback open',
        '12-week spring season starting March 1st.',
        400,
        'PARAMETER_EXTRACTION_ERROR',
        { missing_parameters: ['replenishment_strategy', 'dc_holdback_percentage'] },
      ],
      [
        'words that are no strategy',
        'The weather in Lisbon is lovely today.',
        400,
        'PARAMETER_EXTRACTION_ERROR',
        { missing_parameters: expect.arrayContaining(Object.keys(PARAMETERS)), extracted_parameters: {} },
      ],
      [
        'a season of 80 weeks',
        '80-week season starting March 1st, weekly replenishment, 30% DC holdback.',
        422,
        'INVALID_PARAMETERS',
        { violations: [expect.objectContaining({ field: 'forecast_horizon_weeks', value: 80 })] },
      ],
    ])('%s: answered with what to say instead', async (_what, text, status, error_type, details) => {
      const { status: got, body } = await planner.extract(text);

      expect({ got, body }).toMatchObject({ got: status, body: { ...WHOLE_ERROR, error_type, details } });
      expect(body.suggestions.length).toBeGreaterThan(0);
    });

    it.each([
      [
        'a category that is nearly one of the data set',
        { ...SEASON, category_id: "Womens' Dresses" },
        404,
        'DATA_NOT_FOUND',
        /Women's Dresses/,
      ],
      ['a data set that is none', { ...SEASON, dataset_id: 'nowhere' }, 404, 'DATA_NOT_FOUND', /default/],
      [
        'an end that is not that of the weeks',
        { ...SEASON, parameters: { ...PARAMETERS, season_end_date: '2027-05-30' } },
        422,
        'INVALID_PARAMETERS',
        /2027-05-23/,
      ],
      [
        'a checkpoint after the season',
        { ...SEASON, parameters: { ...PARAMETERS, markdown_checkpoint_week: 13 } },
        422,
        'INVALID_PARAMETERS',
        /12/,
      ],
    ])('%s: refused, and nothing starts', async (_what, body, status, error_type, hint) => {
      const refused = await planner.run({ session_id: 'refused', ...body });

      expect({ status: refused.status, body: refused.body }).toMatchObject({
        status,
        body: { ...WHOLE_ERROR, error_type },
      });
      expect(JSON.stringify(refused.body)).toMatch(hint);
      const runs = await planner.get<{ workflows: unknown[] }>(
        '/api/orchestrator/workflows?session_id=refused',
      );
      expect(runs.body.workflows).toEqual([]);
    });

    it('a run and a plan that are none are 404, a session name that cannot be one is refused at the upgrade', async () => {
      for (const path of ['', '/plan', '/events', '/plan/forecast.csv'])
        expect(await planner.get(`/api/orchestrator/workflows/none${path}`)).toMatchObject({
          status: 404,
          body: { ...WHOLE_ERROR, error_type: 'WORKFLOW_NOT_FOUND' },
        });
      const url = `${server.url.replace('http', 'ws')}/ws/orchestrator/not%20a%20session`;
      expect(await refusalOf(url)).toMatchObject({
        status: 400,
        body: { ...WHOLE_ERROR, error_type: 'WEBSOCKET_CONNECTION_ERROR' },
      });
    });
  });

  /** Every way to ask says the same of a run that ended in an error, and the session can be used again. */
  async function expectEndedAs(
    session_id: string,
    season: object,
    status: WorkflowState['status'],
    http: number,
    error_type: string,
    meanwhile: (workflowId: string) => Promise<unknown> = async () => undefined,
  ): Promise<ErrorResponse> {
    const stream = await planner.watch(session_id);
    const accepted = await planner.run({ session_id, ...SEASON, ...season });
    expect(accepted.status).toBe(202);
    const { workflow_id } = accepted.body;
    await meanwhile(workflow_id);
    const events = await stream.terminal(workflow_id);
    const error = terminalError(events);

    expect(error).toEqual({ ...WHOLE_ERROR, error_type });
    expect(events.filter((event) => event.type === 'error' && event.terminal)).toHaveLength(1);
    const { body: state } = await planner.state(workflow_id);
    expect(state).toMatchObject({ status, error, result: null });
    // The answer is one of its own: it has its own request id and time.
    const { error_type: type, message, details, suggestions } = error;
    const asked = await planner.get<ErrorResponse>(state.links.plan);
    expect(asked).toMatchObject({ status: http, body: { error_type: type, message, details, suggestions } });
    expect(asked.body.request_id).toBe(asked.headers.get('x-request-id'));
    const stored = await (await fetch(server.url + state.links.events)).text();
    expect(stored.split('\n').filter((line) => line.startsWith('data:'))).toHaveLength(events.length);
    stream.close();
    return error;
  }

  describe('within a run', () => {
    serve();

    /** Ten weeks of one store: enough to be kept, too few to plan on. */
    async function uploadShortHistory(): Promise<string> {
      const rows = Array.from({ length: 10 }, (_, week) => `${addDays('2026-06-01', 7 * week)},S1,Hats,5`);
      const form = new FormData();
      form.append('stores', new Blob(['store_id,region\nS1,North']), 'stores.csv');
      form.append(
        'historical_sales',
        new Blob([['date,store_id,category,quantity_sold', ...rows].join('\n')]),
        'historical_sales.csv',
      );
      const response = await fetch(`${server.url}/api/datasets`, { method: 'POST', body: form });
      expect(response.status).toBe(201);
      return ((await response.json()) as DatasetSummary).dataset_id;
    }

    it('a history that is too short ends it with the weeks there are and the weeks needed', async () => {
      const dataset_id = await uploadShortHistory();
      const error = await expectEndedAs(
        'short',
        { dataset_id, category_id: 'Hats' },
        'failed',
        422,
        'CONTEXT_ASSEMBLY_ERROR',
      );

      expect(error.details).toMatchObject({ weeks_available: 10, weeks_needed: 52 });
    });

    it('a cancellation ends it while it waits for an approval', async () => {
      await expectEndedAs(
        'cancelled',
        { require_approval: true },
        'cancelled',
        409,
        'WORKFLOW_CANCELLED',
        async (id) => {
          const cancelled = await planner.post(`/api/orchestrator/workflows/${id}/cancel`, {});
          expect(cancelled.status).toBe(202);
        },
      );
    });

    it('a rejected approval ends it, and a session that saw all this still plans', async () => {
      await expectEndedAs(
        'rejected',
        { require_approval: true },
        'cancelled',
        409,
        'WORKFLOW_CANCELLED',
        async (id) => {
          const waiting = await planner.watch('rejected');
          await waiting.until(
            (message) => message.type === 'agent_status' && message.status === 'awaiting_approval',
          );
          waiting.close();
          const decided = await planner.post(`/api/orchestrator/workflows/${id}/approval`, {
            decision: 'reject',
          });
          expect(decided.status).toBe(202);
        },
      );

      const stream = await planner.watch('rejected');
      const { body } = await planner.run({ session_id: 'rejected', ...SEASON });
      const events = await stream.terminal(body.workflow_id);
      expect(events[events.length - 1]).toMatchObject({ type: 'complete', agent_name: 'orchestrator' });
      stream.close();
    });
  });

  describe('when time is up', () => {
    serve({ AGENT_TIMEOUT_MS: '1' });

    it('the agent is named, and the run ends as timed out', async () => {
      const error = await expectEndedAs('late', {}, 'timed_out', 504, 'AGENT_TIMEOUT');

      expect(error.details).toMatchObject({ agent_name: 'demand', timeout_ms: 1 });
    });
  });

  describe('when nobody approves', () => {
    serve({ APPROVAL_TIMEOUT_MS: '50' });

    it('the approval expires, and the run ends with it', async () => {
      await expectEndedAs('unheard', { require_approval: true }, 'failed', 409, 'APPROVAL_EXPIRED');
    });
  });
});
