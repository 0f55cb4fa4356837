import {
  REQUIRED_PARAMETERS,
  type ExtractionProvider,
  type ExtractionResult,
  type SeasonParameters,
  type Violation,
} from '#contracts';
import { InvalidParametersError, ParameterExtractionError } from '#errors';
import { isIsoDate } from '#planning';
import type { Extraction } from './extraction.ts';
import { IN_WORDS, SUGGESTIONS } from './suggestions.ts';

const LOW_CONFIDENCE = 0.7;

/**
 * The answer to a planner, from what was understood.
 *
 * @throws InvalidParametersError when a stated value cannot hold; ParameterExtractionError when required ones are open
 */
export function answerOf(
  extraction: Extraction,
  provider: ExtractionProvider,
  notices: readonly string[] = [],
): ExtractionResult {
  const { outcome, parameters, provenance, missing, violations, confidence } = extraction;
  switch (outcome) {
    case 'invalid':
      throw new InvalidParametersError(violations, violations.map(remedyOf));
    case 'not_a_strategy':
      throw new ParameterExtractionError(
        'This text does not describe a season strategy: it says nothing of a season, its start, replenishment or a holdback.',
        { missing_parameters: REQUIRED_PARAMETERS, extracted_parameters: {} },
        REQUIRED_PARAMETERS.map((field) => SUGGESTIONS[field]),
      );
    case 'incomplete':
      throw new ParameterExtractionError(
        `The text does not say ${missing.map((field) => IN_WORDS[field]).join(', nor ')}.`,
        { missing_parameters: missing, extracted_parameters: parameters, provenance },
        missing.map((field) => SUGGESTIONS[field]),
      );
    case 'ok': {
      const complete: SeasonParameters = {
        ...(parameters as SeasonParameters),
        markdown_checkpoint_week: parameters.markdown_checkpoint_week ?? null,
        markdown_threshold: parameters.markdown_threshold ?? null,
      };
      return {
        parameters: inOrder(complete),
        extraction_reasoning: reasoningOf(extraction),
        confidence_score: confidence,
        provenance,
        provider,
        warnings: [...notices, ...extraction.warnings, ...warningsOf(complete, confidence)],
      };
    }
  }
}

function inOrder(p: SeasonParameters): SeasonParameters {
  return {
    forecast_horizon_weeks: p.forecast_horizon_weeks,
    season_start_date: p.season_start_date,
    season_end_date: p.season_end_date,
    replenishment_strategy: p.replenishment_strategy,
    dc_holdback_percentage: p.dc_holdback_percentage,
    markdown_checkpoint_week: p.markdown_checkpoint_week,
    markdown_threshold: p.markdown_threshold,
  };
}

function warningsOf(parameters: SeasonParameters, confidence: number): string[] {
  const warnings: string[] = [];
  const { markdown_checkpoint_week: week, markdown_threshold: threshold } = parameters;
  if (week !== null && threshold === null)
    warnings.push(
      'markdown_threshold: the text sets a markdown week but no sell-through; the plan will assume 60 % and say so.',
    );
  if (week === null && threshold !== null)
    warnings.push(
      'markdown_checkpoint_week: the text sets a sell-through but no week; without a week there is no markdown.',
    );
  if (parameters.replenishment_strategy === 'none' && parameters.dc_holdback_percentage > 0)
    warnings.push(
      'dc_holdback_percentage: without replenishment the stock held at the DC has no way to stores.',
    );
  if (confidence < LOW_CONFIDENCE)
    warnings.push('The confidence is low; please check each value against its quote.');
  return warnings;
}

function reasoningOf({ provenance, parameters }: Extraction): string {
  const stated = Object.entries(provenance)
    .filter(([, { source }]) => source === 'stated')
    .map(
      ([field, { quote }]) =>
        `${field} ${String(parameters[field as keyof SeasonParameters])} from "${quote ?? ''}"`,
    );
  const derived =
    provenance.season_end_date === undefined
      ? ''
      : ` season_end_date ${String(parameters.season_end_date)} follows from start and length.`;
  return `${stated.join('; ')}.${derived}`;
}

/** What would be right, with the nearest value that is. */
function remedyOf({ field, value, rule }: Violation): string {
  if (Array.isArray(value)) return `${field}: keep one of ${value.map(String).join(' and ')}.`;
  if (field === 'season_start_date' && typeof value === 'string' && !isIsoDate(value))
    return `${field}: "${value}" does not exist; give a date such as 2027-03-01.`;
  const range = /from (\d+) to (\d+)/.exec(rule);
  if (range !== null && typeof value === 'number')
    return `${field}: the nearest allowed value is ${Math.min(Number(range[2]), Math.max(Number(range[1]), value))}.`;
  if (/0 % to 100 %/.test(rule) && typeof value === 'number')
    return `${field}: the nearest allowed value is ${value > 1 ? '100 %' : '0 %'}.`;
  if (field === 'replenishment_strategy') return `${field}: the nearest rhythms are weekly and bi-weekly.`;
  return `${field} ${rule}.`;
}
