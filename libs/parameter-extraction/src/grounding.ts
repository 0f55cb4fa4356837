import { REQUIRED_PARAMETERS, type SeasonParameters, type Violation } from '#contracts';
import { seasonEndDate, seasonViolations } from '#planning';
import type { Extraction, FieldProvenance, StatedField } from './extraction.ts';
import { candidatesOf, extractByRules, STATED_FIELDS } from './rules.extractor.ts';
import { isInstruction } from './rules/candidate.ts';
import { StrategyText } from './rules/strategy-text.ts';

/** The most that a value is trusted which only the model understands. */
const UNVERIFIED_CONFIDENCE = 0.69;
/** A value that the rules found and the model overlooked. */
const OVERLOOKED_CONFIDENCE = 0.8;

interface Claim {
  readonly value: unknown;
  readonly quote: string | undefined;
}

/**
 * Holds a model's answer to the text. A value counts only where its quote is in the text; the rules then judge the
 * quote: the same value makes it stated, another value replaces the model's, and where they cannot read it the value
 * stands unverified. A value without words in the text is dropped and counts as missing.
 */
export function ground(strategy: string, referenceDate: string, answer: unknown): Extraction {
  const byRules = extractByRules(strategy, referenceDate);
  const claims = answer as Readonly<Record<string, unknown>>;
  if (claims['is_strategy'] === false && byRules.outcome === 'not_a_strategy') return byRules;
  const text = new StrategyText(strategy);
  const parameters: Partial<Record<keyof SeasonParameters, unknown>> = {};
  const provenance: Partial<Record<keyof SeasonParameters, FieldProvenance>> = {};
  const warnings: string[] = [...byRules.warnings];
  const violations: Violation[] = [...byRules.violations];
  let confidence = 1;
  for (const field of STATED_FIELDS) {
    if (violations.some((violation) => violation.field === field)) continue; // the rules saw it stated, and wrong
    const claim = claimOf(claims[field]);
    const rulesValue = byRules.parameters[field];
    const rulesProvenance = byRules.provenance[field];
    const place = claim?.quote === undefined ? undefined : placeOf(text, claim.quote);
    if (claim?.quote !== undefined && place === undefined)
      warnings.push(
        `${field}: the model quoted "${claim.quote.slice(0, 80)}", which is not in the strategy's words; its value was dropped.`,
      );
    if (claim === undefined || place === undefined) {
      // Nothing claimed, or claimed without words of the text: what the rules can read with words stands.
      if (rulesValue === undefined || rulesValue === null || rulesProvenance === undefined) {
        if (claim !== undefined && claim.quote === undefined)
          warnings.push(
            `${field}: the model's ${String(claim.value)} has no words in the text and was dropped.`,
          );
        continue;
      }
      if (claim === undefined)
        warnings.push(`${field}: the model overlooked "${rulesProvenance.quote ?? ''}".`);
      else if (!same(claim.value, rulesValue))
        warnings.push(
          `${field}: the model read ${String(claim.value)}, the text says ${String(rulesValue)}; the text's value was taken.`,
        );
      if (claim === undefined || claim.quote !== undefined)
        confidence = Math.min(confidence, OVERLOOKED_CONFIDENCE);
      parameters[field] = rulesValue;
      provenance[field] = rulesProvenance;
      continue;
    }
    const read = readQuote(text, field, place, referenceDate);
    if (read === undefined) {
      warnings.push(
        `${field}: the rules cannot read ${String(claim.value)} from "${place.quote}"; please check it.`,
      );
      confidence = Math.min(confidence, UNVERIFIED_CONFIDENCE);
    } else if (!same(read, claim.value))
      warnings.push(
        `${field}: the model read ${String(claim.value)} from "${place.quote}", the rules read ${JSON.stringify(read)}; the rules' value was taken.`,
      );
    parameters[field] = read ?? claim.value;
    provenance[field] = { source: 'stated', ...place, ...(read === undefined && { verified: false }) };
  }
  for (const violation of seasonViolations(parameters)) {
    violations.push({
      ...violation,
      ...(quoteOf(provenance, violation.field) !== undefined && {
        quote: quoteOf(provenance, violation.field),
      }),
    });
    delete parameters[violation.field as keyof SeasonParameters];
    delete provenance[violation.field as keyof SeasonParameters];
  }
  const { forecast_horizon_weeks: weeks, season_start_date: start } = parameters;
  if (typeof weeks === 'number' && typeof start === 'string') {
    parameters.season_end_date = seasonEndDate(start, weeks);
    provenance.season_end_date = { source: 'derived' };
  }
  const missing = REQUIRED_PARAMETERS.filter(
    (field) => parameters[field] === undefined && !violations.some((violation) => violation.field === field),
  );
  const nothing =
    missing.length === REQUIRED_PARAMETERS.length &&
    violations.length === 0 &&
    claims['is_strategy'] === false;
  return {
    outcome: nothing
      ? 'not_a_strategy'
      : violations.length > 0
        ? 'invalid'
        : missing.length > 0
          ? 'incomplete'
          : 'ok',
    parameters: parameters as Partial<SeasonParameters>,
    provenance,
    missing,
    violations,
    confidence: Math.min(confidence, byRules.outcome === 'not_a_strategy' ? UNVERIFIED_CONFIDENCE : 1),
    warnings,
    corrected: byRules.corrected,
  };
}

/** The model answers a field with the value, or with an object of value and quote. */
function claimOf(answer: unknown): Claim | undefined {
  if (answer === null || answer === undefined) return undefined;
  if (typeof answer !== 'object') return { value: answer, quote: undefined };
  const { value, quote } = answer as { value?: unknown; quote?: unknown };
  if (value === null || value === undefined) return undefined;
  return { value, quote: typeof quote === 'string' && quote.trim() !== '' ? quote : undefined };
}

interface Place {
  readonly start: number;
  readonly end: number;
  readonly quote: string;
}

/** Where a quote stands: to the letter, or but for case and white space. */
function placeOf(text: StrategyText, quote: string): Place | undefined {
  const place = foundIn(text.original, quote);
  // Words that instruct the reader state nothing about the season.
  return place === undefined || isInstruction(text, text.positionOf(place.start)) ? undefined : place;
}

function foundIn(strategy: string, quote: string): Place | undefined {
  const exact = strategy.indexOf(quote);
  if (exact >= 0) return { start: exact, end: exact + quote.length, quote };
  const loose = new RegExp(
    quote
      .trim()
      .split(/\s+/)
      .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
      .join(String.raw`\s+`),
    'i',
  ).exec(strategy);
  return loose === null
    ? undefined
    : { start: loose.index, end: loose.index + loose[0].length, quote: loose[0] };
}

/** What the rules read from a quoted stretch: in its place in the text first, since words around it may say what it is. */
function readQuote(text: StrategyText, field: StatedField, place: Place, referenceDate: string): unknown {
  const inPlace = candidatesOf(text, field, referenceDate).find((candidate) => {
    const words = text.quote(candidate);
    return words.start < place.end && words.end > place.start;
  });
  return (inPlace ?? candidatesOf(new StrategyText(place.quote), field, referenceDate)[0])?.value;
}

function quoteOf(
  provenance: Partial<Record<keyof SeasonParameters, FieldProvenance>>,
  field: string,
): string | undefined {
  return provenance[field as keyof SeasonParameters]?.quote;
}

function same(a: unknown, b: unknown): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 0.0006 : a === b;
}
