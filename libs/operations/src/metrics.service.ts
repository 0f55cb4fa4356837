import {
  TOLD,
  TRACED,
  type AgentAttemptTrace,
  type ExtractionTrace,
  type ModelCallTrace,
  type ReplayedEvents,
} from '#contracts';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { OBSERVED, type GaugeSource, type Observed } from './readiness-check.ts';

const AGENT_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];
const MODEL_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60];
const GAUGE_TIMEOUT_MS = 2_000;

/** The process's metrics: counted from what the libs tell, gauges read when asked for. */
@Injectable()
export class Metrics implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(Metrics.name);
  private readonly registry = new Registry();
  private readonly stops: (() => void)[] = [];

  constructor(@Inject(OBSERVED) private readonly observed: Observed) {}

  get contentType(): string {
    return this.registry.contentType;
  }

  onModuleInit(): void {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    const agentSeconds = new Histogram({
      name: 'season_agent_duration_seconds',
      help: 'Time of one attempt of an agent',
      labelNames: ['agent_name', 'status'],
      buckets: AGENT_SECONDS,
      registers,
    });
    const extractions = new Counter({
      name: 'season_extractions_total',
      help: 'Strategy texts read, by who read them and how it ended',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    const modelSeconds = new Histogram({
      name: 'season_model_call_duration_seconds',
      help: 'Time of one try at a language model',
      labelNames: ['provider', 'outcome'],
      buckets: MODEL_SECONDS,
      registers,
    });
    const replayed = new Counter({
      name: 'season_replayed_events_total',
      help: 'Stored events sent again to clients that came or came back',
      registers,
    });
    for (const source of this.observed.gauges) this.register(source);

    this.timed<AgentAttemptTrace>(TRACED.agentAttempt, ({ agent_name, status }, seconds, failed) =>
      agentSeconds.observe({ agent_name, status: status ?? (failed ? 'failed' : 'completed') }, seconds),
    );
    this.timed<ExtractionTrace>(TRACED.extraction, ({ provider, outcome }, _seconds, failed) =>
      extractions.inc({
        provider: provider ?? 'none',
        outcome: outcome ?? (failed ? 'failed' : 'complete'),
      }),
    );
    this.timed<ModelCallTrace>(TRACED.modelCall, ({ provider }, seconds, failed) =>
      modelSeconds.observe({ provider, outcome: failed ? 'failed' : 'answered' }, seconds),
    );
    const onReplayed = (message: unknown): void => replayed.inc((message as ReplayedEvents).count);
    channel(TOLD.replayed).subscribe(onReplayed);
    this.stops.push(() => channel(TOLD.replayed).unsubscribe(onReplayed));
  }

  onModuleDestroy(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  /** The Prometheus text; a gauge whose source fails is left out rather than the scrape lost. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private register({ name, help, labels = [], read }: GaugeSource): void {
    const logger = this.logger;
    new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [this.registry],
      async collect() {
        this.reset();
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<never>((_resolve, reject) => {
          timer = setTimeout(
            () => reject(new Error(`no reading in ${GAUGE_TIMEOUT_MS} ms`)),
            GAUGE_TIMEOUT_MS,
          );
        });
        try {
          for (const { labels: values = {}, value } of await Promise.race([read(), late]))
            this.set(values, value);
        } catch (error) {
          logger.warn({ err: error, metric: name }, 'A metric cannot be read');
        } finally {
          clearTimeout(timer);
        }
      },
    });
  }

  private timed<Trace extends object>(
    name: string,
    onEnd: (trace: Trace, seconds: number, failed: boolean) => void,
  ): void {
    const traced = tracingChannel<unknown, Trace>(name);
    const started = new WeakMap<object, number>();
    const end = (message: Trace & { error?: unknown }): void => {
      const at = started.get(message);
      if (at === undefined) return;
      started.delete(message);
      onEnd(message, (performance.now() - at) / 1000, message.error !== undefined);
    };
    const subscribers = {
      start: (message: Trace) => void started.set(message, performance.now()),
      asyncEnd: end,
    };
    traced.subscribe(subscribers as never);
    this.stops.push(() => traced.unsubscribe(subscribers as never));
  }
}
