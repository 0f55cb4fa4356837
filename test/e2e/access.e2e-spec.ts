import type { ErrorResponse, WorkflowAccepted, WorkflowState } from '#contracts';
import { ApiKeyStore } from '#access';
import { Database } from '#database';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { refusalOf, SessionWatcher } from '../support/session-watcher.ts';
import { jacketSeason, smallRetailer } from '../support/small-retailer.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const SALES = 'date,store_id,category,quantity_sold\n';
const STORES = 'store_id,size\nS1,10\nS2,20\n';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

function asking(server: TestServer, token?: string): Ask {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(server.url + path, {
      method,
      headers: {
        ...(token !== undefined && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && !(body instanceof FormData) && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && {
        body: body instanceof FormData ? body : typeof body === 'string' ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as unknown) : text,
    };
  };
}

const data = smallRetailer();
afterAll(() => data.remove());

const start = (environment: Record<string, string> = {}): Promise<TestServer> =>
  startTestServer({ DATA_DIR: data.path, ...environment });

/** 120 weeks of one category in two stores; `level` makes contents differ. */
function upload(level: number): FormData {
  const rows: string[] = [];
  const start = Date.UTC(2023, 0, 2);
  for (let week = 0; week < 120; week++)
    for (const store of ['S1', 'S2'])
      rows.push(
        `${new Date(start + week * 7 * 86_400_000).toISOString().slice(0, 10)},${store},Coats,${level + ((week * 7) % 13)}`,
      );
  const form = new FormData();
  form.set('historical_sales', new Blob([`${SALES}${rows.join('\n')}\n`], { type: 'text/csv' }), 'sales.csv');
  form.set('stores', new Blob([STORES], { type: 'text/csv' }), 'stores.csv');
  return form;
}

async function finished(ask: Ask, id: string): Promise<WorkflowState> {
  const { text } = await ask('GET', `/api/orchestrator/workflows/${id}/events`); // ends after the terminal message
  expect(text).toContain('"complete"');
  return (await ask('GET', `/api/orchestrator/workflows/${id}`)).body as WorkflowState;
}

const typeOf = ({ body }: Answer): string => (body as ErrorResponse).error_type;

describe('AUTH=api-key', () => {
  let server: TestServer;
  let database: Database;
  let keys: ApiKeyStore;
  let anna: { keyId: string; token: string };
  let bert: { keyId: string; token: string };
  let asAnna: Ask;
  let asBert: Ask;
  let asNobody: Ask;

  beforeAll(async () => {
    server = await start({ AUTH: 'api-key' });
    database = new Database(server.databaseUrl);
    keys = new ApiKeyStore(database);
    anna = await keys.create('anna');
    bert = await keys.create('bert');
    asAnna = asking(server, anna.token);
    asBert = asking(server, bert.token);
    asNobody = asking(server);
  }, 60_000);

  afterAll(async () => {
    await database.close();
    await server.close();
  });

  describe('without a valid key', () => {
    it('answers every documented route of the API with 401, and probes and documents as ever', async () => {
      const { body } = await asNobody('GET', '/docs-json');
      const { paths } = body as { paths: Record<string, Record<string, unknown>> };
      const seen: string[] = [];
      for (const [template, operations] of Object.entries(paths))
        for (const method of Object.keys(operations)) {
          const path = template.replaceAll(/\{[^}]+\}/g, 'x');
          const answer = await asNobody(method.toUpperCase(), path);
          const isOpen = path.startsWith('/health/') || path.startsWith('/docs/');
          expect({ method, path, status: answer.status }).toEqual({
            method,
            path,
            status: isOpen ? 200 : 401,
          });
          if (isOpen) continue;
          expect(typeOf(answer)).toBe('UNAUTHENTICATED');
          expect(answer.headers.get('www-authenticate')).toBe('Bearer');
          expect((answer.body as ErrorResponse).suggestions.join()).toContain('Authorization: Bearer');
          seen.push(path);
        }
      expect(seen.length).toBeGreaterThanOrEqual(13);
    });

    it.each([
      ['no such key', () => anna.token.replace(/^so_.{4}/, 'so_0000')],
      ['a wrong secret', () => `${anna.token.slice(0, -4)}AAAA`],
      ['another shape', () => 'letmein'],
      ['a key with more behind it', () => `${anna.token}x`],
    ])('is told nothing about %s', async (_what, token) => {
      const answer = await asking(server, token())('GET', '/api/datasets');

      expect(answer.status).toBe(401);
      expect((answer.body as ErrorResponse).message).toBe('The API key is not valid.');
    });

    it.each(['basic', 'token'])('does not take the key as %s credentials', async (scheme) => {
      const answer = await asNobody('GET', '/api/datasets', undefined, {
        Authorization: `${scheme} ${anna.token}`,
      });

      expect(answer.status).toBe(401);
    });

    it('is refused before its body is read', async () => {
      const answer = await asNobody('POST', '/api/orchestrator/run-workflow', 'x'.repeat(300_000));

      expect(answer.status).toBe(401);
    });

    it('opens no WebSocket', async () => {
      const url = `${server.url.replace('http', 'ws')}/ws/orchestrator/nobody`;

      expect((await refusalOf(url)).status).toBe(401);
      expect((await refusalOf(url, { headers: { Authorization: 'Bearer so_x' } })).status).toBe(401);
    });
  });

  it('lets a key in by header, and on a WebSocket by header or subprotocol, which is not echoed', async () => {
    const url = `${server.url.replace('http', 'ws')}/ws/orchestrator/anna-sockets`;
    expect((await asAnna('GET', '/api/datasets')).status).toBe(200);

    const byHeader = await SessionWatcher.open(url, { headers: { Authorization: `Bearer ${anna.token}` } });
    const byProtocol = await SessionWatcher.open(url, {
      protocols: ['season-orchestrator', `bearer.${anna.token}`],
    });

    expect(byProtocol.ws.protocol).toBe('season-orchestrator');
    await byHeader.close();
    await byProtocol.close();
  });

  describe('what one owner has', () => {
    let dataset_id: string;
    let workflow_id: string;

    beforeAll(async () => {
      const uploaded = await asAnna('POST', '/api/datasets', upload(20));
      expect(uploaded.status).toBe(201);
      ({ dataset_id } = uploaded.body as { dataset_id: string });
      const started = await asAnna('POST', '/api/orchestrator/run-workflow', jacketSeason('anna-session'), {
        'Idempotency-Key': 'shared-key',
      });
      expect(started.status).toBe(202);
      ({ workflow_id } = started.body as WorkflowAccepted);
      expect((await finished(asAnna, workflow_id)).status).toBe('completed');
    }, 60_000);

    it('is found by no route with a foreign key: every answer is that of something absent', async () => {
      const { body } = await asBert('GET', '/docs-json');
      const { paths } = body as { paths: Record<string, Record<string, unknown>> };
      const bodies: Record<string, unknown> = { approval: { decision: 'accept' } };
      let walked = 0;
      for (const [template, operations] of Object.entries(paths)) {
        if (!template.includes('{')) continue;
        for (const method of Object.keys(operations)) {
          const fill = (workflow: string, dataset: string): string =>
            template
              .replaceAll('{dataset_id}', dataset)
              .replaceAll('{id}', workflow)
              .replaceAll('{table}', 'forecast');
          const with_ = bodies[template.split('/').pop() ?? ''];
          const foreign = await asBert(method.toUpperCase(), fill(workflow_id, dataset_id), with_);
          const absent = await asBert(method.toUpperCase(), fill('absent-run', 'absent-data'), with_);

          expect({ template, method, status: foreign.status }).toEqual({ template, method, status: 404 });
          expect(absent.status).toBe(404);
          const same = (answer: Answer, workflow: string, dataset: string): string =>
            answer.text
              .replaceAll(workflow, 'ID')
              .replaceAll(dataset, 'ID')
              .replaceAll(/"(request_id|timestamp)":"[^"]*"/g, '');
          expect(same(foreign, workflow_id, dataset_id)).toBe(same(absent, 'absent-run', 'absent-data'));
          walked++;
        }
      }
      expect(walked).toBeGreaterThanOrEqual(8);
      expect((await asAnna('GET', `/api/datasets/${dataset_id}`)).status).toBe(200);
      expect((await asAnna('GET', `/api/orchestrator/workflows/${workflow_id}`)).status).toBe(200);
    });

    it('is in no list of a foreign key, nor in its suggestions', async () => {
      const lists = [
        await asBert('GET', '/api/datasets'),
        await asBert('GET', '/api/orchestrator/workflows'),
        await asBert('GET', '/api/orchestrator/workflows?session_id=anna-session'),
        await asBert('GET', `/api/datasets/${dataset_id.slice(0, -1)}`),
        await asBert(
          'POST',
          '/api/orchestrator/run-workflow',
          jacketSeason('bert-1', { dataset_id: `${dataset_id}x` }),
        ),
      ];

      for (const { text } of lists) {
        expect(text.replaceAll(`${dataset_id}x`, '')).not.toContain(dataset_id);
        expect(text).not.toContain(workflow_id);
      }
      const { datasets } = lists[0].body as { datasets: { dataset_id: string }[] };
      expect(datasets.map((dataset) => dataset.dataset_id)).toEqual(['default']);
    });

    it('cannot be planned with by a foreign key', async () => {
      const answer = await asBert(
        'POST',
        '/api/orchestrator/run-workflow',
        jacketSeason('bert-2', { dataset_id, category_id: 'Coats' }),
      );

      expect(answer.status).toBe(404);
      expect(typeOf(answer)).toBe('DATA_NOT_FOUND');
    });

    it('has sessions that no foreign key may follow or run in', async () => {
      const url = `${server.url.replace('http', 'ws')}/ws/orchestrator/anna-session`;
      const foreign = { headers: { Authorization: `Bearer ${bert.token}` } };

      expect((await refusalOf(url, foreign)).status).toBe(404);
      expect(
        (await asBert('POST', '/api/orchestrator/run-workflow', jacketSeason('anna-session'))).status,
      ).toBe(404);
      const own = await SessionWatcher.open(url, { headers: { Authorization: `Bearer ${anna.token}` } });
      await own.until(() => own.events.some((event) => event.type === 'complete'));
      await own.close();
    });

    it('has a session from the moment it is opened: nobody slips into a room where somebody waits', async () => {
      const url = `${server.url.replace('http', 'ws')}/ws/orchestrator/first-come`;
      const waiting = await SessionWatcher.open(url, { headers: { Authorization: `Bearer ${bert.token}` } });

      const answer = await asAnna('POST', '/api/orchestrator/run-workflow', jacketSeason('first-come'));

      expect(answer.status).toBe(404);
      expect(waiting.texts).toEqual([]);
      await waiting.close();
    });

    it('is kept apart from equal things of others: content, and idempotency keys', async () => {
      const sameContent = await asBert('POST', '/api/datasets', upload(20));
      expect((sameContent.body as { dataset_id: string }).dataset_id).not.toBe(dataset_id);
      expect(
        ((await asAnna('POST', '/api/datasets', upload(20))).body as { dataset_id: string }).dataset_id,
      ).toBe(dataset_id);

      const sameKey = await asBert('POST', '/api/orchestrator/run-workflow', jacketSeason('bert-3'), {
        'Idempotency-Key': 'shared-key',
      });
      expect(sameKey.status).toBe(202);
      expect((sameKey.body as WorkflowAccepted).workflow_id).not.toBe(workflow_id);
      await finished(asBert, (sameKey.body as WorkflowAccepted).workflow_id);
    }, 60_000);

    it('is seen by a second key of the same owner', async () => {
      const second = await keys.create('anna');

      expect((await asking(server, second.token)('GET', `/api/datasets/${dataset_id}`)).status).toBe(200);
    });
  });

  it('keeps what was made while AUTH was off from every key', async () => {
    await database.query('INSERT INTO session_heads (session_id, head_sequence) VALUES ($1, 0)', [
      'of-before',
    ]);

    const answer = await asAnna('POST', '/api/orchestrator/run-workflow', jacketSeason('of-before'));

    expect(answer.status).toBe(404);
  });

  it('ends what a key has open when it is revoked, and refuses it from then on', async () => {
    const key = await keys.create('carla');
    const ask = asking(server, key.token);
    const watcher = await SessionWatcher.open(
      `${server.url.replace('http', 'ws')}/ws/orchestrator/carla-session`,
      { headers: { Authorization: `Bearer ${key.token}` } },
    );
    expect((await ask('GET', '/api/datasets')).status).toBe(200);

    expect(await keys.revoke(key.keyId)).toBe(true);

    await watcher.closed;
    expect((await ask('GET', '/api/datasets')).status).toBe(401);
    expect(await keys.revoke(key.keyId)).toBe(false);
  });

  it('keeps no secret: the database has hashes alone', async () => {
    const { rows } = await database.query<{ everything: string }>(
      'SELECT string_agg(api_keys::text, chr(10)) AS everything FROM api_keys',
    );

    expect(rows[0].everything).not.toContain(anna.token.slice(-43)); // the secret, which may hold an underscore
    expect(rows[0].everything).toContain('anna');
  });
});

describe('bounds', () => {
  it('answers 429 with its headers past the rate, each address or key for itself, and never for probes', async () => {
    const server = await start({ AUTH: 'api-key', RATE_LIMIT_PER_MINUTE: '3' });
    const database = new Database(server.databaseUrl);
    try {
      const keys = new ApiKeyStore(database);
      const first = asking(server, (await keys.create('first')).token);
      const second = asking(server, (await keys.create('second')).token);
      const left: (string | null)[] = [];
      for (let i = 0; i < 3; i++)
        left.push((await first('GET', '/api/orchestrator/agents')).headers.get('ratelimit-remaining'));

      const refused = await first('GET', '/api/orchestrator/agents');

      expect(left).toEqual(['2', '1', '0']);
      expect(refused.status).toBe(429);
      expect(typeOf(refused)).toBe('RATE_LIMITED');
      const retryAfter = Number(refused.headers.get('retry-after'));
      expect(retryAfter).toBeGreaterThanOrEqual(1);
      expect(retryAfter).toBeLessThanOrEqual(60);
      expect(refused.headers.get('ratelimit-limit')).toBe('3');
      expect(refused.headers.get('ratelimit-remaining')).toBe('0');
      expect(refused.headers.get('ratelimit-reset')).toBe(String(retryAfter));
      expect((await second('GET', '/api/orchestrator/agents')).status).toBe(200);
      for (let i = 0; i < 5; i++) expect((await first('GET', '/health/live')).status).toBe(200);

      const wrong = asking(server, 'wrong');
      const statuses: number[] = [];
      for (let i = 0; i < 4; i++) statuses.push((await wrong('GET', '/api/datasets')).status);
      expect(statuses).toEqual([401, 401, 401, 429]); // guessing is counted by address
    } finally {
      await database.close();
      await server.close();
    }
  }, 60_000);

  it('counts WebSocket upgrades like requests', async () => {
    const server = await start({ RATE_LIMIT_PER_MINUTE: '2' });
    try {
      const url = `${server.url.replace('http', 'ws')}/ws/orchestrator/often`;
      for (let i = 0; i < 2; i++) await (await SessionWatcher.open(url)).close();

      const refused = await refusalOf(url);

      expect(refused.status).toBe(429);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    } finally {
      await server.close();
    }
  }, 60_000);

  it('is off on loopback unless set', async () => {
    const server = await start();
    try {
      const answer = await asking(server)('GET', '/api/orchestrator/agents');

      expect(answer.status).toBe(200);
      expect(answer.headers.get('ratelimit-limit')).toBeNull();
    } finally {
      await server.close();
    }
  }, 60_000);

  it('refuses runs over the bound of an owner, however many come at once; the one that is repeated is no new one', async () => {
    const server = await start({ MAX_RUNS_PER_OWNER: '2' });
    const ask = asking(server);
    try {
      const run = (i: number) =>
        ask(
          'POST',
          '/api/orchestrator/run-workflow',
          jacketSeason(`bound-${i}`, { require_approval: true }),
          {
            'Idempotency-Key': `run-${i}`,
          },
        );

      const answers = await Promise.all(Array.from({ length: 6 }, (_, i) => run(i)));
      const accepted = answers.flatMap(({ status }, i) => (status === 202 ? [i] : []));
      const refused = answers.filter(({ status }) => status === 429);

      expect(accepted).toHaveLength(2);
      expect(refused).toHaveLength(4);
      expect((refused[0].body as ErrorResponse).details).toMatchObject({ max_runs_per_owner: 2 });
      expect(Number(refused[0].headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect((await run(accepted[0])).status).toBe(202);
      const { workflow_id } = answers[accepted[0]].body as WorkflowAccepted;
      await ask('POST', `/api/orchestrator/workflows/${workflow_id}/cancel`);
      expect((await run(9)).status).toBe(202);
    } finally {
      await server.close();
    }
  }, 60_000);
});

describe('what browsers are told', () => {
  const ORIGIN = 'https://planning.example.com';

  it('lets no page of another origin in by default', async () => {
    const server = await start();
    try {
      const answer = await asking(server)('GET', '/api/orchestrator/agents', undefined, { Origin: ORIGIN });

      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'self'/);
      expect(answer.headers.get('content-security-policy')).toMatch(/object-src 'none'/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(answer.headers.get('x-powered-by')).toBeNull();
    } finally {
      await server.close();
    }
  }, 60_000);

  it('lets pages of other origins change nothing and open no WebSocket, and its own pages all', async () => {
    const server = await start();
    try {
      const ask = asking(server);
      const cancel = (origin: string) =>
        ask('POST', '/api/orchestrator/workflows/x/cancel', undefined, { Origin: origin });
      const socket = `${server.url.replace('http', 'ws')}/ws/orchestrator/pages`;

      for (const origin of [ORIGIN, 'null', 'http://127.0.0.1:1', `${server.url}.evil.example`]) {
        const refused = await cancel(origin);
        expect([refused.status, typeOf(refused)]).toEqual([403, 'FORBIDDEN']);
        expect((await refusalOf(socket, { origin })).status).toBe(403);
      }
      expect((await cancel(server.url)).status).toBe(404);
      await (await SessionWatcher.open(socket, { origin: server.url })).close();
    } finally {
      await server.close();
    }
  }, 60_000);

  it('lets pages of ALLOWED_ORIGINS in, whose first question has no key', async () => {
    const server = await start({ AUTH: 'api-key', ALLOWED_ORIGINS: ORIGIN });
    try {
      const ask = asking(server);
      const preflight = await ask('OPTIONS', '/api/orchestrator/agents', undefined, {
        Origin: ORIGIN,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization',
      });
      const real = await ask('GET', '/api/orchestrator/agents', undefined, { Origin: ORIGIN });

      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(real.status).toBe(401);
      expect(real.headers.get('access-control-allow-origin')).toBe(ORIGIN); // or the page could not read why
    } finally {
      await server.close();
    }
  }, 60_000);
});
