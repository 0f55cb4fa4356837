import { describe, expect, it } from '@jest/globals';
import { DatasetInvalidError, PayloadTooLargeError } from '#errors';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { DatasetReader } from './dataset.reader.ts';
import type { ReadDataset } from './dataset.store.ts';

const STORES = 'store_id,region\nS1,North\nS2,South\n';
const HEADER = 'date,store_id,category,quantity_sold,revenue\n';
const ROW = '2024-01-01,S1,Dresses,3,30.00\n';

async function read(
  sales: string | Buffer,
  stores: string | Buffer = STORES,
  gzipped = false,
  maxBytes = 1e6,
): Promise<ReadDataset> {
  const reader = new DatasetReader();
  const source = (content: string | Buffer, gz: boolean) => ({
    stream: Readable.from([Buffer.from(content)]),
    gzipped: gz,
    maxBytes,
  });
  await reader.readSales(source(sales, gzipped)); // sales first: stores may arrive later in an upload
  await reader.readStores(source(stores, false));
  return reader.finish('test');
}

async function faultsOf(sales: string | Buffer, stores: string | Buffer = STORES, gzipped = false) {
  const error: unknown = await read(sales, stores, gzipped).then(
    () => undefined,
    (refusal: unknown) => refusal,
  );
  expect(error).toBeInstanceOf(DatasetInvalidError);
  return (error as DatasetInvalidError).details as { errors: Record<string, unknown>[]; error_count: number };
}

