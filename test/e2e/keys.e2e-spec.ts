import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ServerProcess } from '../support/server-process.ts';
import { smallRetailer } from '../support/small-retailer.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TOKEN = /^so_[0-9a-f]{16}_[A-Za-z0-9_-]{43}\n$/;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function keys(environment: Record<string, string>, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/apps/api/src/keys.js'), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => (output[name] += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output };
}

describe('npm run keys', () => {
  let database: TestDatabase;
  let folder: string;
  const data = smallRetailer();

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
  }, 180_000);

  afterAll(async () => {
    await database.drop();
    data.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes a key whose token alone is on standard output, lists it without, and revokes it', async () => {
    const environment = { DATABASE_URL: database.url };
    const created = await keys(environment, 'create', 'planning-team');
    const [, id] = created.stdout.split('_');
    const secret = created.stdout.trim().slice(-43); // it may hold an underscore

    expect(created.code).toBe(0);
    expect(created.stdout).toMatch(TOKEN);
    expect(created.stderr).toContain('shown this once');
    expect(created.stderr).not.toContain(secret);

    const listed = await keys(environment, 'list');
    expect(listed.stdout).toMatch(new RegExp(`^${id} +planning-team +\\S+Z +valid$`, 'm'));
    expect(listed.stdout).not.toContain(secret);

    expect((await keys(environment, 'revoke', id)).code).toBe(0);
    expect((await keys(environment, 'list')).stdout).toMatch(new RegExp(`^${id} .* revoked \\S+Z$`, 'm'));
    const twice = await keys(environment, 'revoke', id);
    expect([twice.code, twice.stderr]).toEqual([1, expect.stringContaining(`no valid key ${id}`)]);
  }, 60_000);

  it.each([
    [['create', 'two words'], 1, /a name is 1 to 64 characters/],
    [['create'], 2, /npm run keys -- create NAME/],
    [['list', 'more'], 2, /npm run keys -- create NAME/],
    [['bogus'], 2, /npm run keys -- create NAME/],
    [[], 2, /npm run keys -- create NAME/],
  ])(
    'says what is right when called with %j',
    async (args, code, message) => {
      const ended = await keys({ DATABASE_URL: database.url }, ...args);

      expect([ended.code, ended.stdout]).toEqual([code, '']);
      expect(ended.stderr).toMatch(message);
    },
    60_000,
  );

  it('works on the embedded PostgreSQL, before the server runs and beside it, which knows the key at once', async () => {
    const state = { STATE_DIR: folder };
    const before = (await keys(state, 'create', 'before')).stdout;
    expect(before).toMatch(TOKEN);
    const server = await ServerProcess.start({ ...state, DATA_DIR: data.path, AUTH: 'api-key' });
    try {
      const beside = (await keys(state, 'create', 'beside')).stdout;
      expect(beside).toMatch(TOKEN);
      const ask = async (token: string) =>
        (await fetch(`${server.url}/api/datasets`, { headers: { Authorization: `Bearer ${token.trim()}` } }))
          .status;

      expect(await ask(before)).toBe(200);
      expect(await ask(beside)).toBe(200);
      const revoked = await keys(state, 'revoke', beside.split('_')[1]);
      expect([revoked.code, revoked.stderr]).toEqual([0, expect.stringContaining('is revoked')]);
      // The word of it travels by notification: a moment, on a busy machine.
      const clock = performance.now();
      while ((await ask(beside)) === 200) expect(performance.now() - clock).toBeLessThan(5_000);
      expect(await ask(beside)).toBe(401);
    } finally {
      await server.end('SIGTERM');
    }
  }, 120_000);
});
