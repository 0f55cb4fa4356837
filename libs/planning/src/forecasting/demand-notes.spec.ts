import { describe, expect, it } from '@jest/globals';
import type { DemandContext } from '#contracts';
import { demandNotes } from './demand-notes.ts';
import type { HistoryCondition } from './history-condition.ts';
import type { SeasonForecast } from './season-forecast.ts';

const ORDINARY: HistoryCondition = {
  rung: 'two-years',
  activeWeeks: 150,
  missingWeeks: 0,
  zeroWeeks: 0,
  outlierWeeks: 0,
};

interface Findings extends Partial<HistoryCondition> {
  readonly lead?: number;
  readonly trust?: number;
  readonly weekly?: readonly number[];
  readonly played?: { readonly seasons: number; readonly horizon: number };
  readonly notes?: readonly string[];
}

/** What is said of a 12-week season, ordinary but for what is given. */
function notesOn({
  lead = 0,
  trust = 1,
  weekly = [10],
  played,
  notes = [],
  ...condition
}: Findings): string[] {
  const { seasons, horizon } = played ?? { seasons: 4, horizon: 12 };
  const forecast = {
    condition: { ...ORDINARY, ...condition },
    panel: { lead, horizon: 12 },
    backtest: { seasons: new Array(seasons), horizon },
    trust,
    weekly: Float64Array.from(weekly),
  };
  return demandNotes({ notes } as unknown as DemandContext, forecast as unknown as SeasonForecast);
}

describe(demandNotes.name, () => {
  it('says nothing where nothing was found, but what the context says', () => {
    expect(notesOn({})).toEqual([]);
    expect(notesOn({ notes: ['Store S1 is new.'] })).toEqual(['Store S1 is new.']);
  });

  it.each([
    [{ rung: 'empty' }, 'has never sold'],
    [{ rung: 'ended' }, 'is taken as ended'],
    [{ rung: 'started', activeWeeks: 30 }, 'sold for 30 weeks only'],
    [{ rung: 'started', activeWeeks: 1 }, 'sold for 1 week only'],
    [{ rung: 'intermittent', zeroWeeks: 60 }, 'sold nothing in 60 of 150 weeks'],
    [{ rung: 'one-year', activeWeeks: 60 }, 'The 60 weeks of history are less than two years'],
    [{ zeroWeeks: 1 }, '1 week of the history sold nothing; it counts as a real zero.'],
    [{ zeroWeeks: 2 }, '2 weeks of the history sold nothing; they count as real zeros.'],
    [{ missingWeeks: 1 }, '1 week of the history has no rows and counts as unknown, not as zero.'],
    [{ missingWeeks: 5 }, '5 weeks of the history have no rows and count as unknown, not as zero.'],
    [{ outlierWeeks: 1 }, '1 week of the history sold far more or far less than usual; it is used as it is.'],
    [
      { outlierWeeks: 3 },
      '3 weeks of the history sold far more or far less than usual; they are used as they are.',
    ],
    [{ trust: 0.42 }, 'The season keeps 42 % of it'],
    [{ trust: 0.001 }, 'The season keeps none of it'],
    [{ lead: 1 }, '1 week lies between the end of the history and the season.'],
    [{ lead: 26 }, '26 weeks lie between the end of the history and the season.'],
    [{ lead: 27 }, 'so long a gap makes the forecast less sure than its record.'],
    [{ played: { seasons: 2, horizon: 9 } }, 'the record is on 9 weeks each.'],
  ] as const)('says of %j: %s', (findings, words) => {
    expect(notesOn(findings)).toEqual([expect.stringContaining(words)]);
  });

  it('does not speak of a course where there is none, or where it looks as the models drew it', () => {
    expect(notesOn({ trust: 0.9 })).toEqual([]);
    expect(notesOn({ trust: 0.2, weekly: [0, 0] })).toEqual([]);
    expect(notesOn({ trust: 0.2, rung: 'ended' })).toHaveLength(1);
  });

  it('does not speak of a record where no season was played', () => {
    expect(notesOn({ played: { seasons: 0, horizon: 9 } })).toEqual([]);
  });
});
