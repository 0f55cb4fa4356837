import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SeasonParameters } from '#contracts';
import { answers, ChatModelServer, fails } from '../support/chat-model-server.ts';
import { planIn, Planner } from '../support/planner.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const TEXT =
  '12-week season starting March 1, all inventory to stores, no replenishment, markdown week 6 if below 60%';
const ANSWER = {
  is_strategy: true,
  forecast_horizon_weeks: { value: 12, quote: '12-week' },
  season_start_date: { value: '2027-03-01', quote: 'March 1' },
  replenishment_strategy: { value: 'none', quote: 'no replenishment' },
  dc_holdback_percentage: { value: 0, quote: 'all inventory to stores' },
  markdown_checkpoint_week: { value: 6, quote: 'week 6' },
  markdown_threshold: { value: 0.6, quote: '60%' },
};
const PARAMETERS: SeasonParameters = {
  forecast_horizon_weeks: 12,
  season_start_date: '2027-03-01',
  season_end_date: '2027-05-23',
  replenishment_strategy: 'none',
  dc_holdback_percentage: 0,
  markdown_checkpoint_week: 6,
  markdown_threshold: 0.6,
};

describe('extraction, on the whole server with a language model', () => {
  const model = new ChatModelServer();
  let endpoint: string;
  let server: TestServer;
  let planner: Planner;
  beforeAll(async () => {
    endpoint = await model.start();
  });
  afterAll(() => model.stop());

  const serve = (provider: string): void => {
    beforeAll(async () => {
      server = await startTestServer({
        EXTRACTION_PROVIDER: provider,
        AZURE_OPENAI_ENDPOINT: endpoint,
        AZURE_OPENAI_API_KEY: 'key-that-nobody-may-see',
        LLM_MAX_RETRIES: '0',
      });
      planner = new Planner(server.url);
    }, 60_000);
    afterAll(() => server.close());
  };

  describe('with the rules behind it', () => {
    serve('auto');

    it('answers what the model read, each value with its words in the text, and a run takes it as it is', async () => {
      model.willDo(answers(ANSWER));
      const { status, body } = await planner.extract(TEXT);

      expect({ status, provider: body.provider, parameters: body.parameters }).toEqual({
        status: 200,
        provider: 'azure-openai',
        parameters: PARAMETERS,
      });
      for (const field of Object.keys(ANSWER).slice(1) as (keyof SeasonParameters)[]) {
        const { source, quote, start, end } = body.provenance[field] ?? {};
        expect([field, source, TEXT.slice(start, end)]).toEqual([field, 'stated', quote]);
      }
      const stream = await planner.watch('read-by-a-model');
      const run = await planner.run({
        session_id: 'read-by-a-model',
        category_id: 'Accessories',
        parameters: body.parameters,
      });
      expect(planIn(await stream.terminal(run.body.workflow_id)).parameters).toEqual(PARAMETERS);
      stream.close();
    });

    it('is done by the rules, and says so, while the model is down and they may', async () => {
      model.willDo(fails(500, 'internal_error'));
      const { status, body } = await planner.extract(TEXT);

      expect({ status, provider: body.provider, parameters: body.parameters }).toEqual({
        status: 200,
        provider: 'rules',
        parameters: PARAMETERS,
      });
      expect(body.warnings.join(' ')).toMatch(/model/);
    });
  });

  describe('with nobody behind it', () => {
    serve('azure-openai');

    it('is refused with a time to come back while the model is down and nobody else may read', async () => {
      model.willDo(fails(429, 'rate_limit_exceeded', { 'Retry-After': '7' }));
      const { status, body, headers } = await planner.extract(TEXT);

      expect({ status, error_type: body.error_type }).toEqual({
        status: 503,
        error_type: 'LANGUAGE_MODEL_UNAVAILABLE',
      });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(body)).not.toContain('key-that-nobody-may-see');
    });
  });
});
