import { describe, expect, it } from '@jest/globals';
import { isNegated, matterOf } from './negation.ts';
import { StrategyText } from './strategy-text.ts';

/** The words that the last negation of a text takes away. */
function deniedIn(words: string): string | undefined {
  const text = new StrategyText(words);
  const no = text.marks.filter(({ concept }) => concept === 'no').at(-1);
  if (no === undefined) throw new Error(`"${words}" denies nothing`);
  const matter = matterOf(text, no);
  return matter && text.textOf(matter);
}

describe(matterOf.name, () => {
  it.each([
    ['no holdback this season', 'holdback'],
    ['nothing stays at the DC', 'stays'],
    ['nothing in the DC', 'dc'],
    ['not every store', 'store'],
    ['no top-ups', 'top-ups'],
    ['no second shipment', 'shipment'],
    ['this is not a one-off, we top up weekly', 'one-off'],
    ['no markdown on the replenished styles', 'markdown'],
    ['no review of the holdback', 'review'],
    ['no sell-through target for top-ups', 'sell-through'],
    ['no launch in stores before May', 'launch'],
    ['we are not undecided on holdback', 'undecided'],
    ['no vendor shipments in August', 'vendor'],
    ['no meeting about the holdback', 'meeting'],
  ])('denies in "%s" the %s', (words, denied) => {
    expect(deniedIn(words)).toBe(denied);
  });

  it.each([
    ['no DC replenishment', 'replenishment'],
    ['no store top-ups', 'top-ups'],
    ['no warehouse reserve', 'reserve'],
    ['no stores with weekly replenishment', 'stores'],
    ['no replenishment from stores', 'replenishment'],
    ['no reserve DC', 'reserve'],
  ])('takes two nouns that touch for one matter, that of the second: "%s"', (words, denied) => {
    expect(deniedIn(words)).toBe(denied);
  });

  it.each([
    ['holdback: none', 'holdback'],
    ['Replenishment? None.', 'replenishment'],
    ['replenishment (none), 20% holdback', 'replenishment'],
    ['weekly top-ups, DC holdback - none, launch 3 May', 'holdback'],
    ['top-ups we do without', 'top-ups'],
    ['weekly top-ups and holdback none', 'holdback'],
  ])('denies what stands right before it where nothing follows: "%s"', (words, denied) => {
    expect(deniedIn(words)).toBe(denied);
  });

  it.each([
    'nobody here has said that we do not',
    'weekly top-ups, DC holdback - never again',
    'weekly top-ups, none',
    'plan for May - all of the weekly top-ups, none',
    'top-ups are something that most of the other teams would not',
    'no need at all for another long and tedious round of replenishment',
    'we have no time. Replenishment weekly',
    'no worries, replenishment weekly',
  ])('denies nothing that stands far off, or in another clause: "%s"', (words) => {
    expect(deniedIn(words)).toBeUndefined();
  });
});

describe(isNegated.name, () => {
  const isDenied = (words: string, stretch: string, reach?: number): boolean => {
    const text = new StrategyText(words);
    const start = text.plain.indexOf(stretch);
    return isNegated(text, { start, end: start + stretch.length }, reach);
  };

  it('finds the negation shortly before a stretch', () => {
    expect(isDenied('not everything goes to stores', 'everything')).toBe(true);
    expect(isDenied('we do not want to send everything', 'everything')).toBe(true);
    expect(isDenied('nobody needs a plan that is not cheap and has no top-ups', 'top-ups')).toBe(true);
  });

  it('leaves a negation that stands behind, far off, or in another clause', () => {
    expect(isDenied('everything goes to stores', 'everything')).toBe(false);
    expect(isDenied('everything but nothing else', 'everything')).toBe(false);
    expect(isDenied('everything is not enough', 'everything')).toBe(false);
    expect(isDenied('no holdback, everything goes to stores', 'everything')).toBe(false);
    expect(isDenied('not one of the buyers here thinks that everything goes', 'everything')).toBe(false);
  });

  it('reaches as far as it is told', () => {
    expect(isDenied('not before it is sent', 'sent', 1.5)).toBe(false);
    expect(isDenied('not before it is sent', 'sent', 4)).toBe(true);
    expect(isDenied('not sent', 'sent', 0)).toBe(true);
  });
});
