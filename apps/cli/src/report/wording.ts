import type { IsoDate } from '#contracts';

const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' });

/** `13,355` */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** `13,355 units`, `1 unit` */
export function amount(value: number, unit: string): string {
  return `${count(value)} ${unit}${value === 1 ? '' : 's'}`;
}

/** A fraction as whole percents: `45 %`; what is more than nothing is never shown as nothing. */
export function percent(fraction: number): string {
  return fraction > 0 && fraction < 0.005 ? '<1 %' : `${Math.round(100 * fraction)} %`;
}

/** `1 Mar 2027` */
export function day(date: IsoDate): string {
  return DAY.format(new Date(date));
}

/** `Mon 1 Mar 2027` */
export function weekday(date: IsoDate): string {
  return `${WEEKDAY.format(new Date(date))} ${day(date)}`;
}

/** `0.6 s`, `2 min 5 s` */
export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1_000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Lines of at most `width` characters, broken between words; those after the first begin with `indent`. */
export function wrapped(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  const [first, ...words] = text.trimStart().split(' ');
  let line = text.slice(0, text.length - text.trimStart().length) + first;
  for (const word of words) {
    if (line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line = `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}
