const LEVELS = [...'▁▂▃▄▅▆▇█'];
const WIDEST_CELL = 3;

export interface Sparkline {
  readonly line: string;
  /** Characters for each value. */
  readonly cell: number;
}

/** Values from 0 up as one line of bars; the highest is full, and 0 the lowest bar, so that lengths compare. */
export function sparkline(values: readonly number[], width: number): Sparkline {
  const highest = Math.max(...values, 0);
  const cell = Math.max(1, Math.min(WIDEST_CELL, Math.floor(width / values.length)));
  const line = values
    .map((value) => {
      const share = highest === 0 ? 0 : value / highest;
      return LEVELS[Math.round(share * (LEVELS.length - 1))].repeat(cell);
    })
    .join('');
  return { line, cell };
}

/** A share from 0 to 1 as a bar of `width` characters. */
export function bar(share: number, width: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
