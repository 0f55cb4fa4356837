import type { ErrorResponse } from '#contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { once } from 'node:events';
import path from 'node:path';
import { WebSocket } from 'ws';
import { fromSchema, hostile, spoilt, type JsonSchema, type Schemas } from '../support/schema-arbitrary.ts';
import { jacketSeason, smallRetailer, type DataFolder } from '../support/small-retailer.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

/** `npm run test:long` sets ten times as many. */
const CASES = Number(process.env['FUZZ_CASES'] ?? 2_000);
const TIMEOUT_MS = 60_000 + CASES * 30;
const share = (part: number): { numRuns: number } => ({ numRuns: Math.ceil(CASES * part) });

const ROOT = path.resolve(import.meta.dirname, '../..');
const INSIDE = new RegExp(
  [
    String.raw`\bat .{1,200}:\d+:\d+`,
    String.raw`node_modules|node:internal|\.(ts|js):\d+`,
    String.raw`\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.*\b(FROM|VALUES|SET|WHERE)\b`,
    String.raw`ECONN|postgresql://|syntax error at|violates|invalid byte sequence`,
    ROOT.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  ].join('|'),
);

interface Operation {
  readonly method: string;
  readonly template: string;
  readonly schema: JsonSchema | undefined;
  readonly query: readonly string[];
  /** Statuses that the document promises. */
  readonly answers: readonly number[];
}

