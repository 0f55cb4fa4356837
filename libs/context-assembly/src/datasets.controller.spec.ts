import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, DatabaseModule } from '#database';
import { ErrorsModule } from '#errors';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { LoggerModule } from 'nestjs-pino';
import { pino } from 'pino';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { DATASET_USAGE } from './context-assembly.config.ts';
import { ContextAssemblyModule } from './context-assembly.module.ts';
import { DatasetsController } from './datasets.controller.ts';

const LIMIT = 20_000;
const STORES = 'store_id,region\nS1,North\nS2,South\n';
const HEADER = 'date,store_id,category,quantity_sold,revenue\n';

/** Two categories; `units` makes the content another. */
const sales = (units: number, days = 14) =>
  HEADER +
  Array.from({ length: days }, (_, day) => {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    return `${date},S1,Dresses,${units},${units * 10}\n${date},S2,Shirts,1,\n`;
  }).join('');

describe(DatasetsController.name, () => {
  let testDatabase: TestDatabase;
  let app: NestExpressApplication;
  let url: string;
  let dataDir: string;
  const inUse = new Set<string>();

  beforeAll(async () => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'datasets-'));
    writeFileSync(path.join(dataDir, 'historical_sales.csv'), sales(1));
    writeFileSync(path.join(dataDir, 'stores.csv'), STORES);
    testDatabase = await createTestDatabase();

    @Module({
      imports: [
        LoggerModule.forRoot({ pinoHttp: { logger: pino({ level: 'silent' }) } }),
        ErrorsModule,
        DatabaseModule.forUrl(testDatabase.url),
        ContextAssemblyModule.forRoot({ dataDir, maxUploadBytes: LIMIT }),
      ],
      providers: [{ provide: DATASET_USAGE, useValue: { isInUse: async (id: string) => inUse.has(id) } }],
    })
    class TestModule {}

    app = await NestFactory.create<NestExpressApplication>(TestModule, {
      logger: false,
      bodyParser: false,
      abortOnError: false,
    });
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}/datasets`;
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
    rmSync(dataDir, { recursive: true });
  });

  type Parts = Record<string, string | Buffer | { file: string | Buffer; name: string }>;

  async function upload(parts: Parts): Promise<{ status: number; body: Record<string, unknown> }> {
    const form = new FormData();
    for (const [field, part] of Object.entries(parts)) {
      if (typeof part === 'object' && 'file' in part) form.append(field, new Blob([part.file]), part.name);
      else if (field === 'name') form.append(field, String(part));
      else form.append(field, new Blob([part]), `${field}.csv`);
    }
    const response = await fetch(url, { method: 'POST', body: form });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }

  const list = async () =>
    ((await (await fetch(url)).json()) as { datasets: { dataset_id: string }[] }).datasets;

  /** Sends bytes as they are and answers with what came back. */
  function send(
    headers: Record<string, string>,
    body: string | Buffer,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest(url, { method: 'POST', headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> }),
        );
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  it('keeps an upload, lists it first, shows it with categories and quality, and deletes it', async () => {
    const made = await upload({ historical_sales: sales(2), stores: STORES, name: 'Spring' });

    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      name: 'Spring',
      rows: 28,
      weeks: 2,
      stores: 2,
      first_date: '2024-01-01',
      last_date: '2024-01-14',
      categories: [
        { category_id: 'Dresses', total_units: 28, weeks: 2 },
        { category_id: 'Shirts', total_units: 14, weeks: 2 },
      ],
      quality: { stores_without_sales: [], categories: [{ too_short_to_forecast: true }, {}] },
    });
    const id = made.body['dataset_id'] as string;
    expect((await list())[0]).toMatchObject({ dataset_id: id, name: 'Spring' });
    expect(await (await fetch(`${url}/${id}`)).json()).toEqual(made.body);
    expect((await fetch(`${url}/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(`${url}/${id}`)).status).toBe(404);
  });

  it('takes the files in either order, packed or not', async () => {
    const first = await upload({ stores: STORES, historical_sales: sales(3) });
    const packed = await upload({
      stores: { file: gzipSync(STORES), name: 'stores.csv.gz' },
      historical_sales: { file: gzipSync(sales(3)), name: 'sales.csv.gz' },
    });

    expect(first.status).toBe(201);
    expect(packed).toEqual(first); // the same content is the same data set
  });

  it('makes one data set of the same content sent five times at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 5 }, () => upload({ historical_sales: sales(9), stores: STORES })),
    );

    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(made.map(({ body }) => body['dataset_id'])).size).toBe(1);
  });

  it('answers with the data set "default" when its content is uploaded', async () => {
    const made = await upload({ historical_sales: sales(1), stores: STORES });

    expect(made).toMatchObject({ status: 201, body: { dataset_id: 'default' } });
  });

  it('refuses faults with their lines and keeps nothing', async () => {
    const before = await list();

    const refused = await upload({
      historical_sales: `${sales(4)}2024-02-30,S1,Dresses,1,\n2024-03-01,S9,Dresses,1,\n`,
      stores: STORES,
    });

    expect(refused).toMatchObject({
      status: 422,
      body: {
        error_type: 'DATASET_INVALID',
        details: {
          error_count: 2,
          errors: [
            { file: 'historical_sales', line: 30, column: 'date', value: '2024-02-30' },
            { file: 'historical_sales', line: 31, column: 'store_id', value: 'S9' },
          ],
        },
      },
    });
    expect(await list()).toEqual(before);
  });

  it('reads the parts behind one whose reader stopped at its header', async () => {
    const refused = await upload({
      historical_sales: `date,units\n${'2024-01-01,1\n'.repeat(1_000)}`,
      stores: 'shop\nS1\n',
    });

    expect(refused.status).toBe(422);
    const faults = (refused.body['details'] as { errors: { file: string }[] }).errors;
    expect(new Set(faults.map(({ file }) => file))).toEqual(new Set(['historical_sales', 'stores']));
  });

  it('names a file that is missing, a part that does not belong and one sent as text', async () => {
    expect(await upload({ historical_sales: sales(5) })).toMatchObject({
      status: 422,
      body: { details: { errors: [{ file: 'stores', line: null }] } },
    });
    expect(await upload({ historical_sales: sales(5), stores: STORES, prices: 'x' })).toMatchObject({
      status: 422,
      body: { error_type: 'VALIDATION_ERROR', details: { violations: [{ field: 'prices' }] } },
    });
    const form = new FormData();
    form.append('stores', STORES);
    const asText = await fetch(url, { method: 'POST', body: form });
    expect(await asText.json()).toMatchObject({
      details: { violations: [{ field: 'stores', rule: 'must be sent as a file' }] },
    });
  });

  it.each([
    ['too long', 'n'.repeat(201)],
    ['with a control character', 'a\u0000b'],
  ])('refuses a name that is %s', async (_what, name) => {
    expect(await upload({ historical_sales: sales(5), stores: STORES, name })).toMatchObject({
      status: 422,
      body: { details: { violations: [{ field: 'name' }] } },
    });
  });

  it('refuses a body over the bound, announced or not, and a bomb', async () => {
    const large = { historical_sales: sales(6, 2_000), stores: STORES };
    expect(await upload(large)).toMatchObject({ status: 413, body: { error_type: 'PAYLOAD_TOO_LARGE' } });

    const part = '--b\r\ncontent-disposition: form-data; name="historical_sales"; filename="s.csv"\r\n\r\n';
    const unannounced = await send(
      { 'content-type': 'multipart/form-data; boundary=b', 'transfer-encoding': 'chunked' },
      `${part}${sales(6, 2_000)}\r\n--b--\r\n`,
    );
    expect(unannounced.status).toBe(413);

    const bomb = { file: gzipSync(HEADER + '2024-01-01,S1,Dresses,1,\n'.repeat(100_000)), name: 's.csv.gz' };
    expect((bomb.file as Buffer).length).toBeLessThan(LIMIT);
    expect((await upload({ historical_sales: bomb, stores: STORES })).status).toBe(413);
  });

  it('refuses a body of another kind, without a boundary, and one that breaks off', async () => {
    const head = { 'content-type': 'multipart/form-data; boundary=b' };
    expect((await send({ 'content-type': 'text/csv' }, sales(7))).status).toBe(415);
    expect((await send({ 'content-type': 'multipart/form-data' }, 'x')).status).toBe(415);
    const part = '--b\r\ncontent-disposition: form-data; name="stores"; filename="s.csv"\r\n\r\nstore_id\nS1';
    expect(await send(head, part)).toMatchObject({
      status: 422,
      body: { error_type: 'VALIDATION_ERROR', details: { violations: [{ field: 'body' }] } },
    });
    expect((await send(head, 'no part at all')).status).toBe(422);
  });

  it('lets go of an upload whose sender goes away', async () => {
    const before = await list();
    await new Promise<void>((resolve) => {
      const sent = httpRequest(url, {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=b', 'transfer-encoding': 'chunked' },
      });
      sent.on('error', () => undefined);
      sent.on('close', resolve);
      sent.write(
        '--b\r\ncontent-disposition: form-data; name="stores"; filename="s.csv"\r\n\r\nstore_id\n',
        () => sent.destroy(),
      );
    });

    expect(await list()).toEqual(before);
  });

  it('refuses to delete what an unfinished run uses, and the default', async () => {
    const { body } = await upload({ historical_sales: sales(8), stores: STORES });
    const one = `${url}/${body['dataset_id'] as string}`;
    inUse.add(body['dataset_id'] as string);
    expect((await fetch(one, { method: 'DELETE' })).status).toBe(409);
    inUse.clear();
    expect((await fetch(one, { method: 'DELETE' })).status).toBe(204);
    expect((await fetch(one, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${url}/default`, { method: 'DELETE' })).status).toBe(409);
  });

  it('suggests the data sets there are when there is none of the name', async () => {
    expect(await (await fetch(`${url}/defualt`)).json()).toMatchObject({
      error_type: 'DATA_NOT_FOUND',
      suggestions: expect.arrayContaining(['Use dataset_id "default".']),
    });
  });

  it('keeps rows, not orphans, in the database', async () => {
    const database = app.get(Database);
    const { rows } = await database.query<{ count: string }>(
      'SELECT count(*) FROM dataset_categories WHERE dataset_id NOT IN (SELECT dataset_id FROM datasets)',
    );
    expect(rows[0].count).toBe('0');
  });
});
