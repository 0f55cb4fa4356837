// Scores the extraction on the labelled corpus: `npm run eval:extraction`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { extractByRules } from '../../libs/parameter-extraction/src/rules.extractor.ts';

const root = path.resolve(import.meta.dirname, '../..');
const corpusFolder = path.join(root, '../shared/corpus');
const corpus = path.join(corpusFolder, 'dev.jsonl');
if (!existsSync(corpus)) {
  console.error('Skipped: ../shared/corpus is not there.');
  process.exit(0);
}

interface Case {
  readonly id: string;
  readonly text: string;
  readonly reference_date: string;
}

const cases = readFileSync(corpus, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Case);
const times: number[] = [];
const predictions = cases.map(({ id, text, reference_date }) => {
  const started = performance.now();
  const { outcome, parameters, missing, violations } = extractByRules(text, reference_date);
  times.push(performance.now() - started);
  return JSON.stringify({ id, outcome, parameters, missing, invalid: violations.map(({ field }) => field) });
});
mkdirSync(path.join(root, 'reports'), { recursive: true });
const file = path.join(root, 'reports', 'extraction-rules.jsonl');
writeFileSync(file, predictions.join('\n') + '\n');
spawnSync(
  process.execPath,
  [
    path.join(corpusFolder, 'score.mjs'),
    corpus,
    file,
    ...process.argv.slice(2).filter((a) => a === '--verbose'),
  ],
  { stdio: 'inherit' },
);
times.sort((a, b) => a - b);
console.log(
  `milliseconds a text: p50 ${times[times.length >> 1].toFixed(2)}, max ${times[times.length - 1].toFixed(2)}`,
);
