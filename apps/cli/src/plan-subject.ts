import type { DatasetDetails, SeasonClient } from '#client';
import { existsSync, openAsBlob } from 'node:fs';
import path from 'node:path';
import type { PlanOrder } from './command-line.ts';
import { CommandError } from './command-error.ts';
import type { Interruption } from './interruption.ts';
import { count } from './report/wording.ts';
import { printable, type Terminal } from './terminal.ts';
import { unknownName } from './unknown-name.ts';

/** What is planned from: a data set, and one of its categories. */
export interface PlanSubject {
  readonly dataset: DatasetDetails;
  readonly category: string;
}

const DEFAULT_DATASET = 'default';
const LONGEST_NAME = 200;

/** @throws CommandError usage naming the nearest, SeasonApiError DATASET_INVALID with every fault of the files */
export async function chooseSubject(
  order: PlanOrder,
  client: SeasonClient,
  terminal: Terminal,
  interruption: Interruption,
): Promise<PlanSubject> {
  const dataset = await interruption.during(
    order.data === undefined
      ? existingDataset(order.dataset ?? DEFAULT_DATASET, client)
      : uploadedDataset(order.data, client),
  );
  return { dataset, category: await chooseCategory(order.category, dataset, terminal) };
}

async function existingDataset(wanted: string, client: SeasonClient): Promise<DatasetDetails> {
  const datasets = await client.datasets();
  const found =
    datasets.find(({ dataset_id }) => dataset_id === wanted) ?? datasets.find(({ name }) => name === wanted);
  if (found === undefined)
    throw unknownName('data set', wanted, [
      ...new Set(datasets.flatMap(({ dataset_id, name }) => [name, dataset_id])),
    ]);
  return client.dataset(found.dataset_id);
}

/** Both files as they lie there, read while they are sent. */
async function uploadedDataset(folder: string, client: SeasonClient): Promise<DatasetDetails> {
  return client.uploadDataset({
    historical_sales: await csvIn(folder, 'historical_sales'),
    stores: await csvIn(folder, 'stores'),
    name: path.basename(path.resolve(folder)).slice(0, LONGEST_NAME),
  });
}

/** @throws CommandError usage when the folder lacks the files that a plan is made from */
export function checkDataFolder(folder: string): void {
  for (const name of ['historical_sales', 'stores']) csvPath(folder, name);
}

function csvPath(folder: string, name: string): string {
  const file = [`${name}.csv`, `${name}.csv.gz`].map((file) => path.join(folder, file)).find(existsSync);
  if (file !== undefined) return file;
  throw new CommandError('usage', `${folder} has neither ${name}.csv nor ${name}.csv.gz.`, {
    suggestions: [
      'Name a folder with historical_sales.csv (date, store_id, category, quantity_sold) and stores.csv (store_id, …); docs/data-formats.md describes both.',
    ],
  });
}

async function csvIn(folder: string, name: string): Promise<File> {
  const file = csvPath(folder, name);
  return new File([await openAsBlob(file)], path.basename(file));
}

async function chooseCategory(
  wanted: string | undefined,
  { categories }: DatasetDetails,
  terminal: Terminal,
): Promise<string> {
  const names = categories.map(({ category_id }) => category_id);
  if (wanted !== undefined) {
    const found =
      names.find((name) => name === wanted) ?? onlyOne(names.filter((name) => sameWords(name, wanted)));
    if (found === undefined) throw unknownName('category', wanted, names.map(printable));
    return found;
  }
  if (names.length === 1) return names[0];
  if (!terminal.canAsk)
    throw new CommandError('usage', 'Which category is to be planned? --category names it.', {
      suggestions: names.map((name) => `--category "${printable(name)}"`),
    });
  terminal.notes.write('Which category?\n');
  for (const [at, { category_id, total_units }] of categories.entries())
    terminal.notes.write(
      `  ${at + 1}  ${printable(category_id)} (${count(total_units)} units sold so far)\n`,
    );
  for (;;) {
    const answer = await terminal.ask(`  1–${names.length}: `);
    const chosen = names[Number(answer) - 1] ?? onlyOne(names.filter((name) => sameWords(name, answer)));
    if (chosen !== undefined) return chosen;
  }
}

/** Capitals, spaces and apostrophes are no difference between categories. */
function sameWords(a: string, b: string): boolean {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return letters(a) === letters(b);
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
