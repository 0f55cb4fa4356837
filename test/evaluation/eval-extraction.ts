// Scores the extraction on the labelled corpus: `npm run eval:extraction -- [--provider rules|azure-openai|openai] [--verbose]`.
// A model is configured by the variables of .env.example. Prints the scorer's table, a reliability table and times.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Extraction } from '../../libs/parameter-extraction/src/extraction.ts';
import { ground } from '../../libs/parameter-extraction/src/grounding.ts';
import { LanguageModel } from '../../libs/parameter-extraction/src/language-model.ts';
import { extractByRules } from '../../libs/parameter-extraction/src/rules.extractor.ts';

const root = path.resolve(import.meta.dirname, '../..');
const corpusFolder = path.join(root, '../shared/corpus');
const corpus = path.join(corpusFolder, 'dev.jsonl');
const { values: args } = parseArgs({
  options: { provider: { type: 'string', default: 'rules' }, verbose: { type: 'boolean', default: false } },
});

interface Case {
  readonly id: string;
  readonly text: string;
  readonly reference_date: string;
  readonly outcome: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

function reader(): (text: string, referenceDate: string) => Promise<Extraction> {
  const env = process.env;
  const need = (name: string): string => {
    const value = env[name];
    if (value === undefined) throw new Error(`${name} is not set; the provider ${args.provider} needs it`);
    return value;
  };
  const limits = { timeoutMs: 10_000, maxRetries: 3, deadlineMs: 20_000 };
  const by =
    (model: LanguageModel) =>
    async (text: string, referenceDate: string): Promise<Extraction> =>
      ground(text, referenceDate, (await model.ask(text, referenceDate)).answer);
  switch (args.provider) {
    case 'rules':
      return async (text, referenceDate) => extractByRules(text, referenceDate);
    case 'azure-openai':
      return by(
        new LanguageModel(
          {
            provider: 'azure-openai',
            endpoint: need('AZURE_OPENAI_ENDPOINT'),
            apiKey: need('AZURE_OPENAI_API_KEY'),
            deployment: env['AZURE_OPENAI_DEPLOYMENT'] ?? 'gpt-4o-mini',
            apiVersion: env['AZURE_OPENAI_API_VERSION'] ?? '2024-10-21',
          },
          limits,
        ),
      );
    case 'openai':
      return by(
        new LanguageModel(
          {
            provider: 'openai',
            baseUrl: env['OPENAI_BASE_URL'],
            apiKey: need('OPENAI_API_KEY'),
            model: need('OPENAI_MODEL'),
          },
          limits,
        ),
      );
    default:
      throw new Error(`--provider is ${args.provider}; allowed is rules, azure-openai or openai`);
  }
}

if (!existsSync(corpus)) {
  console.error('Skipped: ../shared/corpus is not there.');
  process.exit(0);
}
const read = reader();
const cases = readFileSync(corpus, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line) as Case);
for (const { text, reference_date } of cases.slice(0, 10)) await read(text, reference_date); // warm
const times: number[] = [];
const bins = new Map<string, { cases: number; right: number }>();
const predictions: string[] = [];
for (const { id, text, reference_date, outcome: label, expected } of cases) {
  const started = performance.now();
  const { outcome, parameters, missing, violations, confidence } = await read(text, reference_date);
  times.push(performance.now() - started);
  predictions.push(
    JSON.stringify({ id, outcome, parameters, missing, invalid: violations.map(({ field }) => field) }),
  );
  const low = Math.min(0.9, Math.floor(confidence * 10) / 10);
  const bin = `${low.toFixed(1)} to ${(low + 0.1).toFixed(1)}`;
  const tally = bins.get(bin) ?? { cases: 0, right: 0 };
  const found = parameters as Readonly<Record<string, unknown>>;
  const right =
    outcome === label &&
    Object.entries(expected).every(([field, value]) => label !== 'ok' || (found[field] ?? null) === value);
  bins.set(bin, { cases: tally.cases + 1, right: tally.right + (right ? 1 : 0) });
}
mkdirSync(path.join(root, 'reports'), { recursive: true });
const file = path.join(root, 'reports', `extraction-${args.provider}.jsonl`);
writeFileSync(file, predictions.join('\n') + '\n');
spawnSync(
  process.execPath,
  [path.join(corpusFolder, 'score.mjs'), corpus, file, ...(args.verbose ? ['--verbose'] : [])],
  { stdio: 'inherit' },
);
console.log('\n| confidence | texts | all right |\n|---|---:|---:|');
for (const [bin, { cases: count, right }] of [...bins].sort(([a], [b]) => (a < b ? -1 : 1)))
  console.log(`| ${bin} | ${count} | ${Math.round((100 * right) / count)} % |`);
times.sort((a, b) => a - b);
const quantile = (q: number): string => times[Math.floor(q * (times.length - 1))].toFixed(2);
console.log(`\nmilliseconds a text: p50 ${quantile(0.5)}, p99 ${quantile(0.99)}, max ${quantile(1)}`);
