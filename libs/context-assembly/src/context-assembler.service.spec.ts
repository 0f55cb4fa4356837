import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { ContextAssemblyError, DataNotFoundError } from '#errors';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { ContextAssembler, type RunSubject } from './context-assembler.service.ts';
import { DatasetCache } from './dataset.cache.ts';
import { DatasetReader } from './dataset.reader.ts';
import { DatasetStore } from './dataset.store.ts';
import { addDays } from '#planning';

const START = '2023-01-01';
const DAYS = 800;

/** Two categories over three stores; S3 opens late and S2 is closed in its 11th week. */
function salesCsv(days = DAYS): string {
  const rows = ['date,store_id,category,quantity_sold,revenue'];
  for (let day = 0; day < days; day++)
    for (const [store, level] of [
      ['S1', 4],
      ['S2', 2],
      ['S3', 6],
    ] as const) {
      if (store === 'S3' && day < 210) continue;
      if (store === 'S2' && day >= 70 && day < 77) continue;
      for (const category of ['Dresses', 'Shirts'])
        rows.push(`${addDays(START, day)},${store},${category},${level},${level * 10}`);
    }
  return rows.join('\n') + '\n';
}

const REAL_DATA = path.join(import.meta.dirname, '../../../../shared/data/dominicks');
// Its licence is not cleared, so it is read beside the checkout and may be absent.
const itWithRealData = existsSync(REAL_DATA) ? it : it.skip;
const STORES = 'store_id,avg_weekly_sales_12mo,tier\nS1,999,A\nS2,999,B\nS3,999,C\n';

async function keep(store: DatasetStore, sales: string, stores = STORES): Promise<string> {
  const reader = new DatasetReader();
  const source = (text: string) => ({
    stream: Readable.from([Buffer.from(text)]),
    gzipped: false,
    maxBytes: 1e8,
  });
  await reader.readStores(source(stores));
  await reader.readSales(source(sales));
  return store.save(await reader.finish('test'));
}

