import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { locatePostgres, makeOwnFolder, type PostgresLocation } from './postgres-location.ts';
import { StartupError } from './startup-error.ts';
import { lockState } from './state-lock.ts';

const SUPERUSER = 'season';
const DATABASE = 'season_orchestrator';
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 4_000;

export interface EmbeddedPostgresOptions {
  /** Folder for everything that must survive a restart; made when absent. */
  readonly stateDir: string;
  /** Further `postgres -c` settings. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Receives what PostgreSQL writes to its log, line by line. */
  readonly onLog?: (line: string) => void;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly notes: readonly string[];
  readonly pid: () => number | undefined;
  /** Ends PostgreSQL with a fast shutdown and gives the state folder back. */
  stop(): Promise<void>;
}

/**
 * Starts the PostgreSQL that npm installed, on a free loopback port, with its files below `stateDir`. A server left
 * over by a killed process is stopped first; one that dies under us is started again on the same port.
 *
 * @throws StartupError when the folder is in use or PostgreSQL does not come up.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const stateDir = stateFolder(options.stateDir);
  const lock = await lockState(stateDir);
  try {
    const location = await locatePostgres(stateDir);
    const password = passwordOf(stateDir);
    if (!existsSync(path.join(location.cluster, 'PG_VERSION'))) await initialise(location, password);
    await stopLeftover(location.cluster);
    const supervisor = new Supervisor(location, options);
    await supervisor.start();
    await ensureDatabase(embeddedUrl(password, supervisor.port, 'postgres'));
    return {
      url: embeddedUrl(password, supervisor.port),
      notes: location.notes,
      pid: () => supervisor.pid,
      async stop() {
        await supervisor.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error instanceof StartupError
      ? error
      : new StartupError(`embedded PostgreSQL did not start: ${messageOf(error)}`, error);
  }
}

export function embeddedUrl(password: string, port: number, database = DATABASE): string {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** Runs one `postgres` and keeps it running until told to stop. */
class Supervisor {
  port = 0;
  private child: ChildProcess | undefined;
  private stopping = false;
  private restarts = 0;
  private readonly location: PostgresLocation;
  private readonly options: EmbeddedPostgresOptions;

  constructor(location: PostgresLocation, options: EmbeddedPostgresOptions) {
    this.location = location;
    this.options = options;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      this.port = await freePort();
      try {
        await this.launch();
        return;
      } catch (error) {
        // Somebody may have taken the port between our look and PostgreSQL's.
        if (attempt === 3 || !/could not bind|Address already in use/.test(messageOf(error))) throw error;
      }
    }
  }

  private launch(): Promise<void> {
    const { binaries, cluster, user } = this.location;
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '200',
      lc_messages: 'C',
      ...this.options.settings,
    };
    const child = spawn(
      path.join(binaries, 'bin', 'postgres'),
      [
        '-D',
        cluster,
        '-p',
        String(this.port),
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      // Detached: Ctrl-C reaches the whole foreground group, and PostgreSQL must outlive our own orderly end.
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true, env: {}, cwd: '/', ...user },
    );
    this.child = child;
    const lastLines: string[] = [];
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGQUIT');
        reject(new StartupError(`PostgreSQL was not ready within ${START_TIMEOUT_MS} ms`));
      }, START_TIMEOUT_MS);
      createInterface({ input: child.stderr }).on('line', (line) => {
        this.options.onLog?.(line);
        lastLines.push(line);
        if (lastLines.length > 5) lastLines.shift();
        if (!line.includes('ready to accept connections')) return;
        clearTimeout(timer);
        resolve();
      });
      child.once('error', reject);
      child.once('exit', (code, signal) => {
        clearTimeout(timer);
        if (this.child === child) this.child = undefined;
        reject(
          new StartupError(`PostgreSQL ended with ${signal ?? `code ${code}`}: ${lastLines.join(' | ')}`),
        );
        this.restart();
      });
    });
  }

  /** Brings a server back that died under us; the pool's users see an outage of a second, not the end. */
  private restart(): void {
    if (this.stopping || this.restarts >= 10) return;
    this.restarts += 1;
    this.options.onLog?.(`PostgreSQL ended unexpectedly; start ${this.restarts} of at most 10 again`);
    void stopLeftover(this.location.cluster)
      .then(() => this.launch())
      .catch((error: unknown) => this.options.onLog?.(messageOf(error)));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (child === undefined) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGINT'); // fast shutdown: disconnects clients, writes a checkpoint
    const timer = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }
}

async function initialise({ binaries, cluster, user }: PostgresLocation, password: string): Promise<void> {
  // Into a folder beside, then one rename: a start that was killed half-way leaves nothing that looks like a cluster.
  const partial = `${cluster}.new`;
  makeOwnFolder(partial, user);
  const passwordFile = path.join(partial, 'pw');
  const data = path.join(partial, 'data');
  writeFileSync(passwordFile, password + '\n', { mode: 0o644 }); // in a folder only PostgreSQL's user may enter
  const child = spawn(
    path.join(binaries, 'bin', 'initdb'),
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: {}, cwd: '/', ...user },
  );
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new StartupError(`initdb ended with code ${code}: ${complaint.trim().replaceAll('\n', ' | ')}`);
  renameSync(data, cluster);
  rmSync(partial, { recursive: true, force: true });
}

/** Stops a server that a killed process of ours left on this cluster (we hold the lock, so nobody else uses it). */
async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  if (isServerOf(pid, cluster)) {
    process.kill(pid, 'SIGINT');
    for (let waited = 0; isServerOf(pid, cluster); waited += 20) {
      if (waited === STOP_TIMEOUT_MS) process.kill(pid, 'SIGQUIT');
      if (waited > 2 * STOP_TIMEOUT_MS)
        throw new StartupError(`an earlier PostgreSQL (pid ${pid}) does not end`);
      await delay(20);
    }
  }
  // A zombie still looks alive to PostgreSQL, and would keep it from starting.
  rmSync(pidFile, { force: true });
}

/** Whether `pid` is a live (not a zombie) PostgreSQL on this cluster. */
function isServerOf(pid: number, cluster: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    if (process.platform === 'linux') {
      if (/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) return false;
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(cluster);
    }
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Made where it is missing. @throws StartupError when it cannot be a folder that this user may write to */
function stateFolder(given: string): string {
  try {
    mkdirSync(given, { recursive: true });
    const folder = realpathSync(given);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return folder;
  } catch (error) {
    throw new StartupError(
      `STATE_DIR is "${given}" (${messageOf(error)}); allowed is a folder that this user may make and write to`,
      error,
    );
  }
}

function passwordOf(stateDir: string): string {
  const file = path.join(stateDir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url') + '\n', { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
