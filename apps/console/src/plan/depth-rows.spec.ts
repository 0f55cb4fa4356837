import { describe, expect, it } from '@jest/globals';
import { depthRows } from './depth-rows.ts';

const of = (...depths: number[]) => depths.map((depth, i) => ({ sell_through: i / 10, gap: 0, depth }));
const said = (...depths: number[]) => depthRows(of(...depths)).map(({ sold, depth }) => `${sold}: ${depth}`);

describe(depthRows, () => {
  it('says neighbours with the same depth in one row', () => {
    expect(said(0.4, 0.4, 0.3, 0.3, 0.1, 0, 0)).toEqual([
      '10\u202f% or less: 0.4',
      '20\u202f% to 30\u202f%: 0.3',
      '40\u202f%: 0.1',
      '50\u202f% or more: 0',
    ]);
  });

  it('says a depth that never changes once', () => {
    expect(said(0, 0, 0)).toEqual(['0\u202f% or more: 0']);
    expect(depthRows([])).toEqual([]);
  });
});
