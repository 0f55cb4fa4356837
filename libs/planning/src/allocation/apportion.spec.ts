import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apportion, type Claim } from './apportion.ts';

const claim = fc
  .record({
    weight: fc.oneof(
      fc.constant(0),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.integer({ min: 1, max: 20 }),
    ),
    min: fc.integer({ min: 0, max: 12 }),
    room: fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined }),
  })
  .map(({ weight, min, room }) => ({ weight, min, max: room === undefined ? undefined : min + room }));

const claims = fc
  .array(claim, { minLength: 1, maxLength: 30 })
  .map((list): Claim[] => list.map((each, i) => ({ ...each, id: `S${String(i).padStart(3, '0')}` })));
const total = fc.integer({ min: 0, max: 5_000 });
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe(apportion, () => {
  it('gives packs that are too few for every minimum to the heaviest claims, not to the first ids', () => {
    const list = [1, 5, 3].map((weight, i) => ({ id: `S${i}`, weight, min: 10, pack: 10 }));
    expect(apportion(20, list)).toEqual({ units: [0, 10, 10], unallocated: 0, minima_scaled: true });
  });

  it('gives out every unit that may be taken, within the bounds', () => {
    fc.assert(
      fc.property(total, claims, (units, list) => {
        const result = apportion(units, list);
        expect(sum(result.units) + result.unallocated).toBe(units);
        const room = sum(list.map(({ max = Infinity }) => max));
        expect(result.unallocated).toBe(Math.max(0, units - room));
        list.forEach(({ min = 0, max = Infinity }, i) => {
          expect(Number.isInteger(result.units[i])).toBe(true);
          expect(result.units[i]).toBeLessThanOrEqual(max);
          if (!result.minima_scaled) expect(result.units[i]).toBeGreaterThanOrEqual(min);
        });
      }),
    );
  });

  it('changes one store by one unit when the total grows by one', () => {
    fc.assert(
      fc.property(total, claims, (units, list) => {
        const before = apportion(units, list);
        const after = apportion(units + 1, list);
        const changes = after.units
          .map((value, i) => value - before.units[i])
          .filter((change) => change !== 0);
        expect(changes).toEqual(after.unallocated > before.unallocated ? [] : [1]);
      }),
    );
  });

  it('does so where ranking remainders would not (the Alabama paradox)', () => {
    const list = [
      { id: 'A', weight: 6 },
      { id: 'B', weight: 6 },
      { id: 'C', weight: 2 },
    ];
    const [ten, eleven] = [apportion(10, list).units, apportion(11, list).units];
    expect(eleven.every((units, i) => units >= ten[i])).toBe(true);
  });

  it('never gives less for a larger weight, between stores and for one store', () => {
    fc.assert(
      fc.property(
        total,
        claims,
        fc.nat(),
        fc.double({ min: 0, max: 10, noNaN: true }),
        (units, list, pick, more) => {
          const free = list.map(({ id, weight }) => ({ id, weight }));
          const { units: given } = apportion(units, free);
          for (let a = 0; a < free.length; a += 1)
            for (let b = 0; b < free.length; b += 1)
              if (free[a].weight > free[b].weight) expect(given[a]).toBeGreaterThanOrEqual(given[b]);
          const grown = pick % list.length;
          const raised = list.map((each, i) =>
            i === grown ? { ...each, weight: each.weight * (1 + more) } : each,
          );
          expect(apportion(units, raised).units[grown]).toBeGreaterThanOrEqual(
            apportion(units, list).units[grown],
          );
        },
      ),
    );
  });

  it('does not depend on the order of the rows', () => {
    fc.assert(
      fc.property(total, claims, (units, list) => {
        const reversed = apportion(units, list.toReversed()).units.toReversed();
        expect(reversed).toEqual(apportion(units, list).units);
      }),
    );
  });

  it('gives whole packs and reports what fills none', () => {
    fc.assert(
      fc.property(
        total,
        fc.array(
          fc.record({ weight: fc.integer({ min: 1, max: 9 }), pack: fc.integer({ min: 1, max: 24 }) }),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        (units, rows) => {
          const list = rows.map((row, i) => ({ ...row, id: String(i) }));
          const result = apportion(units, list);
          expect(sum(result.units) + result.unallocated).toBe(units);
          result.units.forEach((value, i) => expect(value % list[i].pack).toBe(0));
          expect(result.unallocated).toBeLessThan(Math.min(...list.map(({ pack }) => pack)));
        },
      ),
    );
  });

  it('stays within one unit of the exact share when shares are spread out', () => {
    const weights = Array.from({ length: 50 }, (_, i) => 1 + i * 0.37);
    const all = sum(weights);
    const { units } = apportion(
      10_000,
      weights.map((weight, i) => ({ id: `S${100 + i}`, weight })),
    );
    units.forEach((value, i) => expect(Math.abs(value - (10_000 * weights[i]) / all)).toBeLessThan(1));
  });

  it('gives of equal claims the heavier its unit first, then the first by id', () => {
    const last = (list: Claim[], units: number) => apportion(units, list).units;
    // At 1.5 packs ÷ 3 the second pack of one is due with the first of the other, at 0.5 ÷ 1.
    expect(
      last(
        [
          { id: 'A', weight: 1 },
          { id: 'B', weight: 3 },
        ],
        2,
      ),
    ).toEqual([0, 2]);
    expect(
      last(
        [
          { id: 'B', weight: 5 },
          { id: 'A', weight: 5 },
        ],
        7,
      ),
    ).toEqual([3, 4]);
  });

  it('rounds minima up and maxima down to whole packs', () => {
    const packed = { id: 'A', pack: 10, min: 15, max: 39 };
    const rest = { id: 'B', weight: 1 };
    expect(apportion(100, [{ ...packed, weight: 0 }, rest]).units).toEqual([20, 80]);
    expect(apportion(100, [{ ...packed, weight: 9 }, rest]).units).toEqual([30, 70]);
    expect(apportion(10, [{ ...packed, weight: 9 }])).toEqual({
      units: [10],
      unallocated: 0,
      minima_scaled: true,
    });
    expect(apportion(10, [{ id: 'A', weight: 1, pack: 10, min: 5, max: 9 }]).unallocated).toBe(10);
  });

  it('divides in proportion when packs differ', () => {
    const list = [
      { id: 'A', weight: 2, pack: 10 },
      { id: 'B', weight: 2, pack: 5 },
      { id: 'C', weight: 1, pack: 1 },
    ];
    expect(apportion(500, list).units).toEqual([200, 200, 100]);
    // At 20, 20 and 11 the next of A is due at 25 ÷ 2, of B at 22.5 ÷ 2, of C at 11.5: B has it.
    expect(apportion(56, list).units).toEqual([20, 25, 11]);
  });

  it('lets claims without weight take what others cannot, evenly in units', () => {
    const none = (id: string, pack?: number) => ({ id, weight: 0, pack });
    expect(apportion(20, [{ id: 'A', weight: 1, max: 10 }, none('B'), none('C')]).units).toEqual([10, 5, 5]);
    expect(apportion(13, [none('A', 2), none('B', 3)]).units).toEqual([6, 6]);
    expect(apportion(14, [none('A', 2), none('B', 6)]).units).toEqual([8, 6]);
    expect(apportion(3, [none('B'), none('A')]).units).toEqual([1, 2]);
  });

  it('keeps minima that fill the total exactly, and says that nothing was scaled', () => {
    const list = [
      { id: 'A', weight: 1, min: 40 },
      { id: 'B', weight: 9, min: 20 },
    ];
    expect(apportion(60, list)).toEqual({ units: [40, 20], unallocated: 0, minima_scaled: false });
    expect(apportion(0, [])).toEqual({ units: [], unallocated: 0, minima_scaled: false });
  });

  it('scales minima that exceed the total in proportion', () => {
    const result = apportion(30, [
      { id: 'A', weight: 1, min: 40 },
      { id: 'B', weight: 9, min: 20 },
    ]);
    expect(result).toEqual({ units: [20, 10], unallocated: 0, minima_scaled: true });
  });

  it.each([
    [-1, [{ id: 'A', weight: 1 }], /total/],
    [1.5, [{ id: 'A', weight: 1 }], /total/],
    [1, [{ id: 'A', weight: Number.NaN }], /weight of A/],
    [1, [{ id: 'A', weight: -1 }], /weight of A/],
    [1, [{ id: 'A', weight: Infinity }], /weight of A/],
    [1, [{ id: 'A', weight: 1, pack: 0 }], /pack of A/],
    [1, [{ id: 'A', weight: 1, pack: 1.5 }], /pack of A/],
    [1, [{ id: 'A', weight: 1, min: -1 }], /bounds of A/],
    [1, [{ id: 'A', weight: 1, min: 0.5 }], /bounds of A/],
    [1, [{ id: 'A', weight: 1, max: 2.5 }], /bounds of A/],
    [1, [{ id: 'A', weight: 1, min: 3, max: 2 }], /bounds of A/],
  ])('refuses total %p with %p', (units, list, message) => {
    expect(() => apportion(units, list)).toThrow(message);
  });
});
