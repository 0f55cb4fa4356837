import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Brings dist up to date with the sources, once for the whole run: suites that kill servers run the built one. */
export function buildServer(): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'scripts/build.mjs'), '--changed'],
    // Jest sets NODE_ENV to test, and a console for tests is another one.
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) throw new Error(`The build failed:\n${stderr}`);
}
