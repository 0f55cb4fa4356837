import { ERROR_TYPES, type ErrorResponse, type ErrorType } from '#contracts';
import { ERROR_CATALOGUE } from '#errors';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { ERROR_EXAMPLES } from '../../apps/api/src/error-examples.ts';
import { provokeErrors, type ProvokedErrors } from '../support/provoked-errors.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Record<string, { value: unknown; $ref?: string }>;
}
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly requestBody?: { content: Record<string, Media> };
  readonly responses: Record<string, { description: string; content?: Record<string, Media> }>;
}
interface ApiDocument {
  readonly tags: readonly { name: string }[];
  readonly externalDocs: { url: string };
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: object; examples: Record<ErrorType, { value: ErrorResponse }> };
}

/** Faults of the server's own, which no request brings about; their examples are held to the schema alone. */
const NOT_PROVOKED: readonly ErrorType[] = ['INTERNAL_ERROR', 'AGENT_EXECUTION_ERROR', 'SERVICE_UNAVAILABLE'];

jest.setTimeout(180_000);

describe('the API document', () => {
  let document: ApiDocument;
  let server: TestServer;
  let operations: [name: string, operation: Operation][];
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);

  beforeAll(async () => {
    server = await startTestServer();
    document = (await (await fetch(`${server.url}/docs-json`)).json()) as ApiDocument;
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    );
  });
  afterAll(() => server.close());

  const faults = (schema: object, value: unknown): unknown => {
    ajv.validate({ ...schema, components: document.components }, value);
    return ajv.errors ?? [];
  };
  const send = (path: string, body?: unknown) =>
    fetch(server.url + path, {
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  const bodyExamples = (path: string) =>
    document.paths[path]['post'].requestBody?.content['application/json'].examples ?? {};

  it('says of every operation what it does, under a tag that is explained', () => {
    const tags = document.tags.map(({ name }) => name);
    const poor = operations.filter(
      ([, { summary, description, tags: own = [] }]) =>
        !summary || !description || !own.some((tag) => tags.includes(tag)),
    );

    expect(poor.map(([name]) => name)).toEqual([]);
  });

  it('describes every answer, with the schema of its body', () => {
    const poor = operations.flatMap(([name, { responses }]) =>
      Object.entries(responses)
        .filter(
          ([status, { description, content }]) => !description || (content === undefined && status !== '204'),
        )
        .map(([status]) => `${name} ${status}`),
    );

    expect(poor).toEqual([]);
  });

  it('names the error types of every failure, each under its own status, and has an example of each', () => {
    const told = operations.flatMap(([name, { responses }]) =>
      Object.entries(responses)
        .filter(([status]) => Number(status) >= 400)
        .map(([status, { content }]) => ({
          name,
          status: Number(status),
          types: Object.keys(content?.['application/json'].examples ?? {}) as ErrorType[],
        })),
    );

    expect(told.filter(({ types }) => types.length === 0)).toEqual([]);
    expect(
      told.filter(({ status, types }) => types.some((type) => ERROR_CATALOGUE[type].httpStatus !== status)),
    ).toEqual([]);
    expect(Object.keys(document.components.examples)).toEqual(ERROR_TYPES);
  });

  it('has request examples that are answered as it says', async () => {
    const extract = '/api/orchestrator/extract-parameters';
    const answers: Record<string, number> = {};
    for (const [name, { value }] of Object.entries(bodyExamples(extract)))
      answers[name] = (await send(extract, value)).status;
    for (const [name, { value }] of Object.entries(bodyExamples('/api/orchestrator/run-workflow')))
      answers[name] = (await send('/api/orchestrator/run-workflow', value)).status;

    expect(answers).toEqual({
      whole: 200,
      shares: 200,
      incomplete: 400,
      impossible: 422,
      spring: 202,
      approval: 202,
      options: 202,
    });
  });

  it('shows the answer that the first text really gets', async () => {
    const extract = '/api/orchestrator/extract-parameters';
    const { example, schema } = document.paths[extract]['post'].responses['200'].content!['application/json'];
    const answer: unknown = await (await send(extract, bodyExamples(extract)['whole'].value)).json();

    expect(answer).toEqual(example);
    expect(faults(schema, answer)).toEqual([]);
    expect(faults(schema, { ...(answer as object), parameters: 12 })).not.toEqual([]);
  });

  it('has examples that keep their own schemas', () => {
    const broken = operations.flatMap(([name, { requestBody, responses }]) =>
      [requestBody?.content ?? {}, ...Object.values(responses).map(({ content = {} }) => content)].flatMap(
        (content) =>
          Object.values(content).flatMap(({ schema, example, examples = {} }) =>
            [example, ...Object.values(examples).map(({ value }) => value)]
              .filter((value) => value !== undefined)
              .map((value) => [name, faults(schema, value)] as const)
              .filter(([, found]) => (found as unknown[]).length > 0),
          ),
      ),
    );
    const brokenErrors = Object.entries(document.components.examples).filter(
      ([, { value }]) =>
        (faults({ $ref: '#/components/schemas/ErrorResponse' }, value) as unknown[]).length > 0,
    );

    expect(broken).toEqual([]);
    expect(brokenErrors).toEqual([]);
  });

  it('can be tried in order: words, run, plan, table, decision', async () => {
    const json = async <T>(path: string, body?: unknown) => (await (await send(path, body)).json()) as T;
    const run = '/api/orchestrator/run-workflow';
    const extracted = await json<{ parameters: object }>(
      '/api/orchestrator/extract-parameters',
      bodyExamples('/api/orchestrator/extract-parameters')['whole'].value,
    );
    const { links } = await json<{ links: { self: string; events: string } }>(run, {
      ...(bodyExamples(run)['spring'].value as object),
      parameters: extracted.parameters,
    });
    await (await send(links.events)).text();
    const waiting = await json<{ links: { self: string } }>(run, bodyExamples(run)['approval'].value);
    await untilWaiting(`${server.url}${waiting.links.self}/events`);
    const approval = '/api/orchestrator/workflows/{id}/approval';
    const decided = await send(`${waiting.links.self}/approval`, bodyExamples(approval)['modify'].value);

    expect((await json<{ result: object }>(links.self)).result).toEqual(await json(`${links.self}/plan`));
    expect((await send(`${links.self}/plan/forecast.csv`)).status).toBe(200);
    expect(decided.status).toBe(202);
  });

  it('links the document of the messages', async () => {
    const { url } = document.externalDocs;

    expect(await (await fetch(server.url + url)).json()).toMatchObject({ asyncapi: '3.0.0' });
  });
});

