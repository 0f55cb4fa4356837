import type { ErrorResponse, ExtractionResult } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import {
  type Draft,
  type DraftAction,
  EMPTY_DRAFT,
  draftOfRun,
  missingOf,
  parametersOf,
  reduceDraft,
  violationsOf,
} from './draft.ts';

const WORDS = '12-week season starting March 1st, no replenishment, everything to stores';
const RESULT: ExtractionResult = {
  parameters: {
    forecast_horizon_weeks: 12,
    season_start_date: '2027-03-01',
    season_end_date: '2027-05-23',
    replenishment_strategy: 'none',
    dc_holdback_percentage: 0,
    markdown_checkpoint_week: null,
    markdown_threshold: null,
  },
  extraction_reasoning: '',
  confidence_score: 1,
  provenance: { forecast_horizon_weeks: { source: 'stated', quote: '12-week', start: 0, end: 7 } },
  provider: 'rules',
  warnings: [],
};
const refusal = (details: object): ErrorResponse => ({
  error_type: 'PARAMETER_EXTRACTION_ERROR',
  message: '',
  details: { ...details },
  suggestions: [],
  request_id: '',
  timestamp: '',
});

const after = (...actions: DraftAction[]): Draft => actions.reduce(reduceDraft, EMPTY_DRAFT);
const read = [
  { type: 'words typed', words: WORDS },
  { type: 'words read', words: WORDS, result: RESULT },
] as const;

describe(reduceDraft, () => {
  it('makes parameters of words that say everything', () => {
    expect(parametersOf(after(...read))).toEqual(RESULT.parameters);
  });

  it('lets a hand win over the words, and takes it back', () => {
    const set = after(...read, { type: 'parameter set', name: 'forecast_horizon_weeks', value: 8 });

    expect(parametersOf(set)).toMatchObject({ forecast_horizon_weeks: 8, season_end_date: '2027-04-25' });
    expect(
      parametersOf(reduceDraft(set, { type: 'parameter taken back', name: 'forecast_horizon_weeks' })),
    ).toEqual(RESULT.parameters);
  });

  it('keeps what was set by hand while the planner types on', () => {
    const words = `${WORDS}.`;
    const draft = after(
      ...read,
      { type: 'parameter set', name: 'dc_holdback_percentage', value: 0.2 },
      { type: 'words typed', words },
      { type: 'words read', words, result: RESULT },
    );

    expect(parametersOf(draft)?.dc_holdback_percentage).toBe(0.2);
  });

  it('leaves out answers about words that have changed since', () => {
    const draft = after({ type: 'words typed', words: `${WORDS} and` }, read[1]);

    expect(draft.wordsRead).toBeNull();
    expect(parametersOf(draft)).toBeNull();
  });

  it('asks for what is missing, and takes it from a hand', () => {
    const words = '12-week season, no replenishment';
    const incomplete = after(
      { type: 'words typed', words },
      {
        type: 'words refused',
        words,
        refusal: refusal({
          missing_parameters: ['season_start_date', 'dc_holdback_percentage'],
          extracted_parameters: { forecast_horizon_weeks: 12, replenishment_strategy: 'none' },
        }),
      },
    );

    expect(missingOf(incomplete)).toEqual(['season_start_date', 'dc_holdback_percentage']);
    const filled = [
      { type: 'parameter set', name: 'season_start_date', value: '2027-03-01' } as const,
      { type: 'parameter set', name: 'dc_holdback_percentage', value: 0 } as const,
    ].reduce(reduceDraft, incomplete);
    expect(parametersOf(filled)).toEqual(RESULT.parameters);
  });

  it('tells of a violation until a hand has set another value', () => {
    const words = '60-week season';
    const invalid = after(
      { type: 'words typed', words },
      {
        type: 'words refused',
        words,
        refusal: refusal({
          violations: [{ field: 'forecast_horizon_weeks', value: 60, rule: 'at most 52' }],
        }),
      },
    );

    expect(violationsOf(invalid)).toHaveLength(1);
    expect(
      violationsOf(
        reduceDraft(invalid, { type: 'parameter set', name: 'forecast_horizon_weeks', value: 52 }),
      ),
    ).toEqual([]);
  });

  it('forgets what it has read when too few words are left', () => {
    expect(after(...read, { type: 'words typed', words: '12-week' })).toMatchObject({
      stated: {},
      provenance: {},
    });
  });

  describe('of a run', () => {
    const run = {
      parameters: { ...RESULT.parameters, forecast_horizon_weeks: 10 },
      category_id: 'Coats',
      dataset_id: 'shop',
      options: { service_level: 0.9 },
      require_approval: true,
    };
    const ofRun = { categoryId: 'Coats', datasetId: 'shop', options: run.options, requireApproval: true };

    it('has the values as they were run where its words were not read', () => {
      const draft = draftOfRun(run, WORDS, EMPTY_DRAFT);

      expect(draft).toMatchObject({ ...ofRun, words: WORDS, wordsRead: null });
      expect(parametersOf(draft)).toMatchObject({
        forecast_horizon_weeks: 10,
        season_end_date: '2027-05-09',
      });
    });

    it('keeps what was read of the same words, and what was set by hand', () => {
      const draft = after(...read, { type: 'parameter set', name: 'forecast_horizon_weeks', value: 10 });

      expect(draftOfRun(run, WORDS, draft)).toEqual({ ...draft, ...ofRun });
    });
  });
});
