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
    ['replen cycle: 2 weeks', 'bi-weekly'],
    ['trucks to stores every 7 days', 'weekly'],
    ['Replenishment? None.', 'none'],
    ["stores won't see a second shipment", 'none'],
    ['ship it once', 'none'],
    ['ship once and never again', 'none'],
    ['one launch drop, then weekly top-ups', 'weekly'],
  ])('reads %s', (words, rhythm) => {
    expect(rhythmsIn(words)).toEqual([rhythm]);
  });

  it.each([
    'weekly sales report',
    'we review sales weekly',
    'We will top stores up but how often is open',
    'trade call every week',
    'top-ups weekly or fortnightly',
    'no decision on replenishment yet',
    'no DC holdback',
    'Deliveries from the factory come monthly',
  ])('takes no rhythm from "%s"', (words) => {
    expect(rhythmsIn(words)).toEqual([]);
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
