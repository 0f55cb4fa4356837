import { describe, expect, it } from '@jest/globals';
import { seededRandom } from './seeded-random.ts';

describe(seededRandom.name, () => {
  it('draws the same numbers from the same seed, for ever: plans of old have to come out again', () => {
    const random = seededRandom(42);
    expect([random(), random(), random()].map((value) => value * 2 ** 32)).toEqual([
      2581720956, 1925393290, 3661312704,
    ]);
  });

  it('draws evenly from 0 to 1', () => {
    const random = seededRandom(7);
    const tenths = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) tenths[Math.floor(10 * random())] += 1;
    for (const count of tenths) expect(Math.abs(count - 1_000)).toBeLessThan(120);
  });
});
