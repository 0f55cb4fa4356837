import { describe, expect, it } from '@jest/globals';
import { factStretches } from './fact-links.ts';

const linked = (text: string, facts: Record<string, string>, plan: object) =>
  factStretches({ text, facts }, plan)
    .filter(({ pointer }) => pointer !== null)
    .map(({ text, pointer }) => `${text} → ${pointer}`);

describe(factStretches, () => {
  it('leads each number to its place, in whichever form it is printed', () => {
    const plan = { a: 12_842, b: 0.04, c: 1.9536, d: 2 };

    expect(
      linked(
        '12,842 units plus 4 % at 1.95 × 2.0',
        { total: '/a', safety: '/b', value: '/c', times: '/d' },
        plan,
      ),
    ).toEqual(['12,842 → /a', '4 % → /b', '1.95 → /c', '2.0 → /d']);
  });

  it('takes equal numbers for different facts, in their order', () => {
    expect(linked('0 sold, 0 left', { sold: '/x', left: '/y' }, { x: 0, y: 0 })).toEqual([
      '0 → /x',
      '0 → /y',
    ]);
  });

  it('leads dates and names as a whole, and no number within them', () => {
    const plan = { start: '2027-03-01', weeks: 3 };

    expect(linked('3 weeks from 2027-03-01', { start: '/start', weeks: '/weeks' }, plan)).toEqual([
      '3 → /weeks',
      '2027-03-01 → /start',
    ]);
  });

  it('loses no letter', () => {
    const text = 'Buy 13,355 units: the forecast of 12,842 plus a safety stock of 4 %.';

    expect(
      factStretches({ text, facts: { buy: '/buy' } }, { buy: 13_355 })
        .map((stretch) => stretch.text)
        .join(''),
    ).toBe(text);
  });
});
