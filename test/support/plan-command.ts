import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const COMMAND = path.resolve(import.meta.dirname, '../../dist/apps/cli/src/main.js');

export interface PlanCommandEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PlanCommandInput {
  readonly environment?: Record<string, string>;
  /** What is piped in; nothing by default. */
  readonly stdin?: string;
  /** Called with everything that was written so far, whenever there is more. */
  readonly onOutput?: (
    output: string,
    child: { interrupt: () => void; type: (keys: string) => void },
  ) => void;
  /** Called once the process runs. */
  readonly onStart?: (child: { interrupt: () => void }) => void;
}

/** The built terminal command as a process, with pipes for streams. */
export function runPlanCommand(
  args: readonly string[],
  input: PlanCommandInput = {},
): Promise<PlanCommandEnd> {
  return run(process.execPath, [COMMAND, ...args], input);
}

/** The same at a terminal of 100 columns, which util-linux `script` provides; everything comes out of its stdout. */
export function runPlanAtTerminal(
  args: readonly string[],
  input: PlanCommandInput = {},
): Promise<PlanCommandEnd> {
  const words = [process.execPath, COMMAND, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
  const command = `stty cols 100 rows 40; exec ${words.join(' ')}`;
  return run('script', ['--quiet', '--return', '--command', command, '/dev/null'], input, true);
}

async function run(
  command: string,
  args: readonly string[],
  { environment = {}, stdin, onOutput, onStart }: PlanCommandInput,
  keepsStdin = false,
): Promise<PlanCommandEnd> {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'], TERM: 'xterm-256color', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined); // it may end without having read
  if (!keepsStdin) child.stdin.end(stdin ?? '');
  let stdout = '';
  let stderr = '';
  const hands = {
    interrupt: () => void child.kill('SIGINT'),
    type: (keys: string) => void child.stdin.write(keys),
  };
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    onOutput?.(stdout, hands);
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  onStart?.(hands);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}
