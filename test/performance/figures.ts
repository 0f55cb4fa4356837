import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** One measured figure of the benchmarks. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'µs' | 'MiB' | 'KiB' | '1/s' | '×' | 'count';
  /** Bound that the figure is held to; by default it may be anything. */
  readonly atMost?: number;
  readonly atLeast?: number;
  /** What was measured in turns with it in the same run, in the same unit; two runs are compared by the ratio to it. */
  readonly beside?: { readonly what: string; readonly value: number };
}

const YARDSTICK_ROUNDS = 9;
const PER_UNIT: Partial<Record<Figure['unit'], number>> = { ms: 1, µs: 1_000 };

/**
 * Milliseconds of a fixed piece of work (numbers sorted, JSON written, read and hashed) on this machine as busy as it is now.
 * Times that have nothing of their own beside them are compared by their ratio to it.
 */
function yardstickMs(): number {
  const numbers = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i) * 1e6);
  const times = Array.from({ length: YARDSTICK_ROUNDS }, () => {
    const clock = performance.now();
    const sorted = numbers.toSorted();
    const text = JSON.stringify(Array.from(sorted.subarray(0, 20_000), (value, i) => ({ i, value })));
    createHash('sha256')
      .update(JSON.stringify(JSON.parse(text)))
      .digest();
    return performance.now() - clock;
  });
  return times.sort((a, b) => a - b)[YARDSTICK_ROUNDS >> 1];
}

/** Hands a figure to `npm run bench`, which collects them in the file BENCH_FIGURES. */
export function figure(measured: Figure): void {
  const collected = process.env['BENCH_FIGURES'];
  if (collected === undefined) return;
  const perMs = PER_UNIT[measured.unit];
  const beside =
    measured.beside ??
    (perMs === undefined ? undefined : { what: 'yardstick', value: yardstickMs() * perMs });
  appendFileSync(collected, `${JSON.stringify({ ...measured, beside })}\n`);
}
