import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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

    const violations = error.details['violations'] as { field: string; rule: string }[];
    expect(violations.map(({ field }) => field).sort()).toEqual([
      'extra',
      'reference_date',
      'strategy_description',
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

    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(response.body).toHaveProperty('error_type');
  });
});
