import { describe, expect, it } from '@jest/globals';
import { rowSpreads, type RowErrors } from './row-spread.ts';

/** Played seasons whose errors all have the size `sizeOf(row, season)`. */
const played = (rows: number, seasons: number, sizeOf: (row: number, season: number) => number) =>
  Array.from({ length: rows * seasons }, (_, i): RowErrors => {
    const [row, season] = [i % rows, Math.floor(i / rows)];
    const size = sizeOf(row, season);
    return { row, weeks: 60 + 6 * season, errors: Float64Array.of(size, -size, NaN, size) };
  });

describe(rowSpreads.name, () => {
  it('leaves rows apart whose difference lasts', () => {
    const { byRow } = rowSpreads(
      played(6, 4, (row) => 0.1 * (row + 1)),
      4,
    );
    [...byRow].forEach(([row, spread]) => expect(spread).toBeCloseTo(0.1 * (row + 1), 9));
  });

  it('brings rows together whose difference does not last', () => {
    const { panel, byRow } = rowSpreads(
      played(6, 6, (row, season) => (row === season ? 0.4 : 0.1)),
      6,
    );
    for (const spread of byRow.values()) expect(spread).toBeCloseTo(panel, 9);
  });

  it('does not take a wild season, in which one row more was played, for a wild row', () => {
    const seasons = played(4, 4, (row, season) => (season === 0 ? 0.8 : 0.1) * (1 + 0.1 * row));
    const more = seasons.filter(({ row, weeks }) => row !== 3 || weeks !== 60);
    const { byRow } = rowSpreads(more, 4);
    expect(byRow.get(2)!).toBeGreaterThan(byRow.get(0)!);
  });

  it('keeps half of a difference that was seen once, and all of a series alone', () => {
    const { panel, byRow } = rowSpreads(
      played(2, 1, (row) => (row === 0 ? 0.1 : 0.4)),
      1,
    );
    expect(panel).toBeCloseTo(0.2, 9);
    expect(byRow.get(0)).toBeCloseTo(Math.sqrt(0.1 * 0.2), 9);
    expect(
      rowSpreads(
        played(1, 3, () => 0.3),
        2,
      ).byRow.get(0),
    ).toBeCloseTo(0.3, 9);
  });

  it('calls no record faultless', () => {
    expect(
      rowSpreads(
        played(3, 3, () => 0),
        2,
      ).byRow.get(1),
    ).toBeGreaterThan(0);
  });
});
