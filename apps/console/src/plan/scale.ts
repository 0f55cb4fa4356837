/** Round steps for an axis from 0: at most `most` lines, the last at or above `top`. */
export function axisSteps(top: number, most: number): readonly number[] {
  if (top <= 0) return [0];
  const rough = top / (most - 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const lines = Math.ceil(top / step - 1e-9);
  return Array.from({ length: lines + 1 }, (_, i) => i * step);
}

/** A straight scale from a domain to a range of pixels. */
export function scale([from, to]: readonly [number, number], [start, end]: readonly [number, number]) {
  const perUnit = to === from ? 0 : (end - start) / (to - from);
  return (value: number): number => start + (value - from) * perUnit;
}
