/**
 * How long the rules take to read a text, and a text made to be slow to read.
 *
 *   node --conditions=source test/performance/extraction.bench.ts
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { extractByRules } from '../../libs/parameter-extraction/src/rules.extractor.ts';
import { figure } from './figures.ts';

const TODAY = '2026-11-24';
const ROUNDS = 40;
const root = path.resolve(import.meta.dirname, import.meta.filename.endsWith('.ts') ? '../..' : '../../..');

const texts = readFileSync(path.join(root, 'test/fixtures/strategies/phrasings.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => (JSON.parse(line) as { text: string }).text);
const slow = {
  'nested numbers': '1'.repeat(500),
  'repeated keywords': 'hold back '.repeat(50),
  'repeated shares': '10% of the buy to stores '.repeat(20),
  'repeated weeks': 'week-12 '.repeat(62),
  'repeated dates': 'March 1st to 3/4 '.repeat(29),
  negations: 'do not want to be any '.repeat(22),
};

function times(read: readonly string[], rounds: number): number[] {
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (const text of read) {
      const clock = performance.now();
      extractByRules(text.slice(0, 500), TODAY);
      taken.push(performance.now() - clock);
    }
  return taken.sort((a, b) => a - b);
}

const quantile = (values: readonly number[], q: number): number =>
  values[Math.floor(q * (values.length - 1))];

times(texts, 5); // the code is compiled after it
const usual = times(texts, ROUNDS);
const p99 = quantile(usual, 0.99);
console.log('| text | p50, ms | p99, ms |\n|---|---:|---:|');
console.log(`| ${texts.length} strategies | ${quantile(usual, 0.5).toFixed(2)} | ${p99.toFixed(2)} |`);
figure({ name: 'extraction by rules, p99 a text', value: p99, unit: 'ms', atMost: 10 });
let slowest = 0;
for (const [name, text] of Object.entries(slow)) {
  const taken = times([text], ROUNDS);
  slowest = Math.max(slowest, quantile(taken, 0.99));
  console.log(
    `| 500 characters of ${name} | ${quantile(taken, 0.5).toFixed(2)} | ${quantile(taken, 0.99).toFixed(2)} |`,
  );
}
figure({
  name: 'extraction by rules, p99 of 500 characters made to be slow',
  value: slowest,
  unit: 'ms',
  atMost: 50,
});
