// `npm run plan -- "…"`: installs and builds what is missing, then becomes the terminal command.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildChanged } from './build.mjs';
import { installMissing, root } from './install-missing.mjs';

installMissing();
buildChanged();

const command = spawn(
  path.join(root, 'node_modules', 'node', 'bin', 'node'),
  [path.join(root, 'dist', 'apps', 'cli', 'src', 'main.js'), ...process.argv.slice(2)],
  // npm moves to the checkout; folders that are named are meant from where the command was given.
  {
    stdio: 'inherit',
    cwd: process.env.npm_lifecycle_event === 'plan' ? process.env.INIT_CWD : process.cwd(),
  },
);
// The terminal sends Ctrl-C to both processes, a supervisor only to this one: pass on what the command may not have seen.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => command.kill(signal));
command.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 0)));
