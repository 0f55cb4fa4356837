// `npm start`: installs and builds what is missing, then becomes the server. package.json starts it with `exec`: npm passes
// signals to its shell, which would die of them and leave this process behind.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildChanged } from './build.mjs';
import { installMissing, root } from './install-missing.mjs';

installMissing();
buildChanged();

const server = spawn(
  path.join(root, 'node_modules', 'node', 'bin', 'node'),
  [path.join(root, 'dist', 'apps', 'api', 'src', 'main.js'), ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
// The terminal sends Ctrl-C to both processes, a supervisor only to this one: pass on what the child may not have seen.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
