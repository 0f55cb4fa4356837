import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../test/support/week-panels.ts';
import { weeklyTotals } from '../../../../test/support/weekly-series.ts';
import { alignSeries, cutPanel } from './week-panel.ts';

const counted = (from: number, length: number) => Float64Array.from({ length }, (_, i) => from + i);

describe(alignSeries.name, () => {
  const target = weeklyTotals('target', counted(0, 6), '2023-01-02');

  it('lays siblings on the weeks of the target and cuts what lies outside', () => {
    const early = weeklyTotals('early', counted(100, 10), '2022-12-19');
    const late = weeklyTotals('late', counted(200, 3), '2023-01-23');
    const rows = alignSeries(target, [late, early]);
    expect(rows.map((row) => [...row])).toEqual([
      [0, 1, 2, 3, 4, 5],
      [102, 103, 104, 105, 106, 107],
      [NaN, NaN, NaN, 200, 201, 202],
    ]);
  });

  it('does not depend on the order of the siblings', () => {
    const siblings = ['b', 'c', 'a'].map((id, i) => weeklyTotals(id, counted(10 * i, 6), '2023-01-02'));
    const firstWeeks = (order: number[]) =>
      alignSeries(
        target,
        order.map((i) => siblings[i]),
      ).map(([first]) => first);
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2],
    ])
      expect(firstWeeks(order)).toEqual([0, 20, 0, 10]);
  });

  it('leaves out the target itself and siblings that never sold', () => {
    const idle = weeklyTotals('idle', new Float64Array(6));
    expect(alignSeries(target, [target, idle])).toHaveLength(1);
  });
});

describe(cutPanel.name, () => {
  it('knows nothing of later weeks but their feasts', () => {
    const panel = panelOf([counted(0, 10)], { lead: 2, horizon: 3, holidays: [counted(0, 15)] });
    const past = cutPanel(panel, 6);
    expect([...past.rows[0]]).toEqual([0, 1, 2, 3, 4, 5]);
    expect(past.holidays[0]).toHaveLength(11);
  });
});
