import { describe, expect, it } from '@jest/globals';
import { CubeBuilder } from './sales-cube.ts';

const ids = (count: number) => Array.from({ length: count }, (_, i) => String(i));

describe('CubeBuilder', () => {
  it('takes every cube of the size it is made for, in whichever order its rows come', async () => {
    const [stores, days] = [9, 20];
    for (const storeMajor of [true, false]) {
      const builder = new CubeBuilder(stores * days);
      for (let i = 0; i < stores * days; i++) {
        const [store, day] = storeMajor
          ? [Math.floor(i / days), i % days]
          : [i % stores, Math.floor(i / stores)];
        expect(builder.add(0, store, day, i, NaN)).toBe(true);
      }

      expect(builder.isTooLarge).toBe(false);
      const { categories } = await builder.build(['all'], ids(stores), [...ids(stores).keys()]);
      expect(categories[0].units.toFloat64()).not.toContain(NaN);
    }
  });

  it('keeps nothing more once few rows, far apart, would take more than that', () => {
    const builder = new CubeBuilder(1_000);
    let rows = 0;
    while (!builder.isTooLarge && rows < 1_000) builder.add(0, 99, rows++, 1, NaN);

    expect(rows).toBe(21); // of 100 cells each
    expect(builder.add(0, 99, 0, 1, NaN)).toBe(true); // passed over, not a duplicate
  });
});
