import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorResponse } from '#contracts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

describe('what the server refuses before any controller', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    });

  const expectError = async (response: Response, status: number, errorType: string) => {
    const body = (await response.json()) as ErrorResponse;
    expect({ status: response.status, body }).toMatchObject({
      status,
      body: {
        error_type: errorType,
        message: expect.any(String),
        details: expect.any(Object),
        suggestions: expect.any(Array),
      },
    });
    expect(response.headers.get('X-Request-Id')).toBe(body.request_id);
    expect(Object.keys(body).sort()).toEqual(
      ['details', 'error_type', 'message', 'request_id', 'suggestions', 'timestamp'].sort(),
    );
    return body;
  };

  it('answers an unknown route with an ErrorResponse that names it', async () => {
    const body = await expectError(await fetch(`${server.url}/api/nowhere`), 404, 'NOT_FOUND');

    expect(body.message).toContain('GET /api/nowhere');
  });

  it('answers malformed JSON with 400', async () => {
    await expectError(
      await post('/api/orchestrator/extract-parameters', '{"strategy_description": '),
      400,
      'MALFORMED_JSON',
    );
  });

  it('answers a body over 100 KiB with 413', async () => {
    const body = JSON.stringify({ strategy_description: 'x'.repeat(120_000) });

    const error = await expectError(
      await post('/api/orchestrator/extract-parameters', body),
      413,
      'PAYLOAD_TOO_LARGE',
    );
    expect(error.details['limit_bytes']).toBe(102_400);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('answers a body of %s with 415', async (type) => {
    await expectError(
      await post('/api/orchestrator/extract-parameters', 'a=b', { 'Content-Type': type }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    );
  });

  it('keeps a sane request id and replaces any other', async () => {
    const kept = await fetch(`${server.url}/api/nowhere`, { headers: { 'X-Request-Id': 'planner-42.a_b' } });
    const replaced = await fetch(`${server.url}/api/nowhere`, { headers: { 'X-Request-Id': 'short' } });

    expect(kept.headers.get('X-Request-Id')).toBe('planner-42.a_b');
    expect(replaced.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('answers a path that cannot be decoded with an error of the client', async () => {
    const response = await fetch(`${server.url}/api/orchestrator/workflows/%E0%A4%A`);

    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expect(await response.json()).toHaveProperty('error_type');
  });
});
