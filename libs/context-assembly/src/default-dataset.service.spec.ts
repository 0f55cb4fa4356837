import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database, StartupError } from '#database';
import { DataNotFoundError } from '#errors';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Readable } from 'node:stream';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { DatasetReader } from './dataset.reader.ts';
import { DatasetStore, type ReadDataset } from './dataset.store.ts';
import { DEFAULT_DATASET, DefaultDataset } from './default-dataset.service.ts';

const SALES = 'date,store_id,category,quantity_sold\n2024-01-01,S1,Dresses,3\n2024-01-02,S1,Dresses,4\n';

class CountingStore extends DatasetStore {
  saved = 0;
  override save(data: ReadDataset, id?: string) {
    this.saved += 1;
    return super.save(data, id);
  }
}

describe(DefaultDataset.name, () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let store: CountingStore;
  let dataDir: string;
  const parent = mkdtempSync(path.join(tmpdir(), 'default-dataset-'));

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = new Database(testDatabase.url);
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
    rmSync(parent, { recursive: true });
  });
  beforeEach(async () => {
    await database.query('DELETE FROM datasets');
    dataDir = mkdtempSync(path.join(parent, 'data-'));
    store = new CountingStore(database);
    write('historical_sales.csv', SALES);
    write('stores.csv', 'store_id\nS1\n');
  });

  const write = (name: string, content: string | Buffer) => writeFileSync(path.join(dataDir, name), content);
  const start = async (dir = dataDir, maxUploadBytes = 1e6) => {
    const service = new DefaultDataset({ dataDir: dir, maxUploadBytes }, store, database);
    await service.onModuleInit();
    return service;
  };

  it('is parsed once, and again only when the content changes, packed or not', async () => {
    await start();
    await start();
    expect(store.saved).toBe(1);

    rmSync(path.join(dataDir, 'historical_sales.csv'));
    write('historical_sales.csv.gz', gzipSync(SALES));
    await start();
    expect(store.saved).toBe(1);

    write('historical_sales.csv.gz', gzipSync(SALES.replace(',4', ',5')));
    await start();
    expect(store.saved).toBe(2);
    expect((await store.details(DEFAULT_DATASET)).categories).toEqual([
      { category_id: 'Dresses', total_units: 8, weeks: 0 },
    ]);
  });

  it('takes over content that was uploaded before', async () => {
    const reader = new DatasetReader();
    const source = (content: string) => ({
      stream: Readable.from([Buffer.from(content)]),
      gzipped: false,
      maxBytes: 1e6,
    });
    await reader.readSales(source(SALES));
    await reader.readStores(source('store_id\nS1\n'));
    const uploaded = await store.save(await reader.finish('upload'));
    const version = await store.version(uploaded);

    await start();

    expect((await store.list()).map(({ dataset_id }) => dataset_id)).toEqual([DEFAULT_DATASET]);
    expect(await store.version(DEFAULT_DATASET)).toBe(version);
  });

  it('stops the start when the folder or a file is missing, naming both', async () => {
    await expect(start(path.join(parent, 'nowhere'))).rejects.toThrow(
      /DATA_DIR .*nowhere has neither historical_sales\.csv nor historical_sales\.csv\.gz/,
    );
    rmSync(path.join(dataDir, 'stores.csv'));
    await expect(start()).rejects.toBeInstanceOf(StartupError);
  });

  it.each([
    [
      'a bad row',
      SALES + '2024-01-03,S1,Dresses,x\n',
      /historical_sales line 4, quantity_sold "x": must be a whole/,
    ],
    ['no rows', SALES.split('\n')[0], /historical_sales.*rows below the header/],
  ])('stops the start at %s, saying the file, the line and the rule', async (_what, sales, words) => {
    write('historical_sales.csv', sales);

    const refusal = start();

    await expect(refusal).rejects.toBeInstanceOf(StartupError);
    await expect(refusal).rejects.toThrow(words);
    expect(await store.list()).toEqual([]);
  });

  it('keeps the version it had when the new files are broken', async () => {
    await start();
    const before = await store.version(DEFAULT_DATASET);
    write('historical_sales.csv', 'nonsense\n');

    await expect(start()).rejects.toBeInstanceOf(StartupError);

    expect(await store.version(DEFAULT_DATASET)).toBe(before);
  });

  it('misses files that vanish later, naming no more than the last part of their path', async () => {
    const service = await start();
    service.requireFiles();
    renameSync(path.join(dataDir, 'stores.csv'), path.join(dataDir, 'elsewhere.csv'));

    expect(() => service.requireFiles()).toThrow(DataNotFoundError);
    expect(() => service.requireFiles()).toThrow(new RegExp(`stores.*${path.basename(dataDir)}`));
    expect(() => service.requireFiles()).not.toThrow(new RegExp(parent));
  });

  it('is made once when two nodes start together', async () => {
    await Promise.all([start(), start()]);

    expect((await store.list()).map(({ dataset_id }) => dataset_id)).toEqual([DEFAULT_DATASET]);
    expect(await store.categories(DEFAULT_DATASET)).toHaveLength(1);
  });
});
