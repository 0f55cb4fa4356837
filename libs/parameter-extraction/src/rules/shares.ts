const FRACTIONS: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};

/**
 * A share as planners write it: "45%", "45 percent", "0.45", ".45", "1/3", "a third", "2 thirds", "half", "a quarter".
 * For use inside larger patterns; read its value with `shareOf`.
 */
export const SHARE = String.raw`(?:\d{1,3}(?:\.\d{1,4})?\s?(?:%|percent\b|per cent\b|pct\b|pc\b)|(?<![\d.])0?\.\d{1,4}\b|(?<![\d/.])[1-9]\/[1-9]\b(?![\/\d%])|(?:\b(?:a|an|one|[2-9])[ -])?\b(?:half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?\b)`;

/** The fraction that `text`, matched by SHARE, stands for, to four decimals; it may be out of 0..1. */
export function shareOf(text: string): number {
  const words = text.trim();
  const percent = /^(\d+(?:\.\d+)?)\s?(?:%|p)/.exec(words);
  if (percent !== null) return round(Number(percent[1]) / 100);
  if (/^\d?\.\d+$/.test(words)) return Number(words);
  const ratio = /^(\d)\/(\d)$/.exec(words);
  if (ratio !== null) return round(Number(ratio[1]) / Number(ratio[2]));
  const named = /^(?:(a|an|one|[2-9])[ -])?(half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?$/.exec(
    words,
  );
  if (named !== null)
    return round((/^\d$/.test(named[1] ?? '') ? Number(named[1]) : 1) / FRACTIONS[named[2]]);
  return NaN;
}

export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
