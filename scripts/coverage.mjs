// `npm run coverage`: holds what the last `jest --coverage --coverageReporters=json-summary` measured to its bounds, and shows it
// lib by lib. Jest's own thresholds cannot say this: a bound on a folder takes the folder out of the bound over all.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install-missing.mjs';

const BOUNDS = [
  { what: 'all libs', folder: 'libs/', lines: 92, branches: 88 },
  { what: 'all', folder: '', lines: 85, branches: 0 },
];

const summary = JSON.parse(readFileSync(path.join(root, 'coverage', 'coverage-summary.json'), 'utf8'));
const files = Object.entries(summary)
  .filter(([file]) => file !== 'total')
  .map(([file, measured]) => ({ file: path.relative(root, file).replaceAll(path.sep, '/'), ...measured }));

/** Percent of lines and branches that the tests run, over all files of a folder. */
function covered(folder) {
  const inside = files.filter(({ file }) => file.startsWith(folder));
  const percent = (kind) => {
    const total = inside.reduce((sum, file) => sum + file[kind].total, 0);
    return total === 0 ? 100 : (100 * inside.reduce((sum, file) => sum + file[kind].covered, 0)) / total;
  };
  return { lines: percent('lines'), branches: percent('branches') };
}

const row = (what, { lines, branches }) =>
  `${what.padEnd(28)} ${lines.toFixed(1).padStart(6)} ${branches.toFixed(1).padStart(9)}`;

console.log(`${'coverage, %'.padEnd(28)}  lines  branches`);
for (const folder of new Set(files.map(({ file }) => file.split('/').slice(0, 2).join('/'))))
  console.log(row(folder, covered(`${folder}/`)));
let below = files.length === 0;
for (const { what, folder, lines, branches } of BOUNDS) {
  const measured = covered(folder);
  console.log(`${row(what, measured)}   bounds ${lines} and ${branches}`);
  below ||= measured.lines < lines || measured.branches < branches;
}
if (below) {
  console.error('The tests run less of the code than the bounds ask for.');
  process.exit(1);
}
