import type { UnitInterval } from '#contracts';

const NARROW_SPACE = '\u202f';
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with thousands separators: `13,355`. */
export function count(value: number): string {
  return grouped.format(Math.round(value) + 0);
}

/** `1 store`, `50 stores`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${Math.round(value) === 1 ? '' : 's'}`;
}

/** A fraction as a whole percentage: `60 %`. */
export function percent(fraction: number): string {
  return `${count(100 * fraction)}${NARROW_SPACE}%`;
}

/**
 * The step to which an estimate is worth showing: a hundredth of a wide interval is noise, so what is shown has about
 * two digits of the interval's width.
 */
function stepWithin([lo, hi]: UnitInterval): number {
  const width = hi - lo;
  return width < 20 ? 1 : 10 ** (Math.floor(Math.log10(width)) - 1);
}

/** An estimate with no more digits than its interval supports: 12,842 within 12,399 to 14,347 is `12,800`. */
export function estimate(value: number, interval: UnitInterval): string {
  const step = stepWithin(interval);
  return count(Math.round(value / step) * step);
}

/** `12,400–14,300`, rounded like `estimate`. */
export function range(interval: UnitInterval): string {
  return interval.map((bound) => estimate(bound, interval)).join('–');
}

/** `0.4 s`, `12 s`, `3 min 20 s`. */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `+3 %`, `−12 %`: a change with its sign, a real minus. */
export function signed(value: number, show: (magnitude: number) => string): string {
  const shown = show(Math.abs(value));
  return value > 0 ? `+${shown}` : value < 0 ? `−${shown}` : shown;
}

/** Bytes as people read them: `512 B`, `4.1 MiB`. */
export function size(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = bytes === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  return `${power === 0 || value >= 100 ? count(value) : value.toFixed(1)} ${units[power]}`;
}
