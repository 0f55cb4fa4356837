/** Health, metrics and traces. Libs are watched through `node:diagnostics_channel` (`TRACED`, `TOLD` in #contracts). */
export { OperationsModule } from './operations.module.ts';
export type { GaugeReading, GaugeSource, Observed, ReadinessCheck } from './readiness-check.ts';