describe(ContextAssembler.name, () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let store: DatasetStore;
  let assembler: ContextAssembler;
  let datasetId: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = new Database(testDatabase.url);
    store = new DatasetStore(database);
    assembler = new ContextAssembler(new DatasetCache(store));
    datasetId = await keep(store, salesCsv());
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  const subject = async (
    season_start_date: string,
    as_of: string,
    dataset_id = datasetId,
  ): Promise<RunSubject> => ({
    parameters: {
      forecast_horizon_weeks: 12,
      season_start_date,
      season_end_date: addDays(season_start_date, 83),
      replenishment_strategy: 'none',
      dc_holdback_percentage: 0,
      markdown_checkpoint_week: null,
      markdown_threshold: null,
    },
    options: {},
    category_id: 'Dresses',
    dataset_id,
    as_of,
    seed: 1,
    content_hash: await store.version(dataset_id),
  });

  it('cuts daily sales into weeks in the phase of the season, dropping partial weeks', async () => {
    const context = await assembler.assembleDemandContext(await subject('2025-03-06', '2025-02-26')); // a Thursday

    expect(context.history.first_week_start).toBe('2023-01-05');
    expect(context.history.weeks).toBe(111); // the last whole week ends on 2025-02-19
    expect(context).toMatchObject({
      granularity: 'daily',
      season_first_week_start: '2025-03-06',
      lead_weeks: 2,
    });
    expect(context.history.units[0]).toBe(28);
  });

  it('keeps missing store-weeks missing and scales the total for a store that was away, not for one not open yet', async () => {
    const { history, totals, siblings } = await assembler.assembleDemandContext(
      await subject('2025-03-02', '2025-03-02'),
    );
    const { weeks, units } = history;

    expect(units[weeks + 10]).toBeNaN();
    expect(totals.units[9]).toBe(42);
    expect(totals.units[10]).toBeCloseTo(42, 10);
    expect(totals.units[40]).toBe(84);
    expect(siblings.map(({ series_id }) => series_id)).toEqual(['Shirts']);
  });

  it('never lets anything of as_of or later into a context, derived attributes included', async () => {
    const shorter = await keep(store, salesCsv(760));
    const asOf = addDays(START, 750);
    const start = addDays(START, 756);
    const all = await subject(start, asOf);
    const cut = await subject(start, asOf, shorter);
    const strip = (context: object) => JSON.stringify({ ...context, dataset_id: '' });

    const demand = { demand: {} as never, sample_paths: [] };
    expect(strip(await assembler.assembleDemandContext(all))).toBe(
      strip(await assembler.assembleDemandContext(cut)),
    );
    const inventory = await assembler.assembleInventoryContext(all, demand);
    expect(strip(inventory)).toBe(strip(await assembler.assembleInventoryContext(cut, demand)));
    expect(inventory.stores[0].attributes).toEqual({ avg_weekly_sales_12mo: 56, tier: 'A' });
  });

  itWithRealData(
    'knows no more of a real retailer than was known at as_of (../shared/data)',
    async () => {
      const asOf = '1992-01-16';
      const file = (name: string) => readFileSync(path.join(REAL_DATA, name), 'utf8');
      const [header, ...rows] = file('historical_sales.csv').trimEnd().split('\n');
      const known = [header, ...rows.filter((row) => row < asOf)].join('\n');
      const ids = [
        await keep(store, [header, ...rows].join('\n'), file('stores.csv')),
        await keep(store, known, file('stores.csv')),
      ];

      const [all, cut] = await Promise.all(
        ids.map(async (id) => {
          const run = { ...(await subject('1992-02-03', asOf, id)), category_id: 'Minute Maid 64 oz' };
          const demand = { demand: {} as never, sample_paths: [] };
          return [
            await assembler.assembleDemandContext(run),
            await assembler.assembleInventoryContext(run, demand),
            await assembler.assemblePricingContext(run, demand, {} as never),
          ].map((context) => ({ ...context, dataset_id: '' }));
        }),
      );

      expect(JSON.stringify(all) === JSON.stringify(cut)).toBe(true);
      expect(all[0]).toMatchObject({
        granularity: 'weekly',
        history: { first_week_start: '1990-06-14', weeks: 83 },
        season_first_week_start: '1992-02-06',
        lead_weeks: 3,
      });
    },
    60_000,
  );

  it('gives pricing the revenue by store and week, or null where the data have none', async () => {
    const demand = { demand: {} as never, sample_paths: [] };
    const priced = await assembler.assemblePricingContext(
      await subject('2025-03-02', '2025-03-02'),
      demand,
      {} as never,
    );
    const bare = await keep(store, salesCsv().replaceAll(/,(\d+|revenue)$/gm, ''));
    const unpriced = await assembler.assemblePricingContext(
      await subject('2025-03-02', '2025-03-02', bare),
      demand,
      {} as never,
    );

    expect(priced.price_history?.revenue?.[0]).toBe(280);
    expect(priced.price_history?.revenue?.[priced.price_history.weeks + 10]).toBeNaN();
    expect(unpriced.price_history).toBeNull();
  });

  it('keeps the weeks of weekly data and gives a season week the data week of its fourth day', async () => {
    const weekly = ['date,store_id,category,quantity_sold'];
    for (let week = 0; week < 60; week++)
      weekly.push(`${addDays('2023-01-05', 7 * week)},S1,Dresses,${week}`);
    const id = await keep(store, weekly.join('\n'));

    const context = await assembler.assembleDemandContext(await subject('2024-03-04', '2024-03-04', id)); // a Monday

    expect(context.history.first_week_start).toBe('2023-01-05');
    // Its 4th day is Thursday the 7th, where a data week starts; the week before is not over on the 4th.
    expect(context).toMatchObject({ season_first_week_start: '2024-03-07', lead_weeks: 1 });
  });

  it('refuses a history that is too short with the weeks there are and the weeks needed', async () => {
    const refusal = assembler.assembleDemandContext(await subject('2023-06-01', '2023-06-01'));

    await expect(refusal).rejects.toBeInstanceOf(ContextAssemblyError);
    await expect(refusal).rejects.toMatchObject({ details: { weeks_available: 21, weeks_needed: 52 } });
  });

  it('names the nearest category and data set when there is none of the name', async () => {
    await expect(store.requireCategory(datasetId, 'Dreses')).rejects.toMatchObject({
      details: { categories: ['Dresses', 'Shirts'] },
    });
    await expect(store.requireCategory('defualt', 'Dresses')).rejects.toBeInstanceOf(DataNotFoundError);
  });

  it('keeps the same content once', async () => {
    expect(await keep(store, salesCsv())).toBe(datasetId);
  });

  it('loads a data set once however many runs ask', async () => {
    let loads = 0;
    const counting = new (class extends DatasetStore {
      override load(id: string) {
        loads += 1;
        return super.load(id);
      }
    })(database);
    const fresh = new ContextAssembler(new DatasetCache(counting));
    const run = await subject('2025-03-02', '2025-03-02');

    await Promise.all(Array.from({ length: 10 }, () => fresh.assembleDemandContext(run)));

    expect(loads).toBe(1);
  });
});
