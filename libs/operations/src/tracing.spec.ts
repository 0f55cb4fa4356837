import { TRACED, type AgentAttemptTrace, type ModelCallTrace, type QueryTrace } from '#contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { Controller, Get, Module } from '@nestjs/common';
import { tracingChannel } from 'node:diagnostics_channel';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTracing } from './tracing.ts';

interface ExportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
}

const attempts = tracingChannel<unknown, AgentAttemptTrace>(TRACED.agentAttempt);
const models = tracingChannel<unknown, ModelCallTrace>(TRACED.modelCall);
const queries = tracingChannel<unknown, QueryTrace>(TRACED.query);

@Controller('plans')
class PlansController {
  @Get(':id')
  async plan(): Promise<object> {
    const trace: AgentAttemptTrace = { agent_name: 'demand', attempt: 1 };
    await attempts.tracePromise(async () => {
      await queries.tracePromise(async () => undefined, { sql: 'SELECT units FROM sales WHERE store = $1' });
      trace.status = 'timed_out';
    }, trace);
    const call: ModelCallTrace = { provider: 'openai', model: 'small' };
    await models.tracePromise(async () => void (call.input_tokens = 12), call);
    return {};
  }
}

@Module({ controllers: [PlansController] })
class PlansModule {}

describe(startTracing.name, () => {
  const bodies: { resourceSpans: { resource: unknown; scopeSpans: { spans: ExportedSpan[] }[] }[] }[] = [];
  let collector: Server;
  let endpoint: string;

  beforeAll(async () => {
    collector = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
        response.setHeader('Content-Type', 'application/json').end('{}');
      });
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  });

  afterAll(() => new Promise((resolve) => collector.close(resolve)));

  it.each([
    ['nothing is set', {}],
    ['the exporter is none', { OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' }],
    ['the SDK is disabled', { OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x' }],
  ])('is off, and listens to nothing, when %s', async (_what, environment) => {
    expect(await startTracing(environment)).toBeNull();
    expect(attempts.hasSubscribers).toBe(false);
  });

  it.each([
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /OTEL_TRACES_EXPORTER is "zipkin"; allowed is otlp or none/],
    [
      { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      /OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"/,
    ],
  ])('refuses what is not spoken: %j', async (environment, message) => {
    await expect(startTracing(environment)).rejects.toThrow(message);
  });

  it('stops in time though the collector never answers', async () => {
    const mute = createServer(() => undefined);
    const givenUp = new Promise((resolve) =>
      mute.once('connection', (socket) => socket.once('close', resolve)),
    );
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(mute.address() as AddressInfo).port}`;
    process.env['OTEL_EXPORTER_OTLP_TIMEOUT'] = '4000';
    const tracing = await startTracing(process.env);
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    delete process.env['OTEL_EXPORTER_OTLP_TIMEOUT'];
    await attempts.tracePromise(async () => undefined, { agent_name: 'demand', attempt: 1 });

    const clock = performance.now();
    await tracing?.stop();

    expect(performance.now() - clock).toBeLessThan(3_500);
    await givenUp; // the exporter’s own patience
    await new Promise((resolve) => mute.close(resolve));
  }, 15_000);

  it('continues the trace of a request through agents, queries and models, and sends it to the collector', async () => {
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = endpoint;
    const tracing = await startTracing(process.env);
    if (tracing === null) throw new Error('tracing is off');
    const app = await NestFactory.create(PlansModule, { logger: false });
    app.use(tracing.middleware);
    await app.listen(0, '127.0.0.1');
    try {
      const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
      await fetch(`http://127.0.0.1:${port}/plans/7`, {
        headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      });
      await queries.tracePromise(async () => undefined, { sql: 'SELECT 1' }); // of no request: no trace
    } finally {
      await app.close();
      await tracing.stop();
      delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    }

    const spans = bodies.flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
    const named = (name: string): ExportedSpan => {
      const span = spans.find((candidate) => candidate.name === name);
      if (span === undefined) throw new Error(`no span ${name}: ${spans.map((s) => s.name).join()}`);
      return span;
    };
    const attributes = ({ attributes: list }: ExportedSpan): Record<string, unknown> =>
      Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]));
    const request = named('GET /plans/:id');
    const agent = named('invoke_agent demand');
    const query = named('SELECT');
    const model = named('chat small');
    expect(spans).toHaveLength(4);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(
      new Set(['0af7651916cd43dd8448eb211c80319c']),
    );
    expect(request.parentSpanId).toBe('b7ad6b7169203331');
    expect([agent.parentSpanId, model.parentSpanId]).toEqual([request.spanId, request.spanId]);
    expect(query.parentSpanId).toBe(agent.spanId);
    expect(attributes(request)).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/plans/:id',
      'http.response.status_code': 200,
    });
    expect(agent.status.code).toBe(2);
    expect(attributes(agent)).toMatchObject({ 'gen_ai.agent.name': 'demand', 'season.status': 'timed_out' });
    expect(attributes(query)['db.query.text']).toBe('SELECT units FROM sales WHERE store = $1');
    expect(attributes(model)).toMatchObject({
      'gen_ai.provider.name': 'openai',
      'gen_ai.usage.input_tokens': 12,
    });
    expect(JSON.stringify(bodies[0].resourceSpans[0].resource)).toContain('season-orchestrator');
    expect(attempts.hasSubscribers).toBe(false);
  });
});
