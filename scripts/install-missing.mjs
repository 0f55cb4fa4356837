// Makes a checkout ready: installs what package-lock.json names and is not there. Plain Node without packages, since
// on a fresh clone there are none.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';

export const root = path.resolve(
  import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname),
  '..',
);
const stamp = path.join(root, 'node_modules', '.installed-for');
const node = path.join(root, 'node_modules', 'node', 'bin', 'node');

export function installMissing() {
  const { dependencies, devDependencies, allowScripts } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  );
  const wanted = createHash('sha256')
    .update(JSON.stringify({ dependencies, devDependencies, allowScripts }))
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && existsSync(node)) return;
  console.error('Installing packages (once, about a minute) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], 2);
  if (!existsSync(node)) {
    console.error(
      'npm did not run the install script of the package "node", which brings Node 24. npm 11 or newer reads the allowScripts of package.json; check `npm --version` and the setting `ignore-scripts`.',
    );
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

/**
 * Runs a command of the checkout on the Node it installed; ends this process when it fails. Its output goes to standard
 * error when it is not what was asked for.
 */
export function run(command, args, stdout = 'inherit') {
  const bin = path.join(root, 'node_modules', '.bin');
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['inherit', stdout, 'inherit'],
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` },
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

if (process.argv[1] && path.resolve(process.argv[1]) === path.join(root, 'scripts', 'install-missing.mjs'))
  installMissing();
