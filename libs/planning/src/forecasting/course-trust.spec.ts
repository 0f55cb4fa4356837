import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { panelOf } from '../../../../test/support/week-panels.ts';
import { seasonalUnits } from '../../../../test/support/weekly-series.ts';
import { courseTrust, trustedCourse } from './course-trust.ts';
import { mean, sum } from './statistics.ts';
import { cutPanel } from './week-panel.ts';

const WEEKS = 80;
const noise = (seed: number, size = 0.4) => seasonalUnits({ weeks: WEEKS, season: 0, noise: size, seed });
const times = (a: Float64Array, factor: (week: number) => number) =>
  a.map((units, week) => units * factor(week));

describe(courseTrust.name, () => {
  it.each([
    ['a smooth season', seasonalUnits({ weeks: WEEKS, noise: 0.05 })],
    ['a promotion every other week', times(noise(1, 0.05), (week) => (week % 2 ? 1 : 2))],
  ])('believes %s', (_, units) => {
    expect(courseTrust(panelOf([units]))).toBeGreaterThan(0.9);
  });

  it('does not believe what comes by chance, though all categories share it', () => {
    const trust = mean([2, 3, 4, 5, 6, 7].map((seed) => courseTrust(panelOf([noise(seed), noise(seed)]))));
    expect(trust).toBeLessThan(0.5);
  });

  it('does not take chance that only one category has for the course of the panel', () => {
    const season = [11, 12, 13].map((seed) => seasonalUnits({ weeks: WEEKS, noise: 0.1, seed }));
    expect(courseTrust(panelOf([noise(3), ...season]))).toBeGreaterThan(0.9);
  });

  it('believes a peak that a feast makes', () => {
    const shares = Float64Array.from({ length: WEEKS + 40 }, (_, week) => (week % 13 === 5 ? 1 : 0));
    const units = times(noise(4, 0.1), (week) => 1 + 2 * shares[week]);
    const panel = panelOf([units]);
    const [feastless, told] = [panel, { ...panel, holidays: [shares] }].map(courseTrust);
    expect(told).toBeGreaterThan(0.9);
    expect(told).toBeGreaterThan(feastless + 0.1);
  });

  it('depends neither on the size of a category nor on the order of its siblings, nor on what comes later', () => {
    const rows = [noise(5), seasonalUnits({ weeks: WEEKS, noise: 0.3, seed: 6 }), noise(7)];
    const trust = courseTrust(panelOf(rows));
    expect(courseTrust(panelOf([rows[0], rows[2], rows[1]]))).toBe(trust);
    const larger = rows.map((row, i) => row.map((units) => (i + 2) * units));
    expect(courseTrust(panelOf(larger))).toBeCloseTo(trust, 9);
    const longer = rows.map((row) => Float64Array.from([...row, 1, 1e6, 0]));
    expect(courseTrust(cutPanel(panelOf(longer), WEEKS))).toBe(trust);
  });

  it('doubts nothing where there is nothing to doubt or less than a year to judge by', () => {
    expect(courseTrust(panelOf([new Float64Array(WEEKS).fill(7)]))).toBe(1);
    expect(courseTrust(panelOf([noise(8).subarray(0, 51)]))).toBe(1);
  });

  it('is a share for any history', () => {
    const week = fc.oneof(fc.constantFrom(0, 1, 1e6, NaN), fc.integer({ min: 0, max: 5000 }).map(Number));
    const row = fc.array(week, { minLength: 60, maxLength: 60 }).map((units) => Float64Array.from(units));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), (rows) => {
        const trust = courseTrust(panelOf(rows));
        expect(trust).toBeGreaterThanOrEqual(0);
        expect(trust).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe(trustedCourse.name, () => {
  const weekly = Float64Array.of(0, 5, 40, 10, 1e6, 3);

  it.each([0, 0.3, 0.9, 1])('keeps the season total and the order of weeks at a trust of %d', (trust) => {
    const course = trustedCourse(weekly, trust);
    expect(sum(course) / sum(weekly)).toBeCloseTo(1, 12);
    expect(course.every((units) => units >= 0)).toBe(true);
    for (let h = 1; h < weekly.length; h++)
      expect((course[h] - course[h - 1]) * (weekly[h] - weekly[h - 1])).toBeGreaterThanOrEqual(0);
  });

  it('goes from a flat season to the course as it was', () => {
    const flat = trustedCourse(weekly, 0);
    flat.forEach((units) => expect(units / mean(weekly)).toBeCloseTo(1, 9));
    trustedCourse(weekly, 1).forEach((units, h) => expect(units).toBeCloseTo(weekly[h], 6));
  });

  it('doubles with the forecast', () => {
    const twice = trustedCourse(
      weekly.map((units) => 2 * units),
      0.4,
    );
    trustedCourse(weekly, 0.4).forEach((units, h) => expect(twice[h] / (2 * units)).toBeCloseTo(1, 9));
  });

  it('leaves a season without sales as it is', () => {
    expect(trustedCourse(new Float64Array(4), 0.5)).toEqual(new Float64Array(4));
  });
});
