import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Brings dist up to date with the sources, once for the whole run: suites that kill servers run the built one. */
export function buildServer(): void {
  run('typescript/bin/tsc', '-p', 'tsconfig.json');
  run('vite/bin/vite.js', 'build', 'apps/console', '--logLevel', 'warn');
  writeFileSync(path.join(ROOT, 'dist/.built'), ''); // so that `npm run plan` finds nothing to build in mid-test
}

function run(bin: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [path.join(ROOT, 'node_modules', bin), ...args],
    // Jest sets NODE_ENV to test, and a console for tests is another one.
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } },
  );
  if (status !== 0) throw new Error(`The build failed:\n${stdout}${stderr}`);
}