describe('reading sales and stores', () => {
  it('keeps a written 0 apart from a missing row', async () => {
    const { cube, rows } = await read(`${HEADER}2024-01-01,S1,Dresses,0,\n2024-01-03,S1,Dresses,2,19.90\n`);

    expect(rows).toBe(2);
    expect(cube).toMatchObject({ granularity: 'daily', periods: 3, storeIds: ['S1', 'S2'] });
    expect([...cube.categories[0].units.toFloat64()]).toEqual([0, NaN, 2, NaN, NaN, NaN]);
    expect([...(cube.categories[0].revenue?.toFloat64() ?? [])]).toEqual([NaN, NaN, 19.9, NaN, NaN, NaN]);
  });

  it.each([
    ['CRLF line ends', (HEADER + ROW).replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${HEADER}${ROW}`],
    [
      'any column order and the other names',
      'units_sold,category_id,revenue,store_id,date\n3,Dresses,30.00,S1,2024-01-01\n',
    ],
    ['no revenue column', 'date,store_id,category,quantity_sold\n2024-01-01,S1,Dresses,3\n'],
    ['quoted cells', `${HEADER}"2024-01-01","S1","Dresses","3","30.00"\n`],
    ['no line end at the end', (HEADER + ROW).trimEnd()],
    ['blank lines at the end', `${HEADER}${ROW}\n\n`],
  ])('reads a file with %s', async (_what, sales) => {
    const { cube } = await read(sales);

    expect(cube.categories.map(({ category_id, units }) => [category_id, units.get(0)])).toEqual([
      ['Dresses', 3],
    ]);
  });

  it('takes a category with commas, quotes and line breaks, and counts lines through it', async () => {
    const sales = `${HEADER}2024-01-01,S1,"Men's ""Slim"",\nlong",3,\n2024-01-02,S1,Dresses,x,\n`;

    expect((await faultsOf(sales)).errors).toMatchObject([{ line: 4, column: 'quantity_sold', value: 'x' }]);
  });

  it('sees that dates a week apart are weekly data', async () => {
    const { cube } = await read(`${HEADER}2024-01-04,S1,Dresses,3,\n2024-01-18,S1,Dresses,4,\n`);

    expect(cube).toMatchObject({ granularity: 'weekly', periods: 3 });
    expect([...cube.categories[0].units.toFloat64().subarray(0, 3)]).toEqual([3, NaN, 4]);
  });

  it.each([
    [
      'a date that does not exist',
      '2024-02-30,S1,Dresses,3,\n',
      { column: 'date', value: '2024-02-30', rule: /date that exists/ },
    ],
    ['a date in another order', '01/02/2024,S1,Dresses,3,\n', { column: 'date', rule: /YYYY-MM-DD/ }],
    [
      'a negative quantity',
      '2024-01-02,S1,Dresses,-3,\n',
      { column: 'quantity_sold', value: '-3', rule: /whole number/ },
    ],
    ['half a unit', '2024-01-02,S1,Dresses,1.5,\n', { column: 'quantity_sold', rule: /whole number/ }],
    [
      'a quantity beyond exact numbers',
      '2024-01-02,S1,Dresses,9007199254740992,\n',
      { column: 'quantity_sold' },
    ],
    ['no quantity', '2024-01-02,S1,Dresses,,\n', { column: 'quantity_sold', value: '' }],
    ['negative revenue', '2024-01-02,S1,Dresses,1,-4\n', { column: 'revenue', rule: /amount of money/ }],
    [
      'an unknown store',
      '2024-01-02,S9,Dresses,1,\n',
      { column: 'store_id', value: 'S9', rule: /unknown store/ },
    ],
    ['no store', '2024-01-02,,Dresses,1,\n', { column: 'store_id', rule: /empty/ }],
    ['no category', '2024-01-02,S1, ,1,\n', { column: 'category', rule: /empty/ }],
    ['a second row for its key', '2024-01-01,S1,Dresses,1,\n', { rule: /duplicate/ }],
    ['a column too few', '2024-01-02,S1,Dresses,1\n', { rule: /must have 5 columns/ }],
    ['a column too many', '2024-01-02,S1,Dresses,1,2,3\n', { rule: /must have 5 columns/ }],
    ['a quote that never closes', '2024-01-02,S1,"Dresses,1,\n', { rule: /close the quote/ }],
  ])('refuses %s at its line', async (_what, row, expected) => {
    const { errors, error_count } = await faultsOf(HEADER + ROW + row);

    expect(error_count).toBe(1);
    expect(errors[0]).toMatchObject({
      file: 'historical_sales',
      line: 3,
      ...expected,
      rule: expect.stringMatching((expected as { rule?: RegExp }).rule ?? /./),
    });
  });

  it.each([
    ['empty', '', /must not be empty/],
    ['header only', HEADER, /rows below the header/],
    ['without a column', 'date,store_id,quantity_sold\n2024-01-01,S1,3\n', /missing column.*category/],
    ['with a column twice', 'date,date,store_id,category,quantity_sold\n', /twice/],
    ['not UTF-8', Buffer.from([...Buffer.from(HEADER), 0xff, 0xfe, 0x0a]), /UTF-8/],
  ])('refuses a file that is %s', async (_what, sales, rule) => {
    expect((await faultsOf(sales)).errors[0]).toMatchObject({ rule: expect.stringMatching(rule) });
  });

  it('lists the first 50 faults by line and counts all', async () => {
    const bad = Array.from({ length: 80 }, (_, i) =>
      i % 2 ? `2024-01-02,S9,C${i},1,\n` : `2024-01-02,S1,C${i},x,\n`,
    ).join('');

    const { errors, error_count } = await faultsOf(HEADER + bad);

    expect(error_count).toBe(80);
    expect(errors.map(({ line }) => line)).toEqual(Array.from({ length: 50 }, (_, i) => i + 2));
  });

  it('reads gzip, and refuses what only claims to be', async () => {
    expect((await read(gzipSync(HEADER + ROW), STORES, true)).rows).toBe(1);
    expect((await faultsOf(HEADER + ROW, STORES, true)).errors[0]).toMatchObject({
      rule: expect.stringMatching(/gzip/),
    });
  });

  it('stops a gzip bomb at the bound of unpacked bytes', async () => {
    const bomb = gzipSync(HEADER + ROW.repeat(500_000));

    await expect(read(bomb, STORES, true, 1_000_000)).rejects.toBeInstanceOf(PayloadTooLargeError);
  });

  it('has one version for the same content, packed or not, and another for any other', async () => {
    const plain = await read(HEADER + ROW);
    const packed = await read(gzipSync(HEADER + ROW), STORES, true);
    const other = await read(HEADER + ROW.replace('3,', '4,'));

    expect(packed.contentHash).toBe(plain.contentHash);
    expect(other.contentHash).not.toBe(plain.contentHash);
  });

  it('reads numbers, words and gaps of the stores file, and its allocation bounds', async () => {
    const { stores } = await read(
      HEADER + ROW,
      'store_id,size,tier,min_units,max_units,pack_size\nS1,1200.5,A,10,500,6\nS2,,,,,\n',
    );

    expect(stores).toEqual([
      {
        store_id: 'S1',
        attributes: { size: 1200.5, tier: 'A' },
        min_units: 10,
        max_units: 500,
        pack_size: 6,
      },
      { store_id: 'S2', attributes: { size: null, tier: null } },
    ]);
  });

  it.each([
    ['a store twice', 'store_id\nS1\nS1\n', /duplicate/],
    ['no store_id', 'store\nS1\n', /missing column/],
    ['store_id in capitals', 'Store_ID,size\nS1,3\n', /must name store_id, in small letters, not "Store_ID"/],
    ['a pack of 0', 'store_id,pack_size\nS1,0\n', /whole number from 1/],
    ['a minimum above the maximum', 'store_id,min_units,max_units\nS1,9,8\n', /above max_units/],
  ])('refuses a stores file with %s', async (_what, stores, rule) => {
    expect((await faultsOf(HEADER + ROW, stores)).errors[0]).toMatchObject({
      file: 'stores',
      rule: expect.stringMatching(rule),
    });
  });
});
