// `npm start`: installs and builds what is missing, then becomes the server.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { installMissing, root, run } from './install-missing.mjs';

const main = path.join(root, 'dist', 'apps', 'api', 'src', 'main.js');
const built = path.join(root, 'dist', '.built');

installMissing();
if (newest(['apps', 'libs'], /\.tsx?$/) > builtAt()) {
  console.log('Building …');
  run('npm', ['run', '--silent', 'build']);
  writeFileSync(built, '');
}

const server = spawn(
  path.join(root, 'node_modules', 'node', 'bin', 'node'),
  [main, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
// The terminal sends Ctrl-C to both processes, a supervisor only to this one: pass on what the child may not have seen.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)));

function builtAt() {
  return existsSync(main) && existsSync(built) ? statSync(built).mtimeMs : 0;
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
