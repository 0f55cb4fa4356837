import { describe, expect, it } from '@jest/globals';
import { replenishmentCandidates } from './replenishment.rule.ts';
import { StrategyText } from './strategy-text.ts';

const rhythmsIn = (words: string): string[] => [
  ...new Set(replenishmentCandidates(new StrategyText(words)).map(({ value }) => value)),
];

describe(replenishmentCandidates.name, () => {
  it.each([
    ['no replenishment', 'none'],
    ['one-and-done buy', 'none'],
    ['single shipment to boutiques', 'none'],
    ['no top ups at all', 'none'],
    ["I don't want ongoing replenishment - just one initial allocation", 'none'],
    ['No weekly replenishment, this is a one-and-done buy', 'none'],
    ['weekly shipments', 'weekly'],
    ['top up stores every week', 'weekly'],
    ['feed the rest out weekly', 'weekly'],
    ['one delivery per week to stores', 'weekly'],
    ['fortnightly top-ups', 'bi-weekly'],
    ['Replenish every two weeks', 'bi-weekly'],
    ["Don't replenish weekly, do every other week", 'bi-weekly'],
    ['replen = bi-weekly', 'bi-weekly'],
    ['Instead of weekly we go every other week on replenishment', 'bi-weekly'],
    ['switch replenishment from weekly to fortnightly', 'bi-weekly'],
    ['weekly is too often, replenish fortnightly', 'bi-weekly'],
    ['weekly top-ups would be overkill, replenish fortnightly', 'bi-weekly'],
    ['replenish weekly not fortnightly', 'weekly'],
    ['stores are topped up weekly too', 'weekly'],
    ['weekly replenishment is off the table, one drop', 'none'],
    ['replen cycle: 2 weeks', 'bi-weekly'],
    ['trucks to stores every 7 days', 'weekly'],
    ['Replenishment? None.', 'none'],
    ["stores won't see a second shipment", 'none'],
    ['ship it once', 'none'],
    ['ship once and never again', 'none'],
    ['one launch drop, then weekly top-ups', 'weekly'],
    ['one drop, followed by weekly top-ups', 'weekly'],
    ['weekly top-ups, not one drop', 'weekly'],
    ['12 weeks, weekly please, 20% holdback', 'weekly'],
    ['stores weekly', 'weekly'],
    ['weekly deliveries to stores to cover sales', 'weekly'],
    ['vendor shipments every week, stores are topped up fortnightly', 'bi-weekly'],
    ['no holdback with weekly top-ups', 'weekly'],
    ['stores are refilled weekly, the vendor is not', 'weekly'],
    ['forget weekly, replenish fortnightly', 'bi-weekly'],
    ['no weekly top-ups', 'none'],
    ['no weekly or fortnightly replenishment', 'none'],
    ['no more shipments', 'none'],
    ['no further deliveries after launch', 'none'],
    ['we do not ship again', 'none'],
    ["we don't send a repeat", 'none'],
    ['nothing else is sent', 'none'],
    ['no feeds', 'none'],
    ['no stores are replenished', 'none'],
    ['single drop for the whole season', 'none'],
    ['fills every two weeks', 'bi-weekly'],
    ['cadence: every 2 weeks', 'bi-weekly'],
    ['evry wk replen', 'weekly'],
    ['plan ten months in one go, weekly replenishment', 'weekly'],
    ['everything out in one go', 'none'],
    ['all of it in one go', 'none'],
    ['one delivery per store', 'none'],
    ['two top-ups a month was too slow, so fills are weekly this year', 'weekly'],
  ])('reads %s', (words, rhythm) => {
    expect(rhythmsIn(words)).toEqual([rhythm]);
  });

  it.each([
    'weekly sales report',
    'reporting cadence: every 2 weeks',
    'plan the season in one go',
    'one delivery a week arrives from the vendor',
    'we review sales weekly',
    'We will top stores up but how often is open',
    'trade call every week',
    'top-ups weekly or fortnightly',
    'no decision on replenishment yet',
    'no DC holdback',
    'Deliveries from the factory come monthly',
    'weekly/fortnightly top-ups',
    'vendor ships weekly',
    'no vendor shipments',
    'vendor: no further deliveries',
    'we will not ship in May',
    'this is not a one-off',
    'stop weekly replenishment',
    'weekly is too often',
    'weekly is off the table',
    'weekly top-ups are not needed',
    'weekly refills aren’t needed',
    'weekly top-ups not needed',
    'weekly sales meeting, top-ups later',
    'weekly markdown review',
    'no stores in the north of the country, and replenishment is open',
  ])('takes no rhythm from "%s"', (words) => {
    expect(rhythmsIn(words)).toEqual([]);
  });

  it.each([
    ['no replenishment at all this year', 1, 'no replenishment'],
    ['stores get replenishment: none', 1, 'replenishment: none'],
    ['we want no weekly top-ups', 0.9, 'no weekly top-ups'],
    ['it is a one-off', 1, 'one-off'],
    ['top-ups every week to stores', 1, 'every week'],
  ])('is as sure of "%s" as its words are plain, and quotes them', (words, strength, quote) => {
    const text = new StrategyText(words);
    const candidates = replenishmentCandidates(text);
    expect(candidates.map((each) => ({ strength: each.strength, quote: text.textOf(each) }))).toEqual([
      { strength, quote },
    ]);
  });

  it('finds nothing wrong with a rhythm that is supported', () => {
    for (const words of ['weekly replenishment', 'fortnightly replenishment', 'no replenishment'])
      expect(replenishmentCandidates(new StrategyText(words))).toEqual([
        expect.not.objectContaining({ violation: expect.anything() }),
      ]);
  });

  it.each([
    'monthly replenishment',
    'replenish every three weeks',
    'daily replenishment',
    'deliveries twice a week',
  ])('says that "%s" is not supported', (words) => {
    expect(replenishmentCandidates(new StrategyText(words))).toMatchObject([
      { violation: 'must be one of none, weekly, bi-weekly' },
    ]);
  });
});
