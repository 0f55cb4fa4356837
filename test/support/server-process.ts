import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const START_TIMEOUT_MS = 60_000;

/** The built server in a process of its own, to be killed. */
export class ServerProcess {
  readonly url: string;
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
    this.exited =
      child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve();
  }

  static async start(environment: Record<string, string>): Promise<ServerProcess> {
    const child = spawn(process.execPath, [path.join(ROOT, 'dist/apps/api/src/main.js')], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'error', LOG_FORMAT: 'json', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      const refuse = (why: string) => reject(new Error(`The server ${why}:\n${output}`));
      const timer = setTimeout(() => refuse('did not start in time'), START_TIMEOUT_MS);
      const read = (chunk: Buffer) => {
        output = (output + chunk.toString()).slice(-20_000);
        const found = /is ready at (http:\/\/\S+)/.exec(output);
        if (found === null) return;
        clearTimeout(timer);
        resolve(found[1]);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        refuse(`ended with ${code ?? signal ?? 'nothing'}`);
      });
    });
    return new ServerProcess(child, url);
  }

  /** Memory of the process that is in use, in MiB. */
  residentMib(): number {
    const kib = execFileSync('ps', ['-o', 'rss=', '-p', String(this.child.pid)], { encoding: 'utf8' });
    return Number(kib) / 1024;
  }

  /** Ends the process; resolves when it is gone. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.child.kill(signal);
    await this.exited;
  }
}
