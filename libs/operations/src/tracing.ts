import { StartupError } from '#database';
import type { RequestHandler } from 'express';

export interface Tracing {
  /** Express middleware: one span a request, which continues the caller's `traceparent`. */
  readonly middleware: RequestHandler;
  /** Sends what is left. */
  stop(): Promise<void>;
}

/** What of OpenTelemetry's variables decides whether there are traces; the SDK reads the rest itself. */
interface TracingEnvironment {
  readonly OTEL_SDK_DISABLED?: string | undefined;
  readonly OTEL_TRACES_EXPORTER?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_TRACES_ENDPOINT?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_PROTOCOL?: string | undefined;
}

/**
 * Starts tracing when OpenTelemetry's own variables ask for it
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). Nothing of the SDK is loaded
 * otherwise, and no channel has a listener.
 *
 * @throws StartupError for an exporter or protocol that is not spoken
 */
export async function startTracing(environment: TracingEnvironment): Promise<Tracing | null> {
  if (environment.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null;
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  const exporter = environment.OTEL_TRACES_EXPORTER || (endpoint ? 'otlp' : 'none');
  if (exporter === 'none') return null;
  if (exporter !== 'otlp')
    throw new StartupError(`OTEL_TRACES_EXPORTER is "${exporter}"; allowed is otlp or none`);
  if (environment.OTEL_EXPORTER_OTLP_PROTOCOL === 'grpc')
    throw new StartupError(
      'OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"; traces are sent over HTTP as JSON: allowed is http/json, to a collector’s port 4318',
    );
  const { SpanRecorder } = await import('./span-recorder.ts');
  return new SpanRecorder();
}
