import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import addFormatsModule from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SeasonPlan, WorkflowEvent } from '#contracts';
import { isTerminal } from '#contracts';
import { jacketSeason, smallRetailer, type DataFolder } from '../../../test/support/small-retailer.ts';
import { SeasonNode } from '../../../test/support/season-node.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

jest.setTimeout(60_000);

type ApiPaths = Record<
  string,
  Record<string, { responses: Record<number, { content: Record<string, { schema: object }> }> }>
>;

/** An event as one line, for the order of a run. */
function line(event: WorkflowEvent): string {
  switch (event.type) {
    case 'agent_status':
      return `${event.agent_name} ${event.status} ${event.attempt}`;
    case 'progress':
      return `${event.agent_name} progress`;
    case 'complete':
      return `${event.agent_name} complete`;
    case 'error':
      return `error ${event.error.error_type}`;
  }
}

const addFormats = addFormatsModule.default;

const distinct = (lines: string[]): string[] => lines.filter((text, i) => text !== lines[i - 1]);

describe('a run from start to plan', () => {
  let data: DataFolder;
  let database: TestDatabase;
  let node: SeasonNode;

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    node = await SeasonNode.start(database.url, { dataDir: data.path });
  });
  afterAll(async () => {
    await node?.close();
    await database?.drop();
    data?.remove();
  });

  it('tells every step in order, and ends with the plan', async () => {
    const watcher = await node.watch('order');
    const workflowId = await node.run(jacketSeason('order'));
    await watcher.until(() => watcher.events.some(isTerminal));

    expect(watcher.sequences).toEqual(watcher.events.map((_, i) => i + 1));
    expect(distinct(watcher.events.map(line))).toEqual([
      'demand waiting 1',
      'inventory waiting 1',
      'pricing waiting 1',
      'demand running 1',
      'demand progress',
      'demand completed 1',
      'demand complete',
      'inventory running 1',
      'inventory progress',
      'inventory completed 1',
      'inventory complete',
      'pricing running 1',
      'pricing progress',
      'pricing completed 1',
      'pricing complete',
      'orchestrator complete',
    ]);
    const state = await node.state(workflowId);
    const last = watcher.events.at(-1);
    expect(state).toMatchObject({ status: 'completed', error: null, workflow_id: workflowId });
    expect(last).toMatchObject({ type: 'complete', agent_name: 'orchestrator', result: state.result });
    expect(state.execution_log).toMatchObject([
      { agent_name: 'demand', attempt: 1, status: 'completed', error: null },
      { agent_name: 'inventory', attempt: 1, status: 'completed', error: null },
      { agent_name: 'pricing', attempt: 1, status: 'completed', error: null },
    ]);
    const plan = await node.get<SeasonPlan>(`/api/orchestrator/workflows/${workflowId}/plan`);
    expect(plan).toMatchObject({ status: 200, body: { workflow_id: workflowId, category_id: 'Jackets' } });
    expect(plan.body.parameters.season_end_date).toBe('2026-06-28');
    await watcher.close();
  });

  it('skips pricing where no checkpoint is set, and says by which rule', async () => {
    const { parameters } = jacketSeason('');
    const workflowId = await node.run(
      jacketSeason('skip', { parameters: { ...parameters, markdown_checkpoint_week: null } }),
    );
    const state = await node.ended('skip', workflowId);
    const events = await node.events('skip', workflowId);
    const reason = expect.stringContaining('checkpoint');

    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'agent_status',
        agent_name: 'pricing',
        status: 'skipped',
        attempt: 1,
        reason,
      }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'complete',
        agent_name: 'pricing',
        result: { status: 'skipped', reason },
      }),
    );
    expect(events.some(({ type, ...rest }) => type === 'progress' && 'agent_name' in rest)).toBe(true);
    expect(state.execution_log.at(-1)).toMatchObject({ agent_name: 'pricing', status: 'skipped' });
    expect(state.result?.pricing).toMatchObject({ status: 'skipped', reason, depth_by_sell_through: [] });
  });

  it('plans the same again from the same inputs', async () => {
    const body = jacketSeason('again', { options: { seed: 11, service_level: null } });
    const first = await node.ended('again', await node.run(body));
    const second = await node.ended('again', await node.run(body));

    expect(second.workflow_id).not.toBe(first.workflow_id);
    expect(second.result?.certificate.plan_hash).toBe(first.result?.certificate.plan_hash);
    expect(first.result?.certificate).toMatchObject({
      seed: 11,
      input_hash: second.result?.certificate.input_hash,
    });
    expect(first.options).toEqual({ seed: 11 });
  });

  it('exports the four tables as CSV', async () => {
    const workflowId = await node.run(jacketSeason('csv'));
    const { result } = await node.ended('csv', workflowId);

    for (const table of ['forecast', 'allocations', 'replenishment', 'markdowns']) {
      const answer = await node.get<string>(`/api/orchestrator/workflows/${workflowId}/plan/${table}.csv`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('content-disposition')).toBe(
        `attachment; filename="${table}-${workflowId}.csv"`,
      );
      const [header, ...rows] = answer.body.trimEnd().split(/\r?\n/);
      expect(header).toMatch(/^[a-z0-9_,]+$/);
      if (table === 'forecast') expect(rows).toHaveLength(result?.demand.weekly.length ?? 0);
    }
    const unknown = await node.get(`/api/orchestrator/workflows/${workflowId}/plan/other.csv`);
    expect(unknown).toMatchObject({ status: 404, body: { error_type: 'NOT_FOUND' } });
  });

  it('lists runs newest first, by session and status, page by page', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i++) ids.unshift(await node.run(jacketSeason('listed')));
    for (const id of ids) await node.ended('listed', id);
    const list = async (query: string) =>
      (
        await node.get<{ workflows: { workflow_id: string }[]; next_cursor: string | null }>(
          `/api/orchestrator/workflows?session_id=listed&${query}`,
        )
      ).body;

    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const page: { workflows: { workflow_id: string }[]; next_cursor: string | null } = await list(
        `limit=2${cursor === null ? '' : `&cursor=${cursor}`}`,
      );
      pages.push(page.workflows.map(({ workflow_id }) => workflow_id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(ids);
    expect((await list('status=completed')).workflows).toHaveLength(5);
    expect((await list('status=failed')).workflows).toEqual([]);
    for (const wrong of ['limit=0', 'limit=x', 'status=done', 'cursor=zzz', 'colour=red'])
      expect(await node.get(`/api/orchestrator/workflows?${wrong}`)).toMatchObject({
        status: 422,
        body: {
          error_type: 'VALIDATION_ERROR',
          details: { violations: [{ field: wrong.split('=')[0] }] },
        },
      });
  });

  it('starts one run for one idempotency key, and refuses another body under it', async () => {
    const key = { 'idempotency-key': 'order-7' };
    const send = (body: unknown, headers = key) => node.post('/api/orchestrator/run-workflow', body, headers);

    const answers = await Promise.all([1, 2, 3, 4].map(() => send(jacketSeason('idem'))));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    await node.ended('idem', answers[0].body['workflow_id'] as string);
    expect((await send(jacketSeason('idem'))).body).toEqual(answers[0].body);
    expect(await send(jacketSeason('idem', { options: { seed: 3 } }))).toMatchObject({
      status: 422,
      body: { details: { violations: [{ field: 'Idempotency-Key', value: 'order-7' }] } },
    });
    expect(await send(jacketSeason('idem'), { 'idempotency-key': 'not a key' })).toMatchObject({
      status: 422,
      body: { details: { violations: [{ field: 'Idempotency-Key' }] } },
    });
    const { body } = await node.get<{ workflows: unknown[] }>('/api/orchestrator/workflows?session_id=idem');
    expect(body.workflows).toHaveLength(1);
  });

  it('answers a repeated request as it did the first time, also when its data set has gone since', async () => {
    const file = (name: string) => readFileSync(path.join(data.path, name), 'utf8');
    const sales = file('historical_sales.csv');
    const form = new FormData();
    form.set('historical_sales', new Blob([sales.slice(0, sales.lastIndexOf('\n'))]), 'sales.csv');
    form.set('stores', new Blob([file('stores.csv')]), 'stores.csv');
    const uploaded = await fetch(`${node.url}/api/datasets`, { method: 'POST', body: form });
    const { dataset_id } = (await uploaded.json()) as { dataset_id: string };
    const body = jacketSeason('idem-gone', { dataset_id });
    const send = () => node.post('/api/orchestrator/run-workflow', body, { 'idempotency-key': 'order-8' });

    const first = await send();
    expect(first.status).toBe(202);
    await node.ended('idem-gone', first.body['workflow_id'] as string);
    expect((await fetch(`${node.url}/api/datasets/${dataset_id}`, { method: 'DELETE' })).status).toBe(204);
    expect(await send()).toMatchObject({ status: 202, body: first.body });
  });

  it('refuses at once what can be known at once, every fault listed', async () => {
    const { parameters, ...rest } = jacketSeason('refused');
    const refusal = async (changes: Record<string, unknown>) => {
      const { status, body } = await node.post('/api/orchestrator/run-workflow', {
        ...rest,
        parameters,
        ...changes,
      });
      const details = body['details'] as { violations?: { field: string }[] } | undefined;
      return [status, body['error_type'], details?.violations?.map(({ field }) => field).sort()];
    };

    expect(await refusal({ colour: 'red', session_id: 'a b', options: { seed: -1, mood: 1 } })).toEqual([
      422,
      'VALIDATION_ERROR',
      ['colour', 'options.mood', 'options.seed', 'session_id'],
    ]);
    expect(
      await refusal({ category_id: 7, parameters: { ...parameters, forecast_horizon_weeks: 'twelve' } }),
    ).toEqual([422, 'VALIDATION_ERROR', ['category_id', 'parameters.forecast_horizon_weeks']]);
    expect(await refusal({ parameters: {} })).toEqual([
      422,
      'VALIDATION_ERROR',
      [
        'parameters.dc_holdback_percentage',
        'parameters.forecast_horizon_weeks',
        'parameters.replenishment_strategy',
        'parameters.season_start_date',
      ],
    ]);
    expect(await refusal({ parameters: { ...parameters, surprise: 1 } })).toEqual([
      422,
      'VALIDATION_ERROR',
      ['parameters.surprise'],
    ]);
    expect(
      await refusal({
        parameters: { ...parameters, forecast_horizon_weeks: 60, dc_holdback_percentage: '40%' },
      }),
    ).toEqual([422, 'INVALID_PARAMETERS', ['dc_holdback_percentage', 'forecast_horizon_weeks']]);
    expect(await refusal({ parameters: { ...parameters, season_end_date: '2026-06-27' } })).toEqual([
      422,
      'INVALID_PARAMETERS',
      ['season_end_date'],
    ]);
    expect(await refusal({ parameters: { ...parameters, season_start_date: '9999-12-01' } })).toEqual([
      422,
      'INVALID_PARAMETERS',
      ['season_start_date'],
    ]);
    expect(await refusal({ as_of: null, dataset_id: null, options: null, require_approval: null })).toEqual([
      202,
      undefined,
      undefined,
    ]);
    expect(await refusal({ options: { clusters: 'silhouette' } })).toEqual([202, undefined, undefined]);
    expect(await refusal({ options: { clusters: 'many' } })).toEqual([
      422,
      'VALIDATION_ERROR',
      ['options.clusters'],
    ]);
    expect(await refusal({ as_of: '2026-02-30' })).toEqual([422, 'VALIDATION_ERROR', ['as_of']]);
    expect(await refusal({ category_id: 'a\0b' })).toEqual([422, 'VALIDATION_ERROR', ['category_id']]);
    expect(await refusal({ dataset_id: '\ud800' })).toEqual([422, 'VALIDATION_ERROR', ['dataset_id']]);
    expect(await refusal({ options: { holiday_country: 'XX' } })).toEqual([
      422,
      'VALIDATION_ERROR',
      ['options.holiday_country'],
    ]);

    const category = await node.post(
      '/api/orchestrator/run-workflow',
      jacketSeason('x', { category_id: 'Jacket' }),
    );
    expect(category).toMatchObject({
      status: 404,
      body: { error_type: 'DATA_NOT_FOUND', suggestions: ['Use category_id "Jackets".'] },
    });
    const dataset = await node.post(
      '/api/orchestrator/run-workflow',
      jacketSeason('x', { dataset_id: 'none' }),
    );
    expect(dataset).toMatchObject({
      status: 404,
      body: { error_type: 'DATA_NOT_FOUND', suggestions: ['Use dataset_id "default".'] },
    });
  });

  it('ends a run whose history cannot serve with the error of context assembly', async () => {
    const workflowId = await node.run(jacketSeason('short', { as_of: '2024-06-01' }));
    const state = await node.ended('short', workflowId);

    expect(state).toMatchObject({
      status: 'failed',
      error: { error_type: 'CONTEXT_ASSEMBLY_ERROR' },
      execution_log: [{ agent_name: 'demand', attempt: 1, status: 'failed', error: state.error }],
    });
    expect(await node.get(`/api/orchestrator/workflows/${workflowId}/plan`)).toMatchObject({
      status: 422,
      body: { error_type: 'CONTEXT_ASSEMBLY_ERROR', message: state.error?.message },
    });
    expect((await node.events('short', workflowId)).at(-1)).toMatchObject({
      type: 'error',
      agent_name: 'demand',
      terminal: true,
      error: state.error,
    });
  });

  it('knows no run by an id that is none', async () => {
    for (const id of ['no-such-run', '%00', '..%2f', 'x'.repeat(500)])
      for (const path of ['', '/plan', '/plan/forecast.csv'])
        expect(await node.get(`/api/orchestrator/workflows/${id}${path}`)).toMatchObject({
          status: 404,
          body: { error_type: 'WORKFLOW_NOT_FOUND' },
        });
  });

  it('lists the agents in the order of the chain', async () => {
    const { body } = await node.get('/api/orchestrator/agents');

    expect(body).toEqual({
      agents: [
        { name: 'demand', order: 1, timeout_ms: 20_000, retries: 2 },
        { name: 'inventory', order: 2, timeout_ms: 20_000, retries: 2 },
        { name: 'pricing', order: 3, timeout_ms: 20_000, retries: 2 },
      ],
    });
  });

  it('answers as its API document says', async () => {
    const { body: document } = await node.get<{ paths: ApiPaths; components: object }>('/docs-json');
    const ajv = new Ajv2020({ strict: false });
    addFormats(ajv);
    const faults = (method: 'get' | 'post', path: string, status: number, body: unknown): unknown => {
      const { content } = document.paths[`/api/orchestrator/${path}`][method].responses[status];
      const { schema } = content['application/json'];
      ajv.validate({ ...schema, components: document.components }, body);
      return ajv.errors ?? [];
    };
    const started = await node.post('/api/orchestrator/run-workflow', jacketSeason('document'));
    const waiting = await node.state(started.body['workflow_id'] as string);
    const state = await node.ended('document', waiting.workflow_id);
    const failed = await node.run(jacketSeason('document', { as_of: '2024-06-01' }));

    expect(faults('post', 'run-workflow', 202, started.body)).toEqual([]);
    expect(faults('get', 'workflows/{id}', 200, waiting)).toEqual([]);
    expect(faults('get', 'workflows/{id}', 200, state)).toEqual([]);
    expect(faults('get', 'workflows/{id}', 200, await node.ended('document', failed))).toEqual([]);
    expect(faults('get', 'workflows/{id}/plan', 200, state.result)).toEqual([]);
    expect(faults('get', 'workflows/{id}/plan', 200, { ...state.result, demand: 1 })).not.toEqual([]);
    for (const list of ['workflows', 'agents'])
      expect(faults('get', list, 200, (await node.get(`/api/orchestrator/${list}`)).body)).toEqual([]);
  });
});
