// `npm run bench [-- NAME]`: every benchmark, or those whose name holds NAME, one after the other on the built code, then all their
// figures in one table. `--keep` also writes them to docs/benchmarks.md and docs/benchmarks.json.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ratioOf, tableOf } from './bench-table.mjs';
import { root, run } from './install-missing.mjs';

const keep = process.argv.includes('--keep');
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';
const folder = path.join(root, 'dist', 'test', 'performance');
const reports = path.join(root, 'reports');
const collected = path.join(reports, 'benchmark-figures.jsonl');
const load = () => os.loadavg()[0];

mkdirSync(reports, { recursive: true });
rmSync(collected, { force: true });
process.env.BENCH_FIGURES = collected;
const loads = [load()];
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.bench.js') && name.includes(wanted))
  .sort()) {
  run('node', ['--expose-gc', path.join(folder, file)]);
  console.log('');
  loads.push(load());
}

const figures = readFileSync(collected, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));
const results = {
  date: new Date().toISOString().slice(0, 10),
  commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim(),
  machine: `${os.availableParallelism()} cores of ${os.cpus()[0]?.model ?? os.arch()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.type()}, Node ${process.versions.node}`,
  load_before: Number(loads[0].toFixed(1)),
  command: `npm run bench${wanted === '' ? '' : ` -- ${wanted}`}`,
  figures: Object.fromEntries(figures.map(({ name, ...rest }) => [name, { ...rest, ratio: ratioOf(rest) }])),
};
writeFileSync(path.join(reports, 'benchmarks.json'), `${JSON.stringify(results, null, 2)}\n`);
console.log(`## All figures\n\n${tableOf(results)}`);
if (keep) {
  const page = path.join(root, 'docs', 'benchmarks.md');
  writeFileSync(path.join(root, 'docs', 'benchmarks.json'), `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace(
      /(<!-- figures:begin -->\n)[^]*(<!-- figures:end -->)/,
      (_all, begin, end) => `${begin}\n${tableOf(results)}\n${end}`,
    ),
  );
  run('npx', ['prettier', '--write', '--log-level', 'warn', 'docs/benchmarks.md', 'docs/benchmarks.json']);
}
