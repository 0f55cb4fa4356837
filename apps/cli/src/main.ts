import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CommandError } from './command-error.ts';
import { readCommandLine, wantsJson } from './command-line.ts';
import { complaint } from './complaint.ts';
import { HELP } from './help.ts';
import { Interruption } from './interruption.ts';
import { OUTCOMES, type Outcome } from './outcome.ts';
import { planSeason } from './plan.command.ts';
import { planDocument, type PlanFindings } from './plan-document.ts';
import { Terminal } from './terminal.ts';

const PACKAGE = path.resolve(import.meta.dirname, '../../../../package.json');

/** `npm run plan`: reads the command line and the environment, and ends with the exit code of what came out. */
async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  const interruption = new Interruption(() => process.exit(OUTCOMES.cancelled.exitCode));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interruption.interrupt);
  const { stdin, stdout, stderr } = process;
  const terminal = new Terminal(
    { stdin, stdout, stderr, isDumb: environment['TERM'] === 'dumb' },
    interruption,
  );
  const findings: PlanFindings = {};
  let outcome: Outcome;
  let error: CommandError | undefined;
  try {
    const command = readCommandLine(args, environment);
    if (command.kind !== 'plan') return tell(terminal, command.kind === 'help' ? HELP : `${version()}\n`);
    const { order } = command;
    const wish = {
      url: order.server,
      apiKey: environment['SEASON_ORCHESTRATOR_API_KEY'] || undefined,
      environment,
    };
    outcome = await planSeason(order, wish, terminal, interruption, findings);
  } catch (thrown) {
    error = CommandError.from(thrown);
    ({ outcome } = error);
    terminal.notes.write(`${complaint(error, terminal.notes).join('\n')}\n`);
  }
  if (wantsJson(args)) terminal.out.write(`${JSON.stringify(planDocument(outcome, findings, error))}\n`);
  return OUTCOMES[outcome].exitCode;
}

function tell(terminal: Terminal, text: string): number {
  terminal.out.write(text);
  return OUTCOMES.completed.exitCode;
}

function version(): string {
  return (JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string }).version;
}

// A reader that has seen enough, such as `head`, is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void main(process.argv.slice(2), process.env).then((exitCode) => {
  process.exitCode = exitCode;
});
