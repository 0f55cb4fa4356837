import { describe, expect, it } from '@jest/globals';
import { extractByRules } from '../rules.extractor.ts';
import { isStrategy } from './topic.ts';

describe(isStrategy.name, () => {
  it.each([
    'Could somebody fix the heating in the Bath store? It has been 14 degrees every day since 22 February.',
    'Does anyone have a spare ticket for the match on 6 March? I will pay double, or 50% up front.',
    'What time does the warehouse open on Mondays, and do they take deliveries every week?',
    'Please approve my timesheet for the 4 weeks from 1 February, payroll say only half of it came through.',
    'The DC will be closed for stocktake for 2 weeks from 6 September. Deliveries resume on 20 September.',
    'My sourdough recipe: the starter is 4 weeks old, I feed it weekly and keep half of it back every time.',
    'I would like to take holiday from 3 April for 2 weeks. Is that fine? I have 12 days left.',
    'The till in store 14 has crashed every week since January. Please replace it, warranty covers 80%.',
  ])('is not: %s', (text) => {
    expect(extractByRules(text, '2027-03-01').outcome).toBe('not_a_strategy');
  });

  it.each([
    'Help me with a plan for robes please, I know nothing yet except that it is a 12 week season.',
    'Spring season with weekly replenishment',
    'Office chairs launch in four weeks and trade for 22 weeks.',
    'We need a plan for the new swimwear range, 45 doors, 6,000 units.',
  ])('is: %s', (text) => {
    expect(extractByRules(text, '2027-03-01').outcome).toBe('incomplete');
  });
});
