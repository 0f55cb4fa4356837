import type { Violation } from '#contracts';

const MAX_ECHO = 200;
const MAX_RULE = 500;
const MAX_VIOLATIONS = 50;

/** The first violations, small enough to be echoed: what is refused may be large, in every way. */
export function echoable(violations: readonly Violation[]): Violation[] {
  return violations.slice(0, MAX_VIOLATIONS).map(({ field, value, rule, quote }) => ({
    field: shortText(field),
    value: short(value),
    rule: shortText(rule, MAX_RULE),
    ...(quote !== undefined && { quote: shortText(quote, MAX_RULE) }),
  }));
}

/** Violations in one sentence. */
export function inWords(violations: readonly Violation[]): string {
  const words = echoable(violations).map(({ field, rule }) => `${field} ${rule}`);
  const more = violations.length - words.length;
  return [...words, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

function shortText(text: string, limit = MAX_ECHO): string {
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}

function short(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'string') return shortText(value);
  if (typeof value !== 'object' || value === null || JSON.stringify(value).length <= MAX_ECHO) return value;
  return Array.isArray(value) ? `an array of ${value.length}` : 'an object';
}
