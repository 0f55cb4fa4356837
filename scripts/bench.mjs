// `npm run bench [-- NAME]`: every benchmark, or those whose name holds NAME, one after the other on the built code.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './install-missing.mjs';

const wanted = process.argv[2] ?? '';
const folder = path.join(root, 'dist', 'test', 'performance');
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.bench.js') && name.includes(wanted))
  .sort()) {
  run('node', ['--expose-gc', path.join(folder, file)]);
  console.log('');
}
