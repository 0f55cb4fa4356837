// `npm run mutation -- FILE…`: changes each file in every way Stryker knows (another operator, another constant, a condition
// that is always true …) and counts the changes that no spec beside it notices. Keeps what it found in docs/mutation-testing.json and writes
// the table of docs/mutation-testing.md from it; the survivors of the last file are listed in reports/mutation.json.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install-missing.mjs';

const SCORES = path.join(root, 'docs', 'mutation-testing.json');
const PAGE = path.join(root, 'docs', 'mutation-testing.md');
const REPORT = path.join(root, 'reports', 'mutation.json');

const files = process.argv.slice(2).map((file) => path.relative(root, path.resolve(file)));
if (files.length === 0) {
  console.error('usage: npm run mutation -- libs/planning/src/allocation/apportion.ts …');
  process.exit(1);
}

/** Folder whose specs are to notice: the file's own, or the idea it belongs to in planning. */
const specsOf = (file) => file.match(/^libs\/planning\/src\/[^/]+/)?.[0] ?? path.dirname(file);

for (const file of files) {
  const { status } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', '--mutate', file],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NO_POSTGRES: '1', MUTATION_SPECS: specsOf(file) },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  const { mutants } = JSON.parse(readFileSync(REPORT, 'utf8')).files[file];
  const count = (...kinds) => mutants.filter((mutant) => kinds.includes(mutant.status)).length;
  const scores = JSON.parse(readFileSync(SCORES, 'utf8'));
  scores[file] = {
    killed: count('Killed', 'Timeout'),
    survived: count('Survived'),
    not_covered: count('NoCoverage'),
  };
  writeFileSync(SCORES, `${JSON.stringify(scores, null, 2)}\n`);
  writePage(scores);
  for (const { status: outcome, mutatorName, location, replacement } of mutants)
    if (outcome === 'Survived' || outcome === 'NoCoverage')
      console.log(
        `${file}:${location.start.line}:${location.start.column} ${outcome} ${mutatorName}: ${replacement}`,
      );
}

function writePage(scores) {
  const percent = ({ killed, survived, not_covered }) =>
    ((100 * killed) / (killed + survived + not_covered)).toFixed(0);
  const rows = Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = (key) => rows.reduce((total, [, score]) => total + score[key], 0);
  const all = { killed: sum('killed'), survived: sum('survived'), not_covered: sum('not_covered') };
  const line = (name, score) =>
    `| ${name} | ${score.killed} | ${score.survived} | ${score.not_covered} | ${percent(score)} |`;
  const table = [
    '| file | noticed | survived | reached by no spec | score, % |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.map(([file, score]) => line(`\`${file}\``, score)),
    line('**all of these**', all),
  ].join('\n');
  writeFileSync(
    PAGE,
    readFileSync(PAGE, 'utf8').replace(
      /(<!-- scores:begin -->\n)[^]*(<!-- scores:end -->)/,
      (_all, begin, end) => `${begin}\n${table}\n\n${end}`,
    ),
  );
}
