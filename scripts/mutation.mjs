// `npm run mutation -- [FILE…]`: changes each file in every way Stryker knows (another operator, another constant, a condition
// that is always true …) and counts the changes that no spec notices; without a file, all that is measured. Keeps what it found in
// docs/mutation-testing.json and writes the table of docs/mutation-testing.md from it; each file's mutants are listed in reports/mutation.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from './install-missing.mjs';

const SCORES = path.join(root, 'docs', 'mutation-testing.json');
const PAGE = path.join(root, 'docs', 'mutation-testing.md');

const MEASURED = ['libs/planning/src/**/*.ts', 'libs/parameter-extraction/src/{rules/*,rules.extractor}.ts'];
const EXTRACTION_SPECS = 'libs/parameter-extraction/src/{rules/*,rules.extractor,composed-texts}.spec.ts';

const besideOf = (file) => file.replace(/\.ts$/, '.spec.ts');

/** The specs that are to notice: the one beside the file; where there is none, those of its idea, or of planning for the calendar. */
function specsOf(file) {
  if (file.startsWith('libs/parameter-extraction/')) return EXTRACTION_SPECS;
  const beside = besideOf(file);
  if (existsSync(path.join(root, beside))) return beside;
  const idea = file.match(/^libs\/planning\/src\/([^/]+)\//)?.[1];
  return `libs/planning/src/${idea === undefined || idea === 'calendar' ? '' : `${idea}/`}**/*.spec.ts`;
}

const named = process.argv.slice(2).map((file) => path.relative(root, path.resolve(file)));
const all = globSync(MEASURED, { cwd: root, exclude: ['**/*.spec.ts', '**/index.ts'] }).sort();
for (const file of named.filter((each) => !all.includes(each))) {
  console.error(`${file} is not measured; these are: ${MEASURED.join(', ')}, without specs and index.ts`);
  process.exit(1);
}

for (const file of named.length > 0 ? named : all) {
  const report = path.join('reports', 'mutation', `${file.replaceAll('/', '.')}.json`);
  const start = Date.now();
  const { status } = spawnSync(
    process.execPath,
    [path.join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run', '--mutate', file],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        MUTATION_SPECS: specsOf(file),
        MUTATION_SPEC_BESIDE: besideOf(file),
        MUTATION_REPORT: report,
      },
    },
  );
  if (status !== 0) process.exit(status ?? 1);
  console.log(`${file}: ${Math.round((Date.now() - start) / 1000)} s`);

  const mutants = JSON.parse(readFileSync(path.join(root, report), 'utf8')).files[file]?.mutants;
  if (mutants === undefined) continue; // nothing to change: types, or plain numbers
  const count = (kind) => mutants.filter((mutant) => mutant.status === kind).length;
  const scores = JSON.parse(readFileSync(SCORES, 'utf8'));
  scores[file] = {
    killed: count('Killed'),
    timed_out: count('Timeout'),
    survived: count('Survived'),
    not_covered: count('NoCoverage'),
  };
  writeFileSync(SCORES, `${JSON.stringify(scores, null, 2)}\n`);
  await writePage(scores);
  for (const { status: outcome, mutatorName, location, replacement } of mutants)
    if (outcome === 'Survived' || outcome === 'NoCoverage')
      console.log(
        `${file}:${location.start.line}:${location.start.column} ${outcome} ${mutatorName}: ${replacement}`,
      );
}

async function writePage(scores) {
  const columns = ['killed', 'timed_out', 'survived', 'not_covered'];
  const percent = ({ killed, timed_out, survived, not_covered }) =>
    ((100 * (killed + timed_out)) / (killed + timed_out + survived + not_covered)).toFixed(2);
  const rows = Object.entries(scores).sort(([a], [b]) => (a < b ? -1 : 1));
  const totalOf = (library) => {
    const own = rows.filter(([file]) => file.startsWith(library));
    return Object.fromEntries(
      columns.map((key) => [key, own.reduce((sum, [, score]) => sum + score[key], 0)]),
    );
  };
  const line = (name, score) =>
    `| ${name} | ${columns.map((key) => score[key]).join(' | ')} | ${percent(score)} |`;
  const table = [
    '| file | noticed | ran without end | survived | reached by no spec | score, % |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(([file, score]) => line(`\`${file}\``, score)),
    line('**of these in `libs/planning`**', totalOf('libs/planning/')),
    line('**of these in `libs/parameter-extraction`**', totalOf('libs/parameter-extraction/')),
    line('**all of these**', totalOf('')),
  ].join('\n');
  const page = readFileSync(PAGE, 'utf8').replace(
    /(<!-- scores:begin -->\n)[^]*(<!-- scores:end -->)/,
    (_all, begin, end) => `${begin}\n${table}\n\n${end}`,
  );
  writeFileSync(PAGE, await format(page, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
}
