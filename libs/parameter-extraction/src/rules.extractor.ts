import { REQUIRED_PARAMETERS, type SeasonParameters, type Violation } from '#contracts';
import { seasonEndDate } from '#planning';
import { type Candidate, type Finding, isInstruction, resolve } from './rules/candidate.ts';
import { holdbackCandidates } from './rules/holdback.rule.ts';
import { horizonCandidates } from './rules/horizon.rule.ts';
import { thresholdCandidates } from './rules/markdown-threshold.rule.ts';
import { markdownWeekCandidates } from './rules/markdown-week.rule.ts';
import { replenishmentCandidates } from './rules/replenishment.rule.ts';
import { seasonDates } from './rules/start-date.rule.ts';
import { StrategyText } from './rules/strategy-text.ts';
import { isStrategy } from './rules/topic.ts';
import type { Extraction, FieldProvenance, StatedField } from './extraction.ts';

/** Reads a strategy with rules alone: every value has its words, and what is not said stays open. */
export function extractByRules(strategy: string, referenceDate: string): Extraction {
  const text = new StrategyText(strategy);
  const dates = seasonDates(text, referenceDate);
  const horizon = resolve(text, horizonCandidates(text, dates));
  const start = resolve(text, dates.candidates);
  const replenishment = resolve(text, replenishmentCandidates(text));
  const holdback = resolve(text, holdbackCandidates(text));
  const weekCandidates = markdownWeekCandidates(text, horizon.state === 'stated' ? horizon.value : undefined);
  const week = resolve(text, nearestToMarkdown(weekCandidates));
  const threshold = resolve(text, thresholdCandidates(text, weekCandidates));
  const findings: Record<StatedField, Finding<unknown>> = {
    forecast_horizon_weeks: horizon,
    season_start_date: start,
    replenishment_strategy: replenishment,
    dc_holdback_percentage: holdback,
    markdown_checkpoint_week: week,
    markdown_threshold: threshold,
  };
  const found = STATED_FIELDS.filter((field) => findings[field].state !== 'absent');
  if (!isStrategy(text, found))
    return {
      outcome: 'not_a_strategy',
      parameters: {},
      provenance: {},
      missing: [...REQUIRED_PARAMETERS],
      violations: [],
      confidence: 0.9,
      warnings: [],
      corrected: [],
    };
  return gather(text, findings);
}

export const STATED_FIELDS = [
  'forecast_horizon_weeks',
  'season_start_date',
  'replenishment_strategy',
  'dc_holdback_percentage',
  'markdown_checkpoint_week',
  'markdown_threshold',
] as const satisfies readonly StatedField[];

/** Everything in a text that may state one field. */
export function candidatesOf(
  text: StrategyText,
  field: StatedField,
  referenceDate: string,
): readonly Candidate<unknown>[] {
  const dates = seasonDates(text, referenceDate);
  switch (field) {
    case 'forecast_horizon_weeks':
      return horizonCandidates(text, dates);
    case 'season_start_date':
      return dates.candidates;
    case 'replenishment_strategy':
      return replenishmentCandidates(text);
    case 'dc_holdback_percentage':
      return holdbackCandidates(text);
    case 'markdown_checkpoint_week':
    case 'markdown_threshold': {
      const horizon = resolve(text, horizonCandidates(text, dates));
      const weeks = markdownWeekCandidates(text, horizon.state === 'stated' ? horizon.value : undefined);
      return field === 'markdown_checkpoint_week' ? weeks : thresholdCandidates(text, weeks);
    }
  }
}

/** Several weeks in one markdown sentence: the surest words win, then the first. */
function nearestToMarkdown(candidates: readonly Candidate<number>[]): Candidate<number>[] {
  const best = Math.max(0, ...candidates.map(({ strength }) => strength));
  return candidates.filter(({ strength }) => strength >= best - 0.1);
}

function gather(text: StrategyText, findings: Record<StatedField, Finding<unknown>>): Extraction {
  const parameters: Partial<Record<keyof SeasonParameters, unknown>> = {};
  const provenance: Partial<Record<keyof SeasonParameters, FieldProvenance>> = {};
  const violations: Violation[] = [];
  const warnings: string[] = text.sentences
    .filter(({ start }) => isInstruction(text, start))
    .map(
      (sentence) =>
        `"${text.quote(sentence).quote.trim()}" reads as an instruction, not as part of the strategy; it was left out.`,
    );
  const corrected: StatedField[] = [];
  let confidence = 1;
  for (const [field, finding] of Object.entries(findings) as [StatedField, Finding<unknown>][])
    switch (finding.state) {
      case 'stated': {
        parameters[field] = finding.value;
        provenance[field] = { source: 'stated', ...text.quote(finding.span) };
        confidence = Math.min(
          confidence,
          finding.corrected ? Math.min(finding.strength, 0.85) : finding.strength,
        );
        if (finding.corrected) {
          corrected.push(field);
          warnings.push(
            `${field}: the text corrects itself; the later value "${text.quote(finding.span).quote}" was taken.`,
          );
        }
        break;
      }
      case 'invalid':
        violations.push({
          field,
          value: finding.value,
          rule: finding.rule,
          quote: text.quote(finding.span).quote,
        });
        break;
      case 'absent':
        break;
    }
  const { forecast_horizon_weeks: weeks, season_start_date: start } = parameters;
  if (typeof weeks === 'number' && typeof start === 'string') {
    parameters.season_end_date = seasonEndDate(start, weeks);
    provenance.season_end_date = { source: 'derived' };
  }
  const missing = REQUIRED_PARAMETERS.filter((field) => findings[field].state === 'absent');
  const outcome = violations.length > 0 ? 'invalid' : missing.length > 0 ? 'incomplete' : 'ok';
  return {
    outcome,
    parameters: parameters as Partial<SeasonParameters>,
    provenance,
    missing,
    violations,
    confidence: Math.round(confidence * 100) / 100,
    warnings,
    corrected,
  };
}
