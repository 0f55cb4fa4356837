import { describe, expect, it } from '@jest/globals';
import { type Draft, EMPTY_DRAFT } from '../state/draft.ts';
import { actOf } from './suggestion.ts';

const saying = (words: string, violations: readonly object[] = []): Draft => ({
  ...EMPTY_DRAFT,
  words,
  refusal: {
    error_type: 'INVALID_PARAMETERS',
    message: '',
    details: { violations },
    suggestions: [],
    request_id: '',
    timestamp: '',
  },
});

describe(actOf, () => {
  it('puts each example that a suggestion quotes in the words', () => {
    const suggestion = 'Say when it starts, for example "starting March 1st" or "from 2027-03-01".';

    expect(actOf(suggestion, saying('12-week season.'))).toEqual({
      before: 'Say when it starts, for example ',
      choices: [
        { label: 'starting March 1st', words: '12-week season, starting March 1st' },
        { label: 'from 2027-03-01', words: '12-week season, from 2027-03-01' },
      ],
    });
  });

  it('offers no example that would make the words too long', () => {
    expect(actOf('Say it, for example "15% holdback".', saying('x'.repeat(495))).choices).toEqual([]);
  });

  it('mends the words at fault with the nearest value', () => {
    const draft = saying('A 60-week season', [
      { field: 'forecast_horizon_weeks', value: 60, rule: '', quote: '60-week' },
    ]);

    expect(actOf('forecast_horizon_weeks: the nearest allowed value is 52.', draft).choices).toEqual([
      { label: '52-week', words: 'A 52-week season' },
    ]);
  });

  it('sets the nearest value by hand where the words have no figure', () => {
    const draft = saying('twice everything', [
      { field: 'dc_holdback_percentage', value: 2, rule: '', quote: 'twice everything' },
    ]);

    expect(actOf('dc_holdback_percentage: the nearest allowed value is 100 %.', draft).choices).toEqual([
      { label: '100 %', set: { name: 'dc_holdback_percentage', value: 1 } },
    ]);
  });

  it('leaves other suggestions to be read', () => {
    expect(actOf('Keep one of them.', saying(''))).toEqual({ before: 'Keep one of them.', choices: [] });
  });
});
