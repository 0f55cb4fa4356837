import { describe, expect, it } from '@jest/globals';
import type { SeasonParameters } from '#contracts';
import {
  deliverySchedule,
  earliestArrivals,
  isReordered,
  lastUsefulShipping,
  leadWeeksOf,
} from './delivery-schedule.ts';

const season = (given: Partial<SeasonParameters> = {}): SeasonParameters => ({
  forecast_horizon_weeks: 12,
  season_start_date: '2027-03-01',
  season_end_date: '2027-05-23',
  replenishment_strategy: 'weekly',
  dc_holdback_percentage: 0.3,
  markdown_checkpoint_week: null,
  markdown_threshold: null,
  ...given,
});

describe(deliverySchedule.name, () => {
  it('ships at the rhythm that was asked for, with a lead of one week where none is given', () => {
    expect(deliverySchedule(season(), {})).toEqual({ leadWeeks: 1, reviewWeeks: 1 });
    expect(deliverySchedule(season({ replenishment_strategy: 'bi-weekly' }), { lead_time_weeks: 3 })).toEqual(
      { leadWeeks: 3, reviewWeeks: 2 },
    );
    expect(leadWeeksOf({ lead_time_weeks: 0 })).toBe(0);
  });

  it('is none without replenishment, or where the lead is as long as the season', () => {
    expect(deliverySchedule(season({ replenishment_strategy: 'none' }), {})).toBeNull();
    expect(deliverySchedule(season(), { lead_time_weeks: 12 })).toBeNull();
    expect(deliverySchedule(season(), { lead_time_weeks: 11 })).not.toBeNull();
  });
});

describe(lastUsefulShipping.name, () => {
  it.each([
    [12, 1, 1, 10],
    [12, 1, 2, 10],
    [12, 2, 2, 8],
    [4, 3, 1, 0],
    [4, 4, 1, -1],
  ])('of %i weeks with a lead of %i and a review every %i is week %i', (weeks, lead, review, last) => {
    expect(lastUsefulShipping(weeks, { leadWeeks: lead, reviewWeeks: review })).toBe(last);
  });
});

describe(isReordered.name, () => {
  it('needs stock held back, a rhythm, and a shipment after the first day', () => {
    expect(isReordered(season(), {})).toBe(true);
    expect(isReordered(season({ dc_holdback_percentage: 0 }), {})).toBe(false);
    expect(isReordered(season({ replenishment_strategy: 'none' }), {})).toBe(false);
    expect(isReordered(season(), { lead_time_weeks: 11 })).toBe(false); // ships in week 1 alone
    expect(isReordered(season(), { lead_time_weeks: 10 })).toBe(true);
  });
});

describe(earliestArrivals.name, () => {
  const orders = [
    { week: 1, units: 700, type: 'initial' },
    { week: 4, units: 200, type: 'reorder' },
    { week: 9, units: 100, type: 'reorder' },
  ] as const;

  it('adds to the initial allocation what is left of the first order, then each reorder, a lead after it ships', () => {
    const arrivals = earliestArrivals(orders, 600, { leadWeeks: 1, reviewWeeks: 1 }, 12);
    expect(arrivals).toEqual([600, 100, 0, 0, 200, 0, 0, 0, 0, 100, 0, 0]);
  });

  it('waits for the next shipping day of a slower rhythm', () => {
    const arrivals = earliestArrivals(orders, 600, { leadWeeks: 1, reviewWeeks: 2 }, 12);
    expect(arrivals).toEqual([600, 100, 0, 0, 0, 200, 0, 0, 0, 100, 0, 0]);
  });

  it('leaves out what would arrive after the season, and everything but the first allocation without shipments', () => {
    expect(earliestArrivals(orders, 600, { leadWeeks: 4, reviewWeeks: 1 }, 12)).toEqual([
      600, 0, 0, 0, 100, 0, 0, 200, 0, 0, 0, 0,
    ]);
    expect(earliestArrivals(orders, 600, null, 4)).toEqual([600, 0, 0, 0]);
  });
});
