import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockState } from '../../libs/database/src/state-lock.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly stdout: string;
}

describe('npm start', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'season-orchestrator-test-'));
  const clusters: string[] = [];
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 120_000);
  afterAll(async () => {
    for (const made of [folder, ...clusters]) rmSync(made, { recursive: true, force: true });
    await database.drop();
  });

  /** Runs the built server until it ends; `onReady` may end it. */
  const run = async (
    environment: Record<string, string>,
    onReady?: (url: string, end: (signal: NodeJS.Signals) => void) => void,
  ): Promise<Ended> => {
    const child = spawn(process.execPath, [path.join(ROOT, 'dist/apps/api/src/main.js')], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        LOG_LEVEL: 'error',
        LOG_FORMAT: 'json',
        DATA_DIR: path.join(ROOT, 'data/sample'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let ready = false;
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      const url = /ready at (http:\S+)/.exec(stdout)?.[1];
      if (url === undefined || ready) return;
      ready = true;
      onReady?.(url, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stderr, stdout };
  };

  const refuses = async (environment: Record<string, string>, words: RegExp): Promise<void> => {
    const { code, stderr } = await run(environment);
    expect(stderr).toMatch(words);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  };

  const dataDir = (name: string, sales: string): string => {
    const made = path.join(folder, name);
    mkdirSync(made);
    writeFileSync(path.join(made, 'stores.csv'), 'store_id\nS1\n');
    writeFileSync(path.join(made, 'historical_sales.csv'), sales);
    return made;
  };

  it(
    'names a variable that is wrong, its value and what is allowed',
    () =>
      refuses(
        { PORT: 'eighty' },
        /^season-orchestrator does not start: PORT is "eighty"; allowed is a whole number from 0 to 65535$/m,
      ),
    60_000,
  );

  it(
    'refuses a DATA_DIR that is not there',
    () =>
      refuses(
        { DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'nowhere') },
        /DATA_DIR .*nowhere has neither historical_sales\.csv nor historical_sales\.csv\.gz/,
      ),
    60_000,
  );

  it(
    'refuses a broken file by file, line and rule',
    () =>
      refuses(
        {
          DATABASE_URL: database.url,
          DATA_DIR: dataDir(
            'broken',
            'date,store_id,category,quantity_sold\n2024-01-01,S1,A,1\n2024-01-02,S1,A,many\n',
          ),
        },
        /historical_sales line 3, quantity_sold "many": must be a whole number/,
      ),
    60_000,
  );

  it('refuses a STATE_DIR that another server has', async () => {
    const stateDir = path.join(folder, 'state');
    mkdirSync(stateDir);
    const lock = await lockState(stateDir);
    try {
      await refuses({ STATE_DIR: stateDir }, /STATE_DIR .* is in use by another server/);
    } finally {
      lock.release();
    }
  }, 60_000);

  it('refuses a STATE_DIR that cannot be a folder', async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');

    await refuses(
      { STATE_DIR: path.join(file, 'state') },
      /STATE_DIR is ".*a-file.state" \(ENOTDIR.*\); allowed is a folder that this user may make and write to/,
    );
    await refuses({ STATE_DIR: file }, /STATE_DIR is ".*a-file" \(EEXIST.*\); allowed is a folder/);
  }, 30_000);

  it(
    'refuses a HOST that names no address',
    () =>
      refuses(
        { DATABASE_URL: database.url, HOST: 'nowhere.invalid', ALLOW_OPEN: 'true' },
        /HOST is "nowhere\.invalid"; no address of that name is known/,
      ),
    60_000,
  );

  it('refuses a DATABASE_URL that does not answer, without its password', async () => {
    const { code, stderr } = await run({ DATABASE_URL: 'postgresql://planner:hunter2@127.0.0.1:1/season' });

    expect(stderr).toMatch(
      /DATABASE_URL postgresql:\/\/planner:\*\*\*@127\.0\.0\.1:1\/season does not answer/,
    );
    expect(stderr).not.toContain('hunter2');
    expect(code).toBe(1);
  }, 60_000);

  it('refuses a PORT that is taken', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      await refuses(
        { DATABASE_URL: database.url, PORT: String(port) },
        /PORT \d+ is taken by another program/,
      );
    } finally {
      other.close();
    }
  }, 60_000);

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'is ready with embedded PostgreSQL, and ends it too on %s',
    async (signal) => {
      const stateDir = path.join(folder, `state-${signal}`);
      let status = 0;
      let postgres = 0;
      const { code, stdout } = await run({ STATE_DIR: stateDir }, (url, end) => {
        void fetch(`${url}/health/ready`)
          .then((response) => {
            status = response.status;
            // Below a folder that only root may enter the files are elsewhere, and a pointer says where.
            const pointer = path.join(stateDir, 'postgres-location');
            const cluster = existsSync(pointer)
              ? readFileSync(pointer, 'utf8').trim()
              : path.join(stateDir, 'postgres');
            postgres = Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
            if (existsSync(pointer)) clusters.push(cluster);
          })
          .finally(() => end(signal));
      });

      expect(status).toBe(200);
      expect(stdout).toMatch(/API explorer {2}http:.*\/docs/);
      expect(code).toBe(0);
      expect(postgres).toBeGreaterThan(1);
      expect(() => process.kill(postgres, 0)).toThrow();
    },
    60_000,
  );

  it('ends in order when a supervisor ends npm, and npm not before it', async () => {
    writeFileSync(path.join(ROOT, 'dist/.built'), ''); // the whole run has built it
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      detached: true, // a group of its own, of which nothing is left behind
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: '0',
        LOG_LEVEL: 'error',
        LOG_FORMAT: 'json',
        DATABASE_URL: database.url,
      },
    });
    try {
      const url = await new Promise<string>((resolve, reject) => {
        let output = '';
        npm.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          const found = /is ready at (http:\S+)/.exec(output);
          if (found !== null) resolve(found[1]);
        });
        npm.once('exit', () => reject(new Error(`npm start ended:\n${output}`)));
      });
      npm.kill('SIGTERM');

      expect(await once(npm, 'exit')).toEqual([0, null]);
      await expect(fetch(`${url}/health/live`)).rejects.toThrow();
    } finally {
      try {
        process.kill(-npm.pid!, 'SIGKILL');
      } catch {
        // nothing was left
      }
    }
  }, 60_000);
});
