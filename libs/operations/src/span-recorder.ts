import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  defaultTextMapGetter,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Request, RequestHandler } from 'express';
import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import { setTimeout as delay } from 'node:timers/promises';
import { TRACED_SPANS, type TracedSpan } from './traced-spans.ts';

const SERVICE_NAME = 'season-orchestrator';
/** A collector that is away must not hold up the end of the server. */
const STOP_LIMIT_MS = 1_500;

/** Makes spans of requests and of what the libs trace, and sends them over OTLP. */
export class SpanRecorder {
  private readonly contexts = new AsyncLocalStorage<Context>();
  private readonly propagator = new W3CTraceContextPropagator();
  private readonly provider: NodeTracerProvider;
  private readonly tracer: Tracer;
  private readonly stops: (() => void)[] = [];

  constructor() {
    this.provider = new NodeTracerProvider({
      // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win over our own name.
      resource: defaultResource()
        .merge(resourceFromAttributes({ 'service.name': SERVICE_NAME }))
        .merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
    });
    this.tracer = this.provider.getTracer(SERVICE_NAME);
    for (const [channel, spans] of TRACED_SPANS) this.record(channel, spans);
  }

  readonly middleware: RequestHandler = (request, response, next) => {
    const parent = this.propagator.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter);
    const span = this.tracer.startSpan(
      request.method,
      {
        kind: SpanKind.SERVER,
        attributes: {
          'http.request.method': request.method,
          'url.path': request.path,
          'season.request_id': (request as Request & { id: string }).id,
        },
      },
      parent,
    );
    response.once('close', () => {
      const route = routeOf(request);
      if (route !== undefined)
        span.updateName(`${request.method} ${route}`).setAttribute('http.route', route);
      span.setAttribute('http.response.status_code', response.statusCode);
      if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    this.contexts.run(trace.setSpan(parent, span), next);
  };

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0)) stop();
    const timeout = new AbortController();
    const sent = this.provider.shutdown().catch(() => undefined); // what cannot be sent is lost
    await Promise.race([
      sent,
      delay(STOP_LIMIT_MS, undefined, { signal: timeout.signal }).catch(() => undefined),
    ]);
    timeout.abort();
  }

  private record(channel: string, spans: TracedSpan): void {
    const traced = tracingChannel<unknown, object>(channel);
    const open = new WeakMap<object, Span>();
    traced.start.bindStore(this.contexts, (work) => {
      const parent = this.contexts.getStore();
      if (parent === undefined && !spans.startsTraces) return ROOT_CONTEXT;
      const span = this.tracer.startSpan(
        spans.name(work),
        { kind: spans.kind, attributes: spans.attributes(work) },
        parent ?? ROOT_CONTEXT,
      );
      open.set(work, span);
      return trace.setSpan(parent ?? ROOT_CONTEXT, span);
    });
    const subscribers = {
      error: (work: object & { error?: unknown }) => {
        const fault = work.error instanceof Error ? work.error.name : 'Error';
        open.get(work)?.setAttribute('error.type', fault).setStatus({ code: SpanStatusCode.ERROR });
      },
      asyncEnd: (work: object) => {
        const span = open.get(work);
        if (span === undefined) return;
        span.setAttributes(defined(spans.endAttributes?.(work) ?? {}));
        if (spans.failed?.(work) === true) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
    traced.subscribe(subscribers as never);
    this.stops.push(() => {
      traced.unsubscribe(subscribers as never);
      traced.start.unbindStore(this.contexts);
    });
  }
}

function routeOf(request: Request): string | undefined {
  const route = (request.route as { path?: unknown } | undefined)?.path;
  return typeof route === 'string' ? request.baseUrl + route : undefined;
}

function defined(attributes: Record<string, string | number | undefined>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
