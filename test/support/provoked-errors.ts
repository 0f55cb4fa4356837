import type { ErrorResponse, ErrorType } from '#contracts';
import type { Environment } from '../../apps/api/src/config/config.ts';
import { Planner } from './planner.ts';
import { startTestServer } from './test-server.ts';

export type ProvokedErrors = ReadonlyMap<
  ErrorType,
  { readonly status: number; readonly body: ErrorResponse }
>;

const EXTRACT = '/api/orchestrator/extract-parameters';
const STRATEGY = {
  strategy_description: '12-week season starting March 1st, weekly replenishment, 30% holdback.',
};
const NOBODY = '2f1c7a52-9d0e-4b57-8a52-0e5d1f6f7a11';
const SEASON = {
  session_id: 'provoked',
  category_id: "Women's Dresses",
  parameters: {
    forecast_horizon_weeks: 12,
    season_start_date: '2027-03-01',
    replenishment_strategy: 'weekly',
    dc_holdback_percentage: 0.3,
  },
};

/** Every error that a client can bring about, as real servers answer it. */
export async function provokeErrors(): Promise<ProvokedErrors> {
  const errors = new Map<ErrorType, { status: number; body: ErrorResponse }>();
  const keep = async (answer: Promise<Response>): Promise<void> => {
    const response = await answer;
    const body = (await response.json()) as ErrorResponse;
    errors.set(body.error_type, { status: response.status, body });
  };
  const on = async (environment: Environment, work: (send: Sender, planner: Planner) => Promise<void>) => {
    const server = await startTestServer(environment);
    try {
      await work(senderTo(server.url), new Planner(server.url));
    } finally {
      await server.close();
    }
  };

  await on({}, async (send, planner) => {
    await keep(
      send(EXTRACT, {
        strategy_description: '12-week season starting March 1st, weekly replenishment.',
        reference_date: '2026-11-24',
      }),
    );
    await keep(
      send(EXTRACT, {
        strategy_description: '60-week season starting March 1st, weekly replenishment, 30% holdback.',
        reference_date: '2026-11-24',
      }),
    );
    await keep(send(EXTRACT, {}));
    await keep(send(EXTRACT, '{ "strategy_description": "12-week'));
    await keep(send(EXTRACT, { strategy_description: 'x'.repeat(120_000) }));
    await keep(send(EXTRACT, '12-week season', { 'Content-Type': 'text/plain' }));
    await keep(send(EXTRACT, STRATEGY, { Origin: 'https://elsewhere.example' }));
    await keep(send('/api/orchestrator/workflows/%zz'));
    await keep(send('/api/nowhere'));
    await keep(send(`/api/orchestrator/workflows/${NOBODY}`));
    await keep(send('/api/orchestrator/run-workflow', { ...SEASON, category_id: 'Umbrellas' }));
    await keep(send('/api/datasets', faultyUpload()));

    const short = await ended(send, planner, { ...SEASON, as_of: '2022-03-01' });
    await keep(send(short));
    await keep(send(short.replace(/plan$/, 'events'), undefined, { 'Last-Event-ID': '999' }));

    const { body: waiting } = await planner.run({ ...SEASON, require_approval: true });
    await keep(send(waiting.links.plan));
    await send(`${waiting.links.self}/cancel`, {});
    await keep(send(waiting.links.plan));
  });
  const unreachable = {
    OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
    OPENAI_API_KEY: 'none',
    OPENAI_MODEL: 'none',
  };
  await on(
    { AGENT_TIMEOUT_MS: '1', EXTRACTION_PROVIDER: 'openai', LLM_MAX_RETRIES: '0', ...unreachable },
    async (send, planner) => {
      await keep(send(EXTRACT, STRATEGY));
      await keep(send(await ended(send, planner, SEASON)));
    },
  );
  await on({ APPROVAL_TIMEOUT_MS: '1', RATE_LIMIT_PER_MINUTE: '5' }, async (send, planner) => {
    await keep(send(await ended(send, planner, { ...SEASON, require_approval: true })));
    for (let request = 0; request < 5 && !errors.has('RATE_LIMITED'); request++)
      await keep(send(`/api/orchestrator/workflows/${NOBODY}`));
  });
  await on({ AUTH: 'api-key' }, (send) => keep(send('/api/orchestrator/agents')));
  return errors;
}

/** Waits for the end of a run. @returns the path of its plan */
async function ended(send: Sender, planner: Planner, body: object): Promise<string> {
  const { links } = (await planner.run(body)).body;
  await send(links.events).then((stream) => stream.text());
  return links.plan;
}

type Sender = (
  path: string,
  body?: string | object | FormData,
  headers?: Record<string, string>,
) => Promise<Response>;

function senderTo(url: string): Sender {
  return (path, body, headers = {}) =>
    fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...(!(body instanceof FormData) && { 'Content-Type': 'application/json' }), ...headers },
      ...(body !== undefined && {
        body: body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
}

function faultyUpload(): FormData {
  const form = new FormData();
  const sales =
    'date,store_id,category,quantity_sold\n2026-02-30,North,Umbrellas,4\n2026-10-02,West,Umbrellas,seven\n';
  form.set('historical_sales', new File([sales], 'historical_sales.csv'));
  form.set('stores', new File(['store_id,store_size_sqft\nNorth,900\n'], 'stores.csv'));
  return form;
}
