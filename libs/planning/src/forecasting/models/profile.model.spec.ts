import { describe, expect, it } from '@jest/globals';
import { panelOf } from '../../../../../test/support/week-panels.ts';
import { relativeError, seasonalUnits } from '../../../../../test/support/weekly-series.ts';
import { profile } from './profile.model.ts';

const ahead = (shape: Parameters<typeof seasonalUnits>[0], horizon = 12) =>
  seasonalUnits({ ...shape, weeks: shape.weeks + horizon }).subarray(shape.weeks);

describe('profile model', () => {
  it('continues a season with growth', () => {
    const shape = { weeks: 130, growth: 0.1 };
    const [forecast] = profile.forecast(panelOf([seasonalUnits(shape), seasonalUnits(shape)]), [0]);
    expect(relativeError(ahead(shape), forecast)).toBeLessThan(0.04);
  });

  it('gives a category that started lately the season of its siblings at its own level', () => {
    const shape = { weeks: 130, level: 200 };
    const started = seasonalUnits(shape).map((units, week) => (week < 110 ? NaN : units));
    const siblings = [500, 900, 3000].map((level) => seasonalUnits({ ...shape, level }));
    const [forecast] = profile.forecast(panelOf([started, ...siblings]), [0]);
    expect(relativeError(ahead(shape), forecast)).toBeLessThan(0.05);
  });

  it('takes a deviation that is noise from the siblings, one that is season from the category', () => {
    const siblings = [1, 2, 3].map((seed) => seasonalUnits({ weeks: 104, seed, noise: 0.02 }));
    const noisy = seasonalUnits({ weeks: 104, seed: 9, noise: 0.4 });
    const mirrored = seasonalUnits({ weeks: 104, season: -0.5 });
    const truth = (season: number) => ahead({ weeks: 104, season }, 26);
    const panel = panelOf([noisy, mirrored, ...siblings], { horizon: 26 });
    const [calm, own] = profile.forecast(panel, [0, 1]);
    const noise = relativeError(truth(0.5), noisy.subarray(52, 78));
    expect(relativeError(truth(0.5), calm)).toBeLessThan(0.6 * noise);
    expect(relativeError(truth(-0.5), own)).toBeLessThan(0.1);
  });
});
