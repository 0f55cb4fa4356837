/** How the command ends; docs/terminal.md has this table, held equal by a test. */
export const OUTCOMES = {
  completed: { exitCode: 0, about: 'the plan was made' },
  unexpected: { exitCode: 1, about: 'a fault of the command itself' },
  usage: {
    exitCode: 2,
    about: 'the command line is wrong: an option, a category, a data set or a folder that is not there',
  },
  invalid: {
    exitCode: 3,
    about: 'the strategy leaves something out, or a value or a data file breaks a rule',
  },
  failed: { exitCode: 4, about: 'the run was started and failed' },
  cancelled: { exitCode: 5, about: 'Ctrl-C, or the buy was rejected or its approval expired' },
  unreachable: {
    exitCode: 6,
    about: 'the server does not answer, is not ready, or refuses the API key; or none could be started',
  },
  awaiting_approval: {
    exitCode: 7,
    about: 'the run waits for a decision on the buy, and there is no terminal to ask on',
  },
} as const satisfies Record<string, { exitCode: number; about: string }>;

export type Outcome = keyof typeof OUTCOMES;