describe('whatever is sent', () => {
  let server: TestServer;
  let data: DataFolder;
  let operations: Operation[];
  let schemas: Schemas;
  const crashes: unknown[] = [];
  const onCrash = (error: unknown): void => void crashes.push(error);

  beforeAll(async () => {
    process.on('unhandledRejection', onCrash).on('uncaughtExceptionMonitor', onCrash);
    data = smallRetailer();
    server = await startTestServer({
      DATA_DIR: data.path,
      MAX_RUNS_PER_OWNER: '3',
      MAX_UPLOAD_BYTES: '65536',
    });
    const document = (await (await fetch(`${server.url}/docs-json`)).json()) as {
      components: { schemas: Schemas };
      paths: Record<
        string,
        Record<
          string,
          {
            requestBody?: { content: Record<string, { schema: JsonSchema }> };
            parameters?: { in: string; name: string }[];
            responses: Record<string, unknown>;
          }
        >
      >;
    };
    schemas = document.components.schemas;
    operations = Object.entries(document.paths).flatMap(([template, methods]) =>
      Object.entries(methods).map(([method, { requestBody, responses, parameters = [] }]) => ({
        method: method.toUpperCase(),
        template,
        schema: requestBody?.content['application/json']?.schema,
        query: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        answers: Object.keys(responses).map(Number),
      })),
    );
  }, 60_000);

  afterAll(async () => {
    const ready = await fetch(`${server.url}/health/ready`);
    const stillReady = { status: ready.status, crashes: [...crashes] };
    await server.close();
    data.remove();
    process.off('unhandledRejection', onCrash).off('uncaughtExceptionMonitor', onCrash);
    expect(stillReady).toEqual({ status: 200, crashes: [] });
  }, 60_000);

  /** The answer is of the contract, is the client's fault or none, and says nothing of the inside. */
  async function judge(response: Response, operation?: Operation): Promise<void> {
    const text = await response.text();
    if (operation !== undefined && !text.includes('The head of the request'))
      expect({
        ...operation,
        status: response.status,
        documented: operation.answers.includes(response.status),
      }).toMatchObject({ documented: true });
    expect({ status: response.status, text: response.status < 500 ? '' : text }).toEqual({
      status: response.status,
      text: '',
    });
    expect(response.status).toBeGreaterThanOrEqual(200);
    expect(response.headers.get('x-request-id')).toMatch(/^[A-Za-z0-9._-]{8,128}$/);
    if (response.status < 400) return;
    const error = JSON.parse(text) as ErrorResponse;
    expect(Object.keys(error).sort()).toEqual(
      ['details', 'error_type', 'message', 'request_id', 'suggestions', 'timestamp'].sort(),
    );
    const quoted = JSON.stringify([error.message, error.suggestions]);
    expect(quoted).not.toMatch(INSIDE);
    expect(text.length).toBeLessThan(20_000); // a large fault is not echoed whole
  }

  const fill = (template: string, segment: string): string =>
    template.replaceAll(/\{[^}]+\}/g, () => segment || 'x');

  /** Bodies of the schema; of run-workflow some that are runs indeed, with any options. */
  function bodyOf({ template, schema }: Operation): fc.Arbitrary<unknown> {
    const any = fromSchema(schema ?? {}, schemas);
    if (!template.endsWith('/run-workflow')) return any;
    const runs = any.map((body) => ({
      ...jacketSeason('fuzz-runs'),
      options: (body as { options?: unknown }).options ?? {},
    }));
    return fc.oneof({ weight: 3, arbitrary: any }, { weight: 1, arbitrary: runs });
  }

  const segment = fc.oneof(
    fc.constantFrom('x', 'default', '%00', '%E0%A4%A', '..%2f..', '%ff', 'a'.repeat(3_000), '__proto__'),
    fc
      .string({ unit: 'binary', minLength: 1, maxLength: 20 })
      .map((text) => encodeURIComponent(text.isWellFormed() ? text : 'x'))
      .filter((text) => text !== '.' && text !== '..'), // the path of another operation
  );

  it(
    'bodies: near their schema, spoilt, deep, large, with keys of prototypes',
    async () => {
      const withBody = operations.filter(({ schema }) => schema !== undefined);
      expect(withBody.length).toBeGreaterThanOrEqual(3);
      const requests = fc
        .constantFrom(...withBody)
        .chain((operation) => fc.tuple(fc.constant(operation), spoilt(bodyOf(operation)), segment));
      await fc.assert(
        fc.asyncProperty(requests, async ([operation, body, id]) => {
          const { method, template } = operation;
          await judge(
            await fetch(server.url + fill(template, id), {
              method,
              body,
              headers: { 'Content-Type': 'application/json' },
            }),
            operation,
          );
        }),
        share(0.45),
      );
      expect(Object.keys(Object.prototype)).toEqual([]);
      const { workflows } = (await (
        await fetch(`${server.url}/api/orchestrator/workflows?limit=100`)
      ).json()) as {
        workflows: { workflow_id: string }[];
      };
      expect(workflows.length).toBeGreaterThan(0);
      for (const { workflow_id } of workflows) {
        const events = await fetch(`${server.url}/api/orchestrator/workflows/${workflow_id}/events`);
        expect(await events.text()).not.toMatch(/"error_type":"INTERNAL_ERROR"/); // a run ends as planned, or says why not
      }
    },
    TIMEOUT_MS,
  );

  it(
    'bodies that are no JSON, in any encoding, of any announced type',
    async () => {
      const types = fc.oneof(
        { weight: 3, arbitrary: fc.constant('application/json') },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            'application/json; charset=utf-16',
            'application/json; charset=koi8-r',
            'text/plain',
            'multipart/form-data',
            'multipart/form-data; boundary=x',
            'application/json,text/html',
            ';;;',
          ),
        },
      );
      const bytes = fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc
          .string({ unit: 'binary' })
          .map((text) => new TextEncoder().encode(`{"strategy_description": ${text}`)),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...operations.filter(({ method }) => method === 'POST')),
          bytes,
          types,
          fc.constantFrom(undefined, 'gzip', 'br', 'nonsense'),
          async (operation, body, type, encoding) => {
            const { template } = operation;
            await judge(
              await fetch(server.url + fill(template, 'x'), {
                method: 'POST',
                body: Buffer.from(body),
                headers: {
                  'Content-Type': type,
                  ...(encoding !== undefined && { 'Content-Encoding': encoding }),
                },
              }),
              operation,
            );
          },
        ),
        share(0.15),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'paths, queries and headers',
    async () => {
      const value = hostile.map((given) =>
        encodeURIComponent(
          (typeof given === 'string' ? given : JSON.stringify(given)).slice(0, 2_000).toWellFormed(),
        ),
      );
      const header = fc.oneof(
        fc.constantFrom('1', '-1', '99999999999999999999', '../x', '"', 'a,b'),
        fc.string({ unit: 'grapheme-ascii', maxLength: 100 }).map((text) => text.trim()),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...operations.filter(({ template }) => template !== '/metrics')),
          segment,
          fc.array(
            fc.tuple(
              fc.constantFrom('limit', 'cursor', 'status', 'session_id', 'limit[]', 'a[b]', '__proto__[x]'),
              value,
            ),
            {
              maxLength: 4,
            },
          ),
          header,
          async (operation, id, query, headerValue) => {
            const { method, template } = operation;
            const search = query.map(([name, given]) => `${name}=${given}`).join('&');
            await judge(
              await fetch(`${server.url}${fill(template, id)}?${search}`, {
                method,
                headers: {
                  'Last-Event-ID': headerValue,
                  'Idempotency-Key': headerValue,
                  'X-Request-Id': headerValue,
                  traceparent: headerValue,
                },
              }),
              operation,
            );
          },
        ),
        share(0.15),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'files: bytes that were CSV before',
    async () => {
      const sales = Buffer.from(
        'date,store_id,category,quantity_sold\n2024-01-01,S1,A,5\n2024-01-08,S1,"A",6\n',
      );
      const stores = Buffer.from('store_id,size\nS1,10\n');
      const spoil = (valid: Buffer): fc.Arbitrary<Buffer> =>
        fc
          .array(
            fc.tuple(
              fc.nat(valid.length),
              fc.nat(6),
              fc.oneof(
                fc.uint8Array({ maxLength: 8 }),
                fc.constantFrom(
                  Buffer.from('"'),
                  Buffer.from(',,,'),
                  Buffer.from('\r\n\r\n'),
                  Buffer.from([0xff, 0xfe]),
                  Buffer.from('\0'),
                  Buffer.from('9'.repeat(400)),
                  Buffer.from('\u2028'),
                  Buffer.from('x'.repeat(9_000)),
                ),
              ),
            ),
            { maxLength: 4 },
          )
          .map((splices) =>
            splices.reduce(
              (bytes, [at, drop, insert]) =>
                Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + drop)]),
              valid,
            ),
          );
      const upload = operations.find(
        ({ method, template }) => method === 'POST' && template === '/api/datasets',
      );
      const name = fc.constantFrom('sales.csv', 'sales.csv.gz', '../../x.csv', '', 'a"b\r\n.csv');
      await fc.assert(
        fc.asyncProperty(spoil(sales), spoil(stores), name, async (salesBytes, storesBytes, fileName) => {
          const form = new FormData();
          form.set('historical_sales', new Blob([new Uint8Array(salesBytes)]), fileName);
          form.set('stores', new Blob([new Uint8Array(storesBytes)]), 'stores.csv');
          const response = await fetch(`${server.url}/api/datasets`, { method: 'POST', body: form });
          const created =
            response.status === 201 ? ((await response.clone().json()) as { dataset_id: string }) : null;
          await judge(response, upload);
          if (created !== null)
            await fetch(`${server.url}/api/datasets/${created.dataset_id}`, { method: 'DELETE' });
        }),
        share(0.15),
      );
    },
    TIMEOUT_MS,
  );

  it(
    'frames on a WebSocket: each is answered, or closes the socket with a reason',
    async () => {
      const url = `${server.url.replace('http', 'ws')}/ws/orchestrator/fuzz`;
      const text = fc.oneof(
        spoilt(fc.constant({ type: 'ping' })),
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom('{"type":"ping"}', '[]', '"', 'x'.repeat(66_000)),
      );
      const frame = fc.oneof(
        { weight: 6, arbitrary: text },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
        // Not a frame at all: bytes in the middle of the stream.
        {
          weight: 1,
          arbitrary: fc.uint8Array({ minLength: 2, maxLength: 20 }).map((bytes) => ({ raw: bytes })),
        },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
          const ws = new WebSocket(url);
          ws.on('error', () => undefined);
          let answers = 0;
          const closed = new Promise<number>((resolve) => ws.once('close', resolve));
          const texts = frames.filter((sent) => typeof sent === 'string').length;
          const answered = new Promise<void>((resolve) => {
            ws.on('message', (message: Buffer) => {
              expect(message.toString()).not.toMatch(INSIDE);
              if (++answers >= texts) resolve();
            });
          });
          await once(ws, 'open');
          let mustClose = false;
          for (const sent of frames) {
            if (typeof sent === 'string') {
              mustClose ||= Buffer.byteLength(sent) > 65_536;
              ws.send(sent);
            } else if (Buffer.isBuffer(sent)) {
              mustClose = true;
              ws.send(sent);
            } else {
              (ws as unknown as { _socket: { write(bytes: Uint8Array): void; end(): void } })._socket.write(
                sent.raw,
              );
              (ws as unknown as { _socket: { end(): void } })._socket.end();
              mustClose = true;
              break;
            }
          }
          if (mustClose) expect([1002, 1003, 1005, 1006, 1007, 1008, 1009]).toContain(await closed);
          else {
            await answered;
            ws.close();
            await closed;
          }
        }),
        share(0.1),
      );
    },
    TIMEOUT_MS,
  );
});
