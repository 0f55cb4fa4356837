// `npm run build` makes dist from the sources; what only needs it there builds when a source is newer (`--changed`).
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './install-missing.mjs';

const built = path.join(root, 'dist', '.built');

export function buildChanged() {
  if (newest(['apps', 'libs'], /\.(tsx?|css|html)$/) <= builtAt()) return;
  console.error('Building …');
  build(2);
}

function build(stdout) {
  const began = new Date(); // what is saved from here on may have been read already
  run('tsc', ['-p', 'tsconfig.json'], stdout);
  run('npm', ['run', '--silent', 'build:console'], stdout);
  writeFileSync(built, '');
  utimesSync(built, began, began);
}

function builtAt() {
  return existsSync(built) ? statSync(built).mtimeMs : 0;
}

/** Time of the newest file below the folders that matches; package.json counts too. */
function newest(folders, pattern) {
  let time = statSync(path.join(root, 'package.json')).mtimeMs;
  for (const folder of folders)
    for (const entry of readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
      if (entry.isFile() && pattern.test(entry.name) && !entry.name.endsWith('.spec.ts'))
        time = Math.max(time, statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs);
  return time;
}

if (process.argv[1] && path.resolve(process.argv[1]) === path.join(root, 'scripts', 'build.mjs'))
  if (process.argv[2] === '--changed') buildChanged();
  else build('inherit');
