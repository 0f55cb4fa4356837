import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  checkReasoning,
  printsAsWhole,
  printsAsZero,
  reasonAbout,
  resolvePointer,
  unitsWord,
  wholeNumber,
} from './reasoning.ts';

const plan = {
  parameters: { season_start_date: '2027-03-01' },
  demand: {
    total_units: 9340,
    safety_stock_pct: 0.12,
    method: 'median of MSTL and ARIMA(1,0,1)',
    weekly: [{ units: 700 }],
    accuracy: { vs_seasonal_naive: 0.874 },
    unknown: NaN,
  },
};
const withSentence = (text: string, facts: Record<string, string>) => ({
  ...plan,
  demand: { ...plan.demand, reasoning: [{ text, facts }] },
});

describe(reasonAbout.name, () => {
  const reason = reasonAbout(plan);

  it('prints units with thousands commas, fractions as whole percents and text as it is', () => {
    expect(
      reason('{total} units from {start}, {stock:percent} more by the {method}; {ratio:decimal2}.', {
        total: '/demand/total_units',
        start: '/parameters/season_start_date',
        stock: '/demand/safety_stock_pct',
        method: '/demand/method',
        ratio: '/demand/accuracy/vs_seasonal_naive',
      }).text,
    ).toBe('9,340 units from 2027-03-01, 12 % more by the median of MSTL and ARIMA(1,0,1); 0.87.');
  });

  it.each([
    ['a place without a pointer', 'Total {total}.', {}, '{total} (no pointer) finds no number or text'],
    [
      'pointers without a place',
      'Total.',
      { total: '/demand/total_units', share: '/demand/safety_stock_pct' },
      'No place in the template for total, share.',
    ],
    [
      'a pointer that finds nothing',
      '{total}',
      { total: '/demand/totals' },
      '{total} (/demand/totals) finds no number or text in the plan.',
    ],
    [
      'a pointer to an object',
      '{total}',
      { total: '/demand/accuracy' },
      '(/demand/accuracy) finds no number',
    ],
    ['no finite number', '{total}', { total: '/demand/unknown' }, '(/demand/unknown) finds no number'],
    [
      'an unknown format',
      '{total:euro}',
      { total: '/demand/total_units' },
      '{total:euro} has an unknown format.',
    ],
    ['an inherited format', '{total:toString}', { total: '/demand/total_units' }, 'has an unknown format.'],
  ])('refuses %s', (_case, template, facts, message) => {
    const make = () => reason(template, facts);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('makes only sentences that pass the check, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.constantFrom('units', 'percent', 'decimal1', 'decimal2'),
        (x, format) => {
          const draft = { demand: { x } };
          const reasoning = [reasonAbout(draft)(`It is {x:${format}}.`, { x: '/demand/x' })];
          expect(checkReasoning({ demand: { ...draft.demand, reasoning } })).toEqual([]);
        },
      ),
    );
  });
});

describe(checkReasoning.name, () => {
  it.each([
    ['9,340 units.', { total: '/demand/total_units' }],
    ['9340 units.', { total: '/demand/total_units' }],
    ['12 % more.', { stock: '/demand/safety_stock_pct' }],
    ['The median of MSTL and ARIMA(1,0,1) was used.', { method: '/demand/method' }],
    ['From 2027-03-01 on.', { start: '/parameters/season_start_date' }],
    ['700 in the first week.', { first: '/demand/weekly/0/units' }],
    ['No number at all.', {}],
  ])('accepts %j', (text, facts) => {
    expect(checkReasoning(withSentence(text, facts as Record<string, string>))).toEqual([]);
  });

  it.each([
    ['9,341 units.', { total: '/demand/total_units' }, '"9,341"'],
    ['9,340 units in 12 weeks.', { total: '/demand/total_units' }, '"12"'],
    ['13 % more.', { stock: '/demand/safety_stock_pct' }, '"13 %"'],
    ['12 units more.', { stock: '/demand/safety_stock_pct' }, '"12"'],
    ['From 2027-03-02 on.', { start: '/parameters/season_start_date' }, '"2027"'],
    ['Something.', { gone: '/demand/gone' }, 'fact "gone"'],
  ])('refuses %j', (text, facts, fault) => {
    const [first] = checkReasoning(withSentence(text, facts));
    expect(first).toMatchObject({ at: '/demand/reasoning/0', text });
    expect(first.fault).toContain(fault);
  });
});

describe(resolvePointer.name, () => {
  it('follows RFC 6901, escapes included, and never reaches inherited properties', () => {
    expect(resolvePointer({ 'a/b': [{ '~': 3 }] }, '/a~1b/0/~0')).toBe(3);
    expect(resolvePointer({}, '/constructor')).toBeUndefined();
    expect(resolvePointer({ a: 1 }, 'a')).toBeUndefined();
    expect(resolvePointer({ a: { b: 1 } }, 'x/a/b')).toBeUndefined();
  });

  it('names the whole with nothing, and nothing within what holds nothing', () => {
    const root = { '': 1, a: null, b: 'text' };
    expect(resolvePointer(root, '')).toBe(root);
    expect(resolvePointer(root, '/')).toBe(1);
    expect(resolvePointer(root, '/a')).toBeNull();
    expect(resolvePointer(root, '/a/b')).toBeUndefined();
    expect(resolvePointer(root, '/b/0')).toBeUndefined();
    expect(resolvePointer(undefined, '/b')).toBeUndefined();
  });
});

describe(wholeNumber.name, () => {
  it.each([
    [1_234_567.5, '1,234,568'],
    [999.4, '999'],
    [-0.4, '0'],
    [-1_500, '-1,500'],
  ])('prints %d as %s', (value, printed) => {
    expect(wholeNumber(value)).toBe(printed);
  });
});

describe(printsAsZero.name, () => {
  it('is true of what is more than nothing and less than half a per cent', () => {
    expect([-0.001, 0, 0.0001, 0.0049, 0.005, 1].map(printsAsZero)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe(printsAsWhole.name, () => {
  it('is true of half a per cent less than all, or less than that, and not of all', () => {
    const { text } = reasonAbout({ demand: { level: 0.995 } })('{level:percent}', { level: '/demand/level' });
    expect(text).toBe('100 %');
    expect([0, 0.9949, 0.995, 0.9999, 1].map(printsAsWhole)).toEqual([false, false, true, true, false]);
  });
});

describe(unitsWord.name, () => {
  it('speaks of one unit, and of no or more units', () => {
    expect([0, 1, 2].map(unitsWord)).toEqual(['units', 'unit', 'units']);
  });
});
