import { describe, expect, it } from '@jest/globals';
import { orderTable, weeksKnownAtLastOrder } from './order-table.ts';

describe(orderTable.name, () => {
  it('is the design’s at 12 weeks and scales its weeks to the horizon', () => {
    expect(orderTable('weekly', 12)).toEqual({ weeks: [1, 5, 9], percents: [40, 35, 25] });
    expect(orderTable('weekly', 26).weeks).toEqual([1, 10, 18]);
    expect(orderTable('bi-weekly', 4)).toEqual({ weeks: [1, 3], percents: [55, 45] });
    expect(orderTable('none', 52)).toEqual({ weeks: [1], percents: [100] });
  });
});

describe(weeksKnownAtLastOrder.name, () => {
  it('counts the weeks before the last order', () => {
    expect(weeksKnownAtLastOrder('none', 26)).toBe(0);
    expect(weeksKnownAtLastOrder('weekly', 12)).toBe(8);
    expect(weeksKnownAtLastOrder('bi-weekly', 24)).toBe(12);
  });
});
