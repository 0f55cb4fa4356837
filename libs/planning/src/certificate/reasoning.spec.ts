import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkReasoning, reasonAbout, resolvePointer } from './reasoning.ts';

const plan = {
  parameters: { season_start_date: '2027-03-01' },
  demand: {
    total_units: 9340,
    safety_stock_pct: 0.12,
    method: 'median of MSTL and ARIMA(1,0,1)',
    weekly: [{ units: 700 }],
    accuracy: { vs_seasonal_naive: 0.874 },
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
    ['a place without a pointer', 'Total {total}.', {}],
    ['a pointer without a place', 'Total.', { total: '/demand/total_units' }],
    ['a pointer that finds nothing', '{total}', { total: '/demand/totals' }],
    ['a pointer to an object', '{total}', { total: '/demand/accuracy' }],
    ['an unknown format', '{total:euro}', { total: '/demand/total_units' }],
  ])('refuses %s', (_case, template, facts) => {
    expect(() => reason(template, facts as Record<string, string>)).toThrow(TypeError);
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
  });
});
