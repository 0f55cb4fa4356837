import { describe, expect, it } from '@jest/globals';
import { type Draft, EMPTY_DRAFT } from '../state/draft.ts';
import { stretchesOf } from './marks.ts';

const draft = (changes: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, ...changes });
const marked = (changes: Partial<Draft>) =>
  stretchesOf(draft(changes))
    .filter(({ parameter }) => parameter !== null)
    .map(({ text, parameter, isAtFault }) => `${parameter}: ${text}${isAtFault ? ' !' : ''}`);

const provenance: Draft['provenance'] = {
  forecast_horizon_weeks: { source: 'stated', quote: '12-week', start: 0, end: 7 },
  markdown_checkpoint_week: { source: 'stated', quote: 'week 6', start: 12, end: 18 },
};

describe(stretchesOf, () => {
  it('cuts the words without losing one', () => {
    const words = '12-week to, week 6 or so';
    const stretches = stretchesOf(draft({ words, provenance }));

    expect(stretches.map(({ text }) => text).join('')).toBe(words);
    expect(stretches.map(({ parameter }) => parameter)).toEqual([
      'forecast_horizon_weeks',
      null,
      'markdown_checkpoint_week',
      null,
    ]);
  });

  it('finds quotes where they are after words were typed before them', () => {
    expect(marked({ words: 'So: 12-week to, week 6', provenance })).toEqual([
      'forecast_horizon_weeks: 12-week',
      'markdown_checkpoint_week: week 6',
    ]);
  });

  it('marks nothing for words that are gone, or whose value was set by hand', () => {
    expect(marked({ words: 'week 6', provenance, edits: { markdown_checkpoint_week: 7 } })).toEqual([]);
  });

  it('marks one of two quotes that overlap', () => {
    expect(
      marked({
        words: 'weekly top-ups',
        provenance: {
          replenishment_strategy: { source: 'stated', quote: 'weekly top-ups', start: 0, end: 14 },
          forecast_horizon_weeks: { source: 'stated', quote: 'week', start: 0, end: 4 },
        },
      }),
    ).toHaveLength(1);
  });

  it('marks the words at fault', () => {
    const refusal = {
      error_type: 'INVALID_PARAMETERS',
      message: '',
      details: { violations: [{ field: 'forecast_horizon_weeks', value: 60, rule: '', quote: '60-week' }] },
      suggestions: [],
      request_id: '',
      timestamp: '',
    } as const;

    expect(marked({ words: 'A 60-week season', refusal })).toEqual(['forecast_horizon_weeks: 60-week !']);
  });
});
