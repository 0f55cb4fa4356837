/** Health, metrics and traces. Libs are watched through `node:diagnostics_channel` (`TRACED`, `TOLD` in #contracts). */
export { OperationsModule } from './operations.module.ts';
export { startTracing, type Tracing } from './tracing.ts';
export type { GaugeReading, GaugeSource, Observed, ReadinessCheck } from './readiness-check.ts';
