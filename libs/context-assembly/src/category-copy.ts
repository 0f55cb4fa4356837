import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BINARY_COPY_END, BINARY_COPY_START, binaryRow } from './binary-copy.ts';
import { nextTurn } from './event-loop.ts';
import { type CategoryPlane, periodDays, type SalesCube } from './sales-cube.ts';

/** Writes the categories of a data set within an open transaction: one stream, a category at a time. */
export async function copyCategories(
  client: pg.ClientBase,
  datasetId: string,
  cube: SalesCube,
): Promise<void> {
  await pipeline(
    Readable.from(categoryRows(datasetId, cube)),
    client.query(
      copyFrom(
        'COPY dataset_categories (dataset_id, position, category_id, total_units, weeks, units, revenue) FROM STDIN (FORMAT binary)',
      ),
    ),
  );
}

/** The rows of `dataset_categories` in the binary form of COPY, one category's at a time. */
async function* categoryRows(datasetId: string, cube: SalesCube): AsyncGenerator<Buffer> {
  yield BINARY_COPY_START;
  for (const [position, plane] of cube.categories.entries()) {
    const { total, firstPeriod } = extentOf(plane, cube);
    yield binaryRow([
      { text: datasetId },
      { int4: position },
      { text: plane.category_id },
      { float8: total },
      { int4: Math.floor(((cube.periods - firstPeriod) * periodDays(cube)) / 7) },
      { bytea: plane.units.toBytes() },
      plane.revenue === null ? null : { bytea: plane.revenue.toBytes() },
    ]);
    await nextTurn();
  }
  yield BINARY_COPY_END;
}

function extentOf({ units }: CategoryPlane, { periods }: SalesCube): { total: number; firstPeriod: number } {
  let total = 0;
  let firstPeriod = periods;
  for (let at = 0; at < units.length; at++) {
    const value = units.get(at);
    if (value !== value) continue;
    total += value;
    if (at % periods < firstPeriod) firstPeriod = at % periods;
  }
  return { total, firstPeriod };
}
