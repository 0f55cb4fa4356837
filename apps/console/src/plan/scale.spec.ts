import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { axisSteps, scale } from './scale.ts';

describe(axisSteps, () => {
  it('starts at 0, reaches the top, and has no more lines than asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (top) => {
        const steps = axisSteps(top, 5);
        expect(steps[0]).toBe(0);
        expect(steps.at(-1)).toBeGreaterThanOrEqual(top);
        expect(steps.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe(scale, () => {
  it('maps a domain onto a range, and back', () => {
    expect(scale([1, 12], [52, 820])(12)).toBe(820);
    expect(scale([52, 820], [1, 12])(52)).toBe(1);
    expect(scale([1, 1], [0, 10])(1)).toBe(0);
  });
});
