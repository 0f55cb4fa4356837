import type { ReplenishmentStrategy } from '#contracts';
import type { ParameterName, ParameterValues } from '../state/draft.ts';
import { dayAndYear, isDate, lastDay, span } from './dates.ts';
import { counted, percent } from './figures.ts';

export const PARAMETER_LABELS: Readonly<Record<ParameterName, string>> = {
  forecast_horizon_weeks: 'Length of the season',
  season_start_date: 'First day of the season',
  replenishment_strategy: 'Replenishment',
  dc_holdback_percentage: 'Held back at the DC',
  markdown_checkpoint_week: 'Markdown week',
  markdown_threshold: 'Markdown threshold',
};

/** What to ask for a parameter that is missing. */
export const QUESTIONS: Readonly<Record<ParameterName, string>> = {
  forecast_horizon_weeks: 'How many weeks?',
  season_start_date: 'When does it start?',
  replenishment_strategy: 'How are stores refilled?',
  dc_holdback_percentage: 'How much stays at the DC?',
  markdown_checkpoint_week: 'A markdown, in which week?',
  markdown_threshold: 'Below which sell-through?',
};

const REFILLS: Readonly<Record<ReplenishmentStrategy, string>> = {
  none: 'no replenishment',
  weekly: 'refilled every week',
  'bi-weekly': 'refilled every two weeks',
};

/** A parameter as a planner would say it; null where there is nothing to say. */
export function phraseOf(name: ParameterName, values: ParameterValues): string | null {
  switch (name) {
    case 'forecast_horizon_weeks':
      return values[name] === undefined ? null : counted(values[name], 'week');
    case 'season_start_date': {
      const { season_start_date: start, forecast_horizon_weeks: weeks } = values;
      if (start === undefined) return null;
      if (!isDate(start)) return start;
      return weeks === undefined ? `from ${dayAndYear(start)}` : span(start, lastDay(start, weeks));
    }
    case 'replenishment_strategy':
      return values[name] === undefined ? null : (REFILLS[values[name]] ?? String(values[name]));
    case 'dc_holdback_percentage':
      return values[name] === undefined ? null : `${percent(values[name])} held back`;
    case 'markdown_checkpoint_week':
      return typeof values[name] === 'number' ? `markdown week ${values[name]}` : 'no markdown';
    case 'markdown_threshold':
      if (typeof values[name] === 'number') return `below ${percent(values[name])}`;
      return typeof values.markdown_checkpoint_week === 'number' ? `below ${percent(0.6)}, assumed` : null;
  }
}

/** A run's parameters in one line: `12 weeks, 1 Mar → 23 May 2027, no replenishment, 0 % held back`. */
export function sentenceOf(values: ParameterValues): string {
  const names: ParameterName[] = [
    'forecast_horizon_weeks',
    'season_start_date',
    'replenishment_strategy',
    'dc_holdback_percentage',
    'markdown_checkpoint_week',
    'markdown_threshold',
  ];
  return names
    .map((name) => phraseOf(name, values))
    .filter((phrase) => phrase !== null)
    .join(', ');
}

/** A sentence of the server for a planner's eyes: fields by what they are called on the page. */
export function inWords(sentence: string): string {
  return Object.entries(PARAMETER_LABELS).reduce(
    (text, [name, label]) => text.replaceAll(name, label.toLowerCase()),
    sentence,
  );
}
