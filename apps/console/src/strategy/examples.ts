/** Strategies to start from, each of another kind. */
export const EXAMPLES = [
  {
    name: 'one drop, no refills',
    words:
      '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.',
  },
  {
    name: 'weekly refills',
    words:
      '26 weeks from January 4th 2027. Hold 45% back at the DC and replenish stores weekly. If we have not sold half by week 13, mark down.',
  },
  {
    name: 'a short holiday season',
    words:
      '8-week holiday season starting November 8th 2027, bi-weekly replenishment, 30% holdback, no markdown.',
  },
] as const;
