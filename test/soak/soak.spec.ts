import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SeasonClient } from '#client';
import type { SeasonParameters } from '#contracts';
import { auditRuns, unharmed } from '../support/run-audit.ts';
import { ServerProcess } from '../support/server-process.ts';
import { jacketSeason, smallRetailer, type DataFolder } from '../support/small-retailer.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

/** The heaps of the server and of its workers grow for the first one and a half. */
const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 5);
const LANES = 4;
/** Share that the memory may grow by between the second third of the time and the last. */
const GROWTH = 0.15;

jest.setTimeout((MINUTES + 5) * 60_000);

describe(`${MINUTES} minutes of runs without a pause`, () => {
  let data: DataFolder;
  let database: TestDatabase;
  let server: ServerProcess;

  beforeAll(async () => {
    data = smallRetailer();
    database = await createTestDatabase();
    server = await ServerProcess.start({ DATABASE_URL: database.url, DATA_DIR: data.path });
  }, 120_000);
  afterAll(async () => {
    await server?.end('SIGTERM');
    await database?.drop();
    data?.remove();
  }, 60_000);

  it('lose and double nothing, and the memory stays as it is', async () => {
    const client = new SeasonClient({ baseUrl: server.url });
    const started = performance.now();
    const past = () => (performance.now() - started) / (MINUTES * 60_000);
    const memory: { past: number; mib: number }[] = [];
    let runs = 0;
    const lane = async (number: number): Promise<void> => {
      while (past() < 1) {
        const run = runs++;
        const { session_id, category_id, parameters } = jacketSeason(`soak-${number}-${run}`);
        const accepted = await client.runWorkflow({
          session_id,
          category_id,
          parameters: { ...parameters, dc_holdback_percentage: (run % 60) / 100 } as SeasonParameters,
          options: { seed: 1 + run },
        });
        const types: string[] = [];
        for await (const event of client.watchWorkflow(accepted)) types.push(event.type);
        expect(types.at(-1)).toBe('complete');
        memory.push({ past: past(), mib: server.residentMib() });
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));

    expect(runs).toBeGreaterThan(10 * MINUTES);
    expect(await auditRuns(database.url)).toEqual(unharmed(runs));
    const least = (from: number, to: number): number =>
      Math.min(...memory.filter((seen) => seen.past >= from && seen.past < to).map(({ mib }) => mib));
    expect(least(2 / 3, 1)).toBeLessThan(least(1 / 3, 2 / 3) * (1 + GROWTH));
  });
});
