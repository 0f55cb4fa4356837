import { PLAN_TABLES, type SeasonClient } from '#client';
import type { SeasonPlan } from '#contracts';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from './command-error.ts';

/** Made before the run, so that no run is lost to a folder that cannot be written. @throws CommandError usage */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw unwritable(folder, error);
  });
}

/** Writes plan.json and the four tables. @returns their paths @throws CommandError usage */
export async function writePlanFiles(
  folder: string,
  plan: SeasonPlan,
  client: SeasonClient,
): Promise<string[]> {
  const files: [name: string, text: string][] = [['plan.json', `${JSON.stringify(plan, null, 2)}\n`]];
  for (const table of PLAN_TABLES)
    files.push([`${table}.csv`, await client.planCsv(plan.workflow_id, table)]);
  return Promise.all(
    files.map(async ([name, text]) => {
      const file = path.join(folder, name);
      await writeFile(file, text).catch((error: unknown) => {
        throw unwritable(file, error);
      });
      return file;
    }),
  );
}

function unwritable(place: string, error: unknown): CommandError {
  const code = (error as NodeJS.ErrnoException).code ?? String(error);
  return new CommandError('usage', `${place} cannot be written (${code}).`, {
    suggestions: ['Name another folder with --out.'],
  });
}
