import type { ExtractionResult, SeasonParameters } from '#contracts';
import type { Paint } from '../terminal.ts';
import { percent, weekday, wrapped } from './wording.ts';

/** Every parameter in a planner's words. */
const IN_WORDS: {
  readonly [Field in keyof SeasonParameters]: readonly [
    label: string,
    value: (value: SeasonParameters[Field]) => string,
  ];
} = {
  forecast_horizon_weeks: ['season length', (weeks) => `${weeks} weeks`],
  season_start_date: ['first day', weekday],
  season_end_date: ['last day', weekday],
  replenishment_strategy: ['replenishment', (strategy) => strategy],
  dc_holdback_percentage: ['held back at the DC', percent],
  markdown_checkpoint_week: ['markdown decision', (week) => (week === null ? 'none' : `end of week ${week}`)],
  markdown_threshold: ['markdown if sold below', (share) => (share === null ? '—' : percent(share))],
};

const READERS: Readonly<Record<ExtractionResult['provider'], string>> = {
  rules: 'the rules',
  'azure-openai': 'Azure OpenAI',
  openai: 'the language model',
};

/** What was understood: each value, and the words it came from. */
export function extractionReport(extraction: ExtractionResult, paint: Paint, width: number): string[] {
  const { parameters, provenance, provider, confidence_score, warnings } = extraction;
  const rows = fieldsOf(parameters).map(
    (field) => [...inWords(parameters, field), provenance[field]] as const,
  );
  const labels = Math.max(...rows.map(([label]) => label.length));
  const values = Math.max(...rows.map(([, value]) => value.length));
  return [
    `${paint('bold', 'What was understood')}  ${paint('dim', `by ${READERS[provider]}, confidence ${percent(confidence_score)}`)}`,
    ...rows.map(([label, value, source]) =>
      [
        `  ${label.padEnd(labels)}`,
        paint('bold', value.padEnd(values)),
        source === undefined ? '' : paint('dim', source.source.padEnd(7)),
        source?.quote === undefined ? '' : paint('cyan', `“${source.quote}”`),
        source?.verified === false ? paint('yellow', 'please check') : '',
      ]
        .join('  ')
        .trimEnd(),
    ),
    ...warnings.map((warning) => paint('yellow', wrapped(`  ! ${warning}`, width, '    '))),
  ];
}

/** Some of the parameters on one line, with their words: `season length 12 weeks (“12-week”)`. */
export function foundSoFar(
  parameters: Partial<SeasonParameters>,
  provenance: ExtractionResult['provenance'],
): string {
  return fieldsOf(parameters as SeasonParameters)
    .map((field) => {
      const quote = provenance[field]?.quote;
      const value = inWords(parameters as SeasonParameters, field).join(' ');
      return quote === undefined ? value : `${value} (“${quote}”)`;
    })
    .join(', ');
}

function fieldsOf(parameters: SeasonParameters): (keyof SeasonParameters)[] {
  return (Object.keys(IN_WORDS) as (keyof SeasonParameters)[]).filter((field) => field in parameters);
}

function inWords<Field extends keyof SeasonParameters>(
  parameters: SeasonParameters,
  field: Field,
): readonly [label: string, value: string] {
  const [label, wordsOf] = IN_WORDS[field];
  return [label, wordsOf(parameters[field])];
}
