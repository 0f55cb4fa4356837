// Builds dist when a source is newer than it.
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './install-missing.mjs';

const built = path.join(root, 'dist', '.built');

export function buildChanged() {
  if (newest(['apps', 'libs'], /\.(tsx?|css|html)$/) <= builtAt()) return;
  console.error('Building …');
  run('npm', ['run', '--silent', 'build'], 2);
  writeFileSync(built, '');
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
