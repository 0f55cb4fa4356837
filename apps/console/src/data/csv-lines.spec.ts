import { describe, expect, it } from '@jest/globals';
import { countRows, linesOf } from './csv-lines.ts';

const CSV = 'date,store_id\r\n2026-01-01,S1\r\n2026-02-30,S2\r\n2026-01-03,S3';
const plain = (text: string): File => new File([text], 'sales.csv');

async function packed(text: string): Promise<File> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new File([await new Response(stream).blob()], 'sales.csv.gz');
}

async function rowsOf(file: File): Promise<number> {
  let rows = NaN;
  await countRows(file, new AbortController().signal, (count, isAll) => {
    if (isAll) rows = count;
  });
  return rows;
}

describe(countRows, () => {
  it.each([
    [CSV, 3],
    [`${CSV}\r\n`, 3],
    ['date,store_id', 0],
    ['', 0],
  ])('counts the rows below the header of %j', async (text, rows) => {
    expect(await rowsOf(plain(text))).toBe(rows);
  });

  it('counts in a packed file, and across its chunks', async () => {
    const text = `date\n${'2026-01-01\n'.repeat(200_000)}`;

    expect(await rowsOf(await packed(text))).toBe(200_000);
  });
});

describe(linesOf, () => {
  it('gives the lines by their number, the header being line 1', async () => {
    expect([...(await linesOf(plain(CSV), new Set([3, 4, 9])))]).toEqual([
      [3, '2026-02-30,S2'],
      [4, '2026-01-03,S3'],
    ]);
  });
});
