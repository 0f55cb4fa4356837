import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import request, { type Response } from 'supertest';
import type { ErrorResponse } from '#contracts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const EXTRACT = '/api/orchestrator/extract-parameters';

describe('what the server refuses before any controller', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  /** What a connection answers to bytes as they are, until it is closed. */
  const exchange = async (bytes: string, afterwards?: string): Promise<string> => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    if (afterwards !== undefined) socket.once('data', () => socket.write(afterwards));
    socket.write(bytes);
    return text(socket);
  };

  const post = (body: string, type = 'application/json') =>
    request(server.url).post(EXTRACT).set('Content-Type', type).send(body);

  const expectError = (response: Response, status: number, errorType: string): ErrorResponse => {
    const body = response.body as ErrorResponse;
    expect({ status: response.status, body }).toEqual({
      status,
      body: {
        error_type: errorType,
        message: expect.any(String),
        details: expect.any(Object),
        suggestions: expect.any(Array),
        request_id: response.get('X-Request-Id'),
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    });
    return body;
  };

  it('answers an unknown route with an ErrorResponse that names it', async () => {
    const body = expectError(await request(server.url).get('/api/nowhere?x=1'), 404, 'NOT_FOUND');

    expect(body.message).toContain('GET /api/nowhere.');
  });

  it.each(['/favicon.ico', '/health', '/docs/nowhere', '/ws/orchestrator', '/metrics/x'])(
    'answers %s, which is outside the API and not there, in the same way',
    async (path) => {
      expectError(await request(server.url).get(path), 404, 'NOT_FOUND');
    },
  );

  it('tells who asks for a session as a document that it is a WebSocket', async () => {
    const { suggestions } = expectError(
      await request(server.url).get('/ws/orchestrator/demo'),
      400,
      'WEBSOCKET_CONNECTION_ERROR',
    );

    expect(suggestions.join(' ')).toMatch(/ws:\/\/.*proxy/);
  });

  it('gives every answer its request id, also a document and a file', async () => {
    for (const path of [
      '/docs',
      '/docs/',
      '/docs-json',
      '/docs/swagger-ui.css',
      '/docs/asyncapi.json',
      '/metrics',
    ]) {
      const { status, headers } = await request(server.url).get(path).set('X-Request-Id', 'planner-42');

      expect([path, status, headers['x-request-id']]).toEqual([path, 200, 'planner-42']);
    }
  });

  it.each([
    ['a first line that is none', 'HELLO\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    ['a method nobody knows', 'FROB /api/datasets HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'MALFORMED_REQUEST'],
    [
      'two lengths of one body',
      'POST /api/datasets HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'MALFORMED_REQUEST',
    ],
    [
      'a head that is too large',
      `GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`,
      413,
      'PAYLOAD_TOO_LARGE',
    ],
  ])(
    'answers %s with an ErrorResponse, and closes the connection',
    async (_what, bytes, status, errorType) => {
      const [head, body] = (await exchange(bytes)).split('\r\n\r\n');
      const error = JSON.parse(body ?? '') as ErrorResponse;

      expect(head).toContain(`HTTP/1.1 ${status} `);
      expect(head).toContain(`X-Request-Id: ${error.request_id}`);
      expect(error).toMatchObject({ error_type: errorType, suggestions: [] });
    },
  );

  it('answers them also on a connection that has served before', async () => {
    const answers = await exchange('GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n', 'HELLO\r\n\r\n');

    expect(answers.match(/HTTP\/1\.1 \d{3}/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });

  it('serves a client that offers another protocol as if it had not', async () => {
    const answer = await exchange(
      'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n',
    );

    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each(['[]', '"text"', '12', 'true', '[{"strategy_description":"a season of twelve weeks"}]'])(
    'answers %s, which is no object, with what would be right',
    async (body) => {
      const { details } = expectError(await post(body), 422, 'VALIDATION_ERROR');

      expect(details['violations']).toEqual([
        expect.objectContaining({ field: 'body', rule: 'must be a JSON object' }),
      ]);
    },
  );

  it('answers a body that is not packed as it says with 400', async () => {
    const response = await request(server.url)
      .post(EXTRACT)
      .set({ 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' })
      .send('{"strategy_description":"x"}');

    expectError(response, 400, 'MALFORMED_REQUEST');
  });

  it('takes an upload at its path as the router reads it', async () => {
    const response = await request(server.url).post('/API/datasets/').field('mood', 'good');

    expectError(response, 422, 'VALIDATION_ERROR');
  });

  it('answers malformed JSON with 400', async () => {
    expectError(await post('{"strategy_description": '), 400, 'MALFORMED_JSON');
  });

  it('answers a body over 100 KiB with 413', async () => {
    const body = JSON.stringify({ strategy_description: 'x'.repeat(120_000) });

    const error = expectError(await post(body), 413, 'PAYLOAD_TOO_LARGE');
    expect(error.details['limit_bytes']).toBe(102_400);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('answers a body of %s with 415', async (type) => {
    expectError(await post('a=b', type), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('lists every fault of a body that breaks its schema', async () => {
    const error = expectError(
      await post(JSON.stringify({ strategy_description: 'short', reference_date: '2027-02-30', extra: 1 })),
      422,
      'VALIDATION_ERROR',
    );

    expect(error.details['violations']).toEqual([
      {
        field: 'extra',
        value: 1,
        rule: 'is no field here; the fields are strategy_description, reference_date',
      },
      {
        field: 'strategy_description',
        value: 'short',
        rule: 'must be text of 10 to 500 characters, without NUL',
      },
      {
        field: 'reference_date',
        value: '2027-02-30',
        rule: 'must be a date that exists, written YYYY-MM-DD',
      },
    ]);
  });

  it('keeps a sane request id and replaces any other', async () => {
    const kept = await request(server.url).get('/api/nowhere').set('X-Request-Id', 'planner-42.a_b');
    const replaced = await request(server.url).get('/api/nowhere').set('X-Request-Id', 'short');

    expect(kept.get('X-Request-Id')).toBe('planner-42.a_b');
    expect(replaced.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers a path that cannot be decoded as a fault of the client', async () => {
    const response = await request(server.url).get('/api/orchestrator/workflows/%E0%A4%A');

    expectError(response, 400, 'MALFORMED_REQUEST');
  });
});