describe('the example of each error in the API document', () => {
  let provoked: ProvokedErrors;
  beforeAll(async () => {
    provoked = await provokeErrors();
  });

  it('stands for all that a request can bring about', () => {
    expect(ERROR_TYPES.filter((type) => !provoked.has(type))).toEqual(NOT_PROVOKED);
  });

  it.each(ERROR_TYPES.filter((type) => !NOT_PROVOKED.includes(type)))('is what is answered: %s', (type) => {
    const { status, body } = provoked.get(type)!;
    const { message, details, suggestions } = ERROR_EXAMPLES[type];

    expect(status).toBe(ERROR_CATALOGUE[type].httpStatus);
    expect(ofAnyRun({ ...body, request_id: '', timestamp: '' })).toEqual(
      ofAnyRun({ error_type: type, message, details, suggestions, request_id: '', timestamp: '' }),
    );
  });
});

/** Without the ids and the numbers that differ from run to run. */
function ofAnyRun(error: ErrorResponse): unknown {
  return JSON.parse(
    JSON.stringify(error)
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, 'ID')
      .replace(/\b(pending|running)\b/g, 'unfinished')
      .replace(/\d+/g, '1'),
  );
}

/** Follows a run until it waits for its decision. */
async function untilWaiting(eventsUrl: string): Promise<void> {
  const response = await fetch(eventsUrl, { signal: AbortSignal.timeout(30_000) });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk as Uint8Array).toString();
    if (text.includes('"status":"awaiting_approval"')) return;
  }
  throw new Error('the run ended without waiting');
}
