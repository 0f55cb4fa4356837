import { describe, expect, it } from '@jest/globals';
import { resolve } from './candidate.ts';
import { isCorrection, MOVED_FROM, TAKES_BACK } from './changes.ts';
import { holdbackCandidates } from './holdback.rule.ts';
import { StrategyText } from './strategy-text.ts';

function holdbackIn(words: string): unknown {
  const text = new StrategyText(words);
  const finding = resolve(text, holdbackCandidates(text));
  return finding.state === 'stated' ? finding.value : finding.state;
}

describe(isCorrection.name, () => {
  it.each([
    'no wait,',
    'no, wait,',
    'wait,',
    'scrap that,',
    'that is scrapped,',
    'that is out of date,',
    'that is outdated,',
    'on second thought',
    'on second thoughts',
    'changed my mind:',
    'changed our minds:',
    'update:',
    'updated:',
    'please change it to',
    'change to',
    'amend:',
    'amended:',
    'revise to',
    'revised:',
    'please change that to',
    'but make it',
  ])('lets a later share take the place of an earlier one: "%s"', (words) => {
    expect(holdbackIn(`hold back 20% at the DC - ${words} 25%`)).toBe(0.25);
  });

  it.each(['and', 'as the plan says', 'knowing well', 'the weight of it'])(
    'is not in plain words: "%s"',
    (words) => {
      expect(isCorrection(` ${words} `)).toBe(false);
      expect(holdbackIn(`hold back 20% at the DC; ${words} hold back 25%`)).toBe('invalid');
    },
  );
});

it('takes what a value moved from back, and what "not" stands before', () => {
  expect(holdbackIn('we increase the DC holdback from 20% to 25%')).toBe(0.25);
  expect(holdbackIn('25% DC holdback, not 20%')).toBe(0.25);
  for (const words of ['moved from ', 'the launch went from ', 'shifted the date of the launch from '])
    expect([MOVED_FROM.test(words), TAKES_BACK.test(words)]).toEqual([true, true]);
  for (const words of ['moved to ', 'from ', 'moved 3 stores away. from '])
    expect([MOVED_FROM.test(words), TAKES_BACK.test(words)]).toEqual([false, false]);
});
