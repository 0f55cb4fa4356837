import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CommandError } from './command-error.ts';

const SERVER = path.resolve(import.meta.dirname, '../../api/src/main.js');
const CHECKOUT = path.resolve(import.meta.dirname, '../../../..');
const KEPT_OUTPUT = 10_000;

/** A server that lives as long as the command: on a free port, with a PostgreSQL and a state folder of its own. */
export class CommandServer {
  readonly url: string;
  private readonly child: ChildProcess;
  private readonly stateDir: string;

  private constructor(url: string, child: ChildProcess, stateDir: string) {
    this.url = url;
    this.child = child;
    this.stateDir = stateDir;
  }

  /** @throws CommandError unreachable with the server's own words */
  static async start(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<CommandServer> {
    const stateDir = await mkdtemp(path.join(tmpdir(), 'season-plan-'));
    const child = spawn(process.execPath, [SERVER], {
      cwd: CHECKOUT,
      env: {
        ...environment,
        // What concerns a server for others does not concern this one; set, so that no .env sets it either.
        PORT: '0',
        HOST: '127.0.0.1',
        STATE_DIR: stateDir,
        DATABASE_URL: '',
        AUTH: 'off',
        LOG_LEVEL: 'error',
        LOG_FORMAT: 'json',
      },
      // A group of its own: Ctrl-C is for the command, which still needs the server to cancel its run. The channel tells
      // the server when the command is gone, however it went.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    const stop = (): void => {
      if (child.connected) child.disconnect();
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      const url = await Promise.race([
        once(child, 'message').then(([message]) => (message as { ready: string }).ready),
        once(child, 'exit').then(() => undefined),
      ]);
      if (url !== undefined) return new CommandServer(url, child, stateDir);
    } finally {
      signal.removeEventListener('abort', stop);
    }
    await removeState(stateDir);
    if (signal.aborted) throw new CommandError('cancelled', 'Stopped before a run was started.');
    throw new CommandError('unreachable', `No server could be started: ${lastWords(output)}`, {
      suggestions: ['Start one with "npm start" to see more, or name one with --server.'],
    });
  }

  /** Ends the server and its PostgreSQL, and removes what they kept. */
  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      if (this.child.connected) this.child.disconnect();
      await exited;
    }
    await removeState(this.stateDir);
  }
}

async function removeState(stateDir: string): Promise<void> {
  // Below a folder that PostgreSQL's user may not enter the files are elsewhere (docs/configuration.md).
  const pointer = path.join(stateDir, 'postgres-location');
  if (existsSync(pointer)) await rm(readFileSync(pointer, 'utf8').trim(), { recursive: true, force: true });
  await rm(stateDir, { recursive: true, force: true });
}

function lastWords(output: string): string {
  const lines = output.trim().split('\n');
  const refusal = lines.findLast((line) => line.startsWith('season-orchestrator does not start: '));
  return (
    refusal?.replace('season-orchestrator does not start: ', '') ??
    (lines.at(-1) || 'it ended without a word.')
  );
}
