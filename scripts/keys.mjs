// `npm run keys -- create NAME | list | revoke ID`
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildChanged } from './build.mjs';
import { installMissing, root } from './install-missing.mjs';

installMissing();
buildChanged();

const { status } = spawnSync(
  path.join(root, 'node_modules', 'node', 'bin', 'node'),
  [path.join(root, 'dist', 'apps', 'api', 'src', 'keys.js'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 1);
