// `npm run docs:run`: writes the section "A run" of README.md from a real run of the terminal command, as it prints it.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install-missing.mjs';

const README = path.join(root, 'README.md');
const STRATEGY =
  '12-week spring season starting March 1st, everything to stores at launch, no replenishment, markdown at week 6 if we are below 60% sell-through.';
const ARGUMENTS = [STRATEGY, '--category', "Women's Dresses", '--stores', '3'];
/** The words say no year; this day makes it the same one whenever this runs. */
const READ_ON = ['--reference-date', '2026-11-24'];

const { status, stdout } = spawnSync(
  process.execPath,
  [path.join(root, 'scripts', 'plan.mjs'), ...ARGUMENTS, ...READ_ON, '--server', 'new'],
  { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
);
if (status !== 0) process.exit(status ?? 1);
const words = ARGUMENTS.map((word) => (/[ ']/.test(word) ? `"${word}"` : word)).join(' ');
const section = ['```text', `$ npm run plan -- ${words}`, '', stdout.trimEnd(), '```'].join('\n');
writeFileSync(
  README,
  readFileSync(README, 'utf8').replace(
    /(<!-- run:begin.*-->\n)[^]*(\n<!-- run:end -->)/,
    (_all, begin, end) => `${begin}\n${section}\n${end}`,
  ),
);
