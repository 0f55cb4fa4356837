import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DISTRACTORS,
  HISTORY,
  HOLDBACKS,
  HORIZONS,
  MARKDOWNS,
  REPLENISHMENTS,
  STARTS,
  TODAY,
  TOPICS,
} from './composed-texts.fixture.ts';
import { extractByRules } from './rules.extractor.ts';

const MIDPOINT = /halfway|midpoint/;

/** A strategy put together from phrases, and what it says. */
const strategies = fc
  .record({
    horizon: fc.constantFrom(...HORIZONS),
    start: fc.constantFrom(...STARTS),
    replenishment: fc.constantFrom(...REPLENISHMENTS),
    holdback: fc.constantFrom(...HOLDBACKS),
    markdown: fc.option(fc.constantFrom(...MARKDOWNS), { nil: undefined }),
    distractors: fc.uniqueArray(fc.constantFrom(...DISTRACTORS), { maxLength: 3 }),
    history: fc.option(fc.constantFrom(...HISTORY), { nil: undefined }),
    topic: fc.constantFrom(...TOPICS),
    opening: fc.constantFrom(': ', '. ', ', ', ' - '),
    separator: fc.constantFrom('. ', ', ', '; ', '\n- ', '\n', ' / ', ' - ', ' | '),
    writing: fc.constantFrom('as it is', 'as it is', 'shouted', 'lower case'),
    order: fc.infiniteStream(fc.nat()).map((stream) => [...stream.take(8)]),
  })
  .map(({ horizon, start, replenishment, holdback, markdown, order, ...rest }) => {
    const [markdownWeek, threshold] = markdown?.[1] ?? [];
    const week = MIDPOINT.test(markdown?.[0] ?? '') ? Math.floor(horizon[1] / 2 + 0.5) : markdownWeek;
    const hasMarkdown = markdown !== undefined && (week === undefined || week <= horizon[1]);
    const phrases = [horizon, start, replenishment, holdback, ...(hasMarkdown ? [markdown] : [])].map(
      ([words]) => words,
    );
    const parts = [...phrases, ...rest.distractors]
      .map((words, index) => ({ words, place: order[index] }))
      .sort((a, b) => a.place - b.place)
      .map(({ words }) => words);
    const written = `${rest.topic}${rest.opening}${parts.join(rest.separator)}.${rest.history === undefined ? '' : ` ${rest.history}.`}`;
    const text =
      rest.writing === 'shouted'
        ? written.toUpperCase()
        : rest.writing === 'lower case'
          ? written.toLowerCase()
          : written;
    return {
      text,
      // A dash inside a phrase and between phrases at once cannot be told apart.
      isClear:
        text.length <= 500 && !(rest.separator === ' - ' && parts.some((words) => words.includes(' - '))),
      said: {
        forecast_horizon_weeks: horizon[1],
        season_start_date: start[1],
        replenishment_strategy: replenishment[1],
        dc_holdback_percentage: holdback[1],
        ...(hasMarkdown && week !== undefined && { markdown_checkpoint_week: week }),
        ...(hasMarkdown && threshold !== undefined && { markdown_threshold: threshold }),
      },
    };
  })
  .filter(({ isClear }) => isClear);

describe('texts composed of phrases', () => {
  it('say the same in whatever order, layout and company', () => {
    fc.assert(
      fc.property(strategies, ({ text, said }) => {
        const { season_end_date: _derived, ...found } = extractByRules(text, TODAY).parameters;
        expect(found).toEqual(said);
      }),
      { numRuns: 600, seed: 20270111 },
    );
  });

  it('say nothing of a parameter whose phrase is left out', () => {
    const PLAIN = {
      forecast_horizon_weeks: '12 weeks',
      season_start_date: 'launch 3 May',
      replenishment_strategy: 'weekly replenishment',
      dc_holdback_percentage: '20% holdback',
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(PLAIN) as (keyof typeof PLAIN)[])),
        fc.uniqueArray(fc.constantFrom(...DISTRACTORS), { maxLength: 5 }),
        fc.constantFrom('. ', '; ', '\n', ', '),
        (absent, distractors, separator) => {
          const phrases = Object.entries(PLAIN).filter(([field]) => field !== absent);
          const text = [...phrases.map(([, words]) => words), ...distractors].join(separator);
          expect(extractByRules(text, TODAY).missing).toEqual([absent]);
        },
      ),
      { numRuns: 300, seed: 20270111 },
    );
  });
});
