import { describe, expect, it } from '@jest/globals';
import { decisionIn } from './approval.ts';
import { readCommandLine, wantsJson } from './command-line.ts';
import { CommandError } from './command-error.ts';
import { HELP } from './help.ts';

const orderOf = (...args: string[]) => {
  const command = readCommandLine(args);
  if (command.kind !== 'plan') throw new Error(`it is ${command.kind}`);
  return command.order;
};

function refusal(...args: string[]): CommandError {
  try {
    readCommandLine(args);
  } catch (error) {
    if (error instanceof CommandError) return error;
  }
  throw new Error('it was not refused');
}

describe(readCommandLine, () => {
  it('takes words without quotes as one text', () => {
    expect(orderOf('12-week', 'season', '--yes', 'from', 'March').strategy).toBe('12-week season from March');
  });

  it('reads options of the plan as what they are', () => {
    expect(orderOf('x', '--option', 'service_level=0.95', '--option', 'holiday_country=US').options).toEqual({
      service_level: 0.95,
      holiday_country: 'US',
    });
  });

  it('takes the server from the environment when the command line names none', () => {
    const environment = { SEASON_ORCHESTRATOR_URL: 'http://planning.example:3000' };
    const serverOf = (args: string[]) => {
      const command = readCommandLine(args, environment);
      return command.kind === 'plan' ? command.order.server : undefined;
    };

    expect(serverOf(['x'])).toBe('http://planning.example:3000');
    expect(serverOf(['x', '--server', 'new'])).toBe('new');
  });

  it.each([
    [['--jsn'], 'There is no option --jsn.', 'Did you mean --json?'],
    [['-z'], 'There is no option -z.', undefined],
    [['--category'], '--category needs a value.', undefined],
    [
      ['--category', '--yes'],
      '--category needs a value before --yes.',
      'A value that begins with "-" is written --category=--yes.',
    ],
    [['--yes=no'], '--yes takes no value, not "no".', undefined],
    [
      ['--option', 'clusters'],
      '--option "clusters" is not NAME=VALUE, such as service_level=0.95.',
      undefined,
    ],
    [['--option', 'seed=many'], '--option seed is "many", which is no number.', undefined],
    [['--stores', 'few'], '--stores "few" is neither a number of stores nor "all".', undefined],
    [['--server', 'planning'], '"planning" is no address of a server.', undefined],
    [
      ['--data', 'x', '--dataset', 'y'],
      '--data and --dataset exclude each other: a folder to upload, or a data set that is there.',
      undefined,
    ],
  ])('refuses %j', (args, message, suggestion) => {
    const error = refusal(...args);

    expect(error.message).toBe(message);
    expect(error.outcome).toBe('usage');
    if (suggestion !== undefined) expect(error.suggestions).toEqual([suggestion]);
  });

  it('has every option in its help', () => {
    const { suggestions } = refusal('--no-such-option-at-all');
    const known = [...(suggestions[0] ?? '').matchAll(/--[\w-]+/g)].map(([name]) => name);

    expect(known.length).toBeGreaterThan(8);
    for (const name of known) expect(HELP).toContain(`${name} `);
  });

  it('knows that a document is wanted also where the rest is wrong', () => {
    expect(wantsJson(['--nothing', '--json'])).toBe(true);
    expect(wantsJson(['--', '--json'])).toBe(false);
  });
});

describe(decisionIn, () => {
  it.each([
    ['accept', { decision: 'accept' }],
    ['Y', { decision: 'accept' }],
    ['reject', { decision: 'reject' }],
    ['25 %', { decision: 'modify', safety_stock_pct: 0.25 }],
    ['0', { decision: 'modify', safety_stock_pct: 0 }],
    ['61%', undefined],
    ['later', undefined],
  ])('reads %j', (answer, decision) => {
    expect(decisionIn(answer)).toEqual(decision);
  });
});
