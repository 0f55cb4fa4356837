// `npm run docs:modules`: draws the module graph of docs/architecture.md from the imports there are, as dependency-cruiser
// finds them. With `--check` it only says whether the drawing is current.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install-missing.mjs';

const PAGE = path.join(root, 'docs', 'architecture.md');
const { status, stdout, stderr } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
    ...['apps', 'libs', '--config', '.dependency-cruiser.cjs', '--include-only', '^(apps|libs)/'],
    ...[
      '--exclude',
      '\\.(spec|fixture)\\.ts$',
      '--collapse',
      '^(apps|libs)/[^/]+',
      '--output-type',
      'mermaid',
    ],
  ],
  { cwd: root, encoding: 'utf8' },
);
if (status !== 0) {
  console.error(stdout + stderr);
  process.exit(1);
}

const page = readFileSync(PAGE, 'utf8');
const current = page.replace(
  /(<!-- modules:begin.*-->\n)[^]*(\n<!-- modules:end -->)/,
  (_all, begin, end) => `${begin}\n${drawing(stdout)}\n${end}`,
);
if (process.argv.includes('--check')) {
  if (current !== page)
    console.error('The module graph is out of date; npm run docs:modules draws it again.');
  process.exit(current === page ? 0 : 1);
}
writeFileSync(PAGE, current);

/** One line a module: what it imports, by its name. */
function drawing(mermaid) {
  const names = new Map([...mermaid.matchAll(/^(\w+)\["([^"]+)"\]$/gm)].map(([, id, name]) => [id, name]));
  const imports = new Map();
  for (const [, from, to] of mermaid.matchAll(/^(\w+)-->(\w+)$/gm))
    imports.set(names.get(from), [...(imports.get(names.get(from)) ?? []), names.get(to)]);
  const lines = [...imports].sort().map(([from, to]) => `  ${from} --> ${to.sort().join(' & ')}`);
  return ['```mermaid', 'graph TD', ...lines, '```'].join('\n');
}
