// `npm run bench:compare`: the last `npm run bench` beside the figures kept in docs/benchmarks.json. Figures that are more than 20 %
// worse are flagged, and when there are any it ends with 1. Ratios are compared, so that the two may come from different machines.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { moreIsBetter } from './bench-table.mjs';
import { root } from './install-missing.mjs';

const ALLOWED = 1.2;

const read = (file, hint) => {
  const found = path.join(root, file);
  if (existsSync(found)) return JSON.parse(readFileSync(found, 'utf8'));
  console.error(`${file} is not there: ${hint}.`);
  process.exit(1);
};
const now = read('reports/benchmarks.json', 'run `npm run bench` first');
const kept = read('docs/benchmarks.json', 'keep a first table with `npm run bench -- --keep`');

console.log(`${now.commit} (${now.date}) beside ${kept.commit} (${kept.date})\n`);
console.log('| figure | kept | now | worse by | |\n| --- | ---: | ---: | ---: | --- |');
let worse = 0;
let compared = 0;
for (const [name, figure] of Object.entries(now.figures)) {
  const before = kept.figures[name];
  if (before === undefined) continue;
  compared++;
  const [from, to] = moreIsBetter(figure) ? [figure.ratio, before.ratio] : [before.ratio, figure.ratio];
  const factor = from === to ? 1 : to / from;
  if (factor > ALLOWED) worse++;
  console.log(
    `| ${name} | ${before.ratio.toPrecision(3)} | ${figure.ratio.toPrecision(3)} | ${((factor - 1) * 100).toFixed(0)} % | ${factor > ALLOWED ? '**regression**' : ''} |`,
  );
}
if (compared === 0) {
  console.error('The two have no figure in common.');
  process.exit(1);
}
console.log(
  worse === 0
    ? '\nNothing is more than 20 % worse.'
    : `\n${worse} of ${compared} figures are more than 20 % worse; measure them again on a quiet machine before you believe it.`,
);
process.exit(worse === 0 ? 0 : 1);
