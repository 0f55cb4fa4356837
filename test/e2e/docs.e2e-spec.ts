import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import path from 'node:path';
import { bodyOf, fillIn, type HttpFile, readHttpFile } from '../support/http-file.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const api = readHttpFile(path.resolve(import.meta.dirname, '../../docs/api.http'));

jest.setTimeout(60_000);

describe('docs/api.http', () => {
  let server: TestServer;
  let file: HttpFile;
  const answers = new Map<string, unknown>();

  beforeAll(async () => {
    server = await startTestServer();
    file = { ...api, variables: { ...api.variables, baseUrl: server.url } };
  });
  afterAll(() => server.close());

  it('says of every request how it is answered', () => {
    expect(api.requests.filter(({ expected }) => expected === undefined).map(({ line }) => line)).toEqual([]);
    expect(api.requests.length).toBeGreaterThan(30);
  });

  // The requests build on one another, as they do for a reader: one test after the other, in the file's order.
  for (const request of api.requests) {
    it(`line ${request.line}: ${request.method} ${request.url} ${request.title}`, async () => {
      const url = fillIn(request.url, file, answers);
      if (request.when !== undefined) await untilStatus(url.replace(/\/[^/]+$/, '/events'), request.when);

      const response = await fetch(url, {
        method: request.method,
        headers: request.headers.map(([name, value]): [string, string] => [
          name,
          fillIn(value, file, answers),
        ]),
        body: bodyOf(request, file, answers),
      });
      const text = await response.text();
      const isJson = response.headers.get('Content-Type')?.includes('json') === true;
      const body: unknown = isJson ? JSON.parse(text) : text;
      if (request.name !== undefined) answers.set(request.name, body);

      const { status, errorType } = request.expected ?? {};
      expect({ status: response.status, body }).toMatchObject({
        status,
        body: errorType === undefined ? expect.anything() : { error_type: errorType },
      });
    });
  }

  it('shows every REST operation of the product', async () => {
    const { paths } = (await (await fetch(`${server.url}/docs-json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const shown = api.requests.map(
      ({ method, url }) =>
        `${method} ${url.replace('{{api}}', '/api/orchestrator').replace('{{baseUrl}}', '').split('?')[0]}`,
    );
    const missing = Object.entries(paths)
      .filter(([route]) => route.startsWith('/api/'))
      .flatMap(([route, operations]) =>
        Object.keys(operations).map((method) => `${method.toUpperCase()} ${route}`),
      )
      .filter((operation) => {
        const pattern = new RegExp(`^${operation.replace(/\{\w+\}/g, '[^/]+')}$`);
        return !shown.some((request) => pattern.test(request));
      });

    expect(Object.keys(paths)).toContain('/api/orchestrator/run-workflow');
    expect(missing).toEqual([]);
  });
});

/** Follows a run's events until an agent or the run says that it is in this state. */
async function untilStatus(eventsUrl: string, status: string): Promise<void> {
  const response = await fetch(eventsUrl, { signal: AbortSignal.timeout(20_000) });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    if (text.includes(`"status":"${status}"`)) return;
  }
  throw new Error(`the run ended without being ${status}`);
}
