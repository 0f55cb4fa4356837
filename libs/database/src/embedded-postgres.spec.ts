import { afterEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { StartupError } from './startup-error.ts';

const ENTRY = path.resolve(import.meta.dirname, '../../../test/support/embedded-postgres.child.ts');

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe(startEmbeddedPostgres.name, () => {
  const running: EmbeddedPostgres[] = [];
  const folders: string[] = [];

  const folder = (): string => {
    const made = mkdtempSync(path.join(tmpdir(), 'season-orchestrator-test-'));
    folders.push(made);
    return made;
  };
  const start = async (stateDir: string, onLog?: (line: string) => void): Promise<EmbeddedPostgres> => {
    const server = await startEmbeddedPostgres({ stateDir, ...(onLog && { onLog }) });
    running.push(server);
    return server;
  };

  afterEach(async () => {
    await Promise.all(running.splice(0).map((server) => server.stop()));
    for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  it('refuses a state folder that a live server has, and takes it once that has stopped', async () => {
    const stateDir = folder();
    const first = await start(stateDir);

    await expect(startEmbeddedPostgres({ stateDir })).rejects.toThrow(
      new RegExp(`STATE_DIR ${stateDir} is in use by another server \\(pid ${process.pid}`),
    );
    await expect(startEmbeddedPostgres({ stateDir })).rejects.toBeInstanceOf(StartupError);

    await first.stop();
    await start(stateDir);
  });

  it('takes over after the server process was killed, with everything that was committed', async () => {
    const stateDir = folder();
    const child = spawn(process.execPath, ['--conditions=source', ENTRY, stateDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const killed = JSON.parse(line.toString()) as { url: string; pid: number };
    await ask(killed.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const next = await start(stateDir);

    expect(await ask(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(next.pid()).not.toBe(killed.pid);
    await expect(ask(killed.url, 'SELECT 1')).rejects.toThrow();
  });

  it('starts PostgreSQL again when it dies underneath', async () => {
    let ready: () => void = () => undefined;
    const server = await start(folder(), (line) => {
      if (line.includes('ready to accept connections')) ready();
    });
    await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const again = new Promise<void>((resolve) => (ready = resolve));

    process.kill(server.pid() ?? 0, 'SIGKILL');
    await again;

    expect(await ask(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('runs below a folder that only root may enter, and says where its files went', async () => {
    const closed = folder();
    chmodSync(closed, 0o700);
    const stateDir = path.join(closed, 'checkout', '.state');

    const server = await start(stateDir);

    expect(server.notes.join()).toMatch(
      /PostgreSQL's files are in \/var\/lib\/season-orchestrator\/[0-9a-f]{16}/,
    );
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    const cluster = /files are in (\S+):/.exec(server.notes.join())?.[1] ?? '';
    expect(existsSync(path.join(cluster, 'PG_VERSION'))).toBe(true);
    await running.pop()?.stop();
    rmSync(cluster, { recursive: true, force: true });
  });
});
