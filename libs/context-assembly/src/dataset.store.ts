import type { DatasetCategory, DatasetSummary, IsoDate, StoreProfile } from '#contracts';
import { currentOwner } from '#access';
import { Database } from '#database';
import { DataNotFoundError } from '#errors';
import { addDays, fromDayNumber } from '#planning';
import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { copyCategories } from './category-copy.ts';
import { nextTurn } from './event-loop.ts';
import { nearestNames } from './nearest-names.ts';
import { type QualityReport, qualityReport } from './quality-report.ts';
import { NumberPlane } from './number-plane.ts';
import { type CubeLayout, periodDays, type SalesCube } from './sales-cube.ts';

/** A checked upload, ready to keep. */
export interface ReadDataset {
  readonly name: string;
  readonly contentHash: string;
  readonly rows: number;
  readonly cube: SalesCube;
  readonly stores: readonly StoreProfile[];
}

/** The units of one category; its revenue is fetched when somebody asks. */
export interface KeptCategory {
  readonly category_id: string;
  readonly units: Float64Array;
  readonly hasRevenue: boolean;
}

/** A data set as plans use it. */
export interface Dataset {
  readonly dataset_id: string;
  /** SHA-256 of the content: the data set's version. */
  readonly contentHash: string;
  readonly cube: CubeLayout & { readonly categories: readonly KeptCategory[] };
  readonly stores: readonly StoreProfile[];
}

export interface CategoryVersion {
  readonly contentHash: string;
  /** The day after the last day of the data. */
  readonly historyEnd: IsoDate;
}

export interface DatasetDetails extends DatasetSummary {
  readonly categories: readonly DatasetCategory[];
  readonly quality: QualityReport;
}

interface DatasetRow extends Omit<DatasetSummary, 'created_at' | 'stores' | 'rows'> {
  readonly created_at: Date;
  readonly rows: string;
  readonly store_count: number;
}

const SUMMARY = `dataset_id, name, created_at, rows, weeks, first_date, last_date, jsonb_array_length(stores) AS store_count`;

/** Rows that the owner in $1 may see: all when there is none; his own and the default one otherwise. */
const VISIBLE = `($1::text IS NULL OR owner = $1 OR dataset_id = 'default')`;

/** Data sets in PostgreSQL: parsed once, read by every node and after every restart. */
@Injectable()
export class DatasetStore {
  constructor(@Inject(Database) private readonly database: Database) {}

  /** Keeps a data set in one transaction; content that is already there is not kept twice. */
  async save(data: ReadDataset, datasetId: string = `ds_${randomUUID()}`): Promise<string> {
    const { cube } = data;
    const quality = await qualityReport(cube);
    const owner = currentOwner();
    return this.database.transaction(async (client) => {
      await client.query('SET LOCAL statement_timeout = 0'); // large planes take what they take
      if (datasetId === 'default')
        await client.query('DELETE FROM datasets WHERE dataset_id = $1', [datasetId]);
      const inserted = await client.query<{ dataset_id: string }>(
        `INSERT INTO datasets (dataset_id, name, content_hash, rows, weeks, granularity, first_date, last_date, periods, stores, quality, owner)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
         WHERE NOT EXISTS (SELECT 1 FROM datasets WHERE dataset_id = 'default' AND content_hash = $3)
         ON CONFLICT DO NOTHING RETURNING dataset_id`,
        [
          datasetId,
          data.name,
          data.contentHash,
          data.rows,
          Math.floor((cube.periods * periodDays(cube)) / 7),
          cube.granularity,
          fromDayNumber(cube.firstDay),
          fromDayNumber(cube.firstDay + (cube.periods - 1) * periodDays(cube)),
          cube.periods,
          JSON.stringify(data.stores),
          JSON.stringify(quality),
          owner,
        ],
      );
      if (inserted.rowCount === 0) {
        const existing = await client.query<{ dataset_id: string }>(
          `SELECT dataset_id FROM datasets WHERE content_hash = $1 AND (owner IS NOT DISTINCT FROM $2 OR dataset_id = 'default')`,
          [data.contentHash, owner],
        );
        return existing.rows[0]?.dataset_id ?? datasetId; // another node made the same id meanwhile
      }
      await copyCategories(client, datasetId, cube);
      return datasetId;
    });
  }

  /** The data set with this content that was made while everybody was one. */
  async idOfContent(contentHash: string): Promise<string | undefined> {
    const { rows } = await this.database.query<{ dataset_id: string }>(
      'SELECT dataset_id FROM datasets WHERE content_hash = $1 AND owner IS NULL',
      [contentHash],
    );
    return rows[0]?.dataset_id;
  }

  async list(): Promise<DatasetSummary[]> {
    const { rows } = await this.database.query<DatasetRow>(
      `SELECT ${SUMMARY} FROM datasets WHERE ${VISIBLE} ORDER BY created_at DESC, dataset_id`,
      [currentOwner()],
    );
    return rows.map(summaryOf);
  }

  /** @throws DataNotFoundError naming the data sets there are, nearest first. */
  async details(datasetId: string): Promise<DatasetDetails> {
    await this.requireText(datasetId);
    const { rows } = await this.database.query<DatasetRow & { quality: QualityReport }>(
      `SELECT ${SUMMARY}, quality FROM datasets WHERE dataset_id = $2 AND ${VISIBLE}`,
      [currentOwner(), datasetId],
    );
    if (rows.length === 0) throw await this.notFound(datasetId);
    return { ...summaryOf(rows[0]), categories: await this.categories(datasetId), quality: rows[0].quality };
  }

  async categories(datasetId: string): Promise<DatasetCategory[]> {
    const { rows } = await this.database.query<DatasetCategory>(
      'SELECT category_id, total_units, weeks FROM dataset_categories WHERE dataset_id = $1 ORDER BY position',
      [datasetId],
    );
    return rows;
  }

  /** The version of a data set: the SHA-256 of its content. @throws DataNotFoundError */
  async version(datasetId: string): Promise<string> {
    await this.requireText(datasetId);
    const { rows } = await this.database.query<{ content_hash: string }>(
      `SELECT content_hash FROM datasets WHERE dataset_id = $2 AND ${VISIBLE}`,
      [currentOwner(), datasetId],
    );
    if (rows.length === 0) throw await this.notFound(datasetId);
    return rows[0].content_hash;
  }

  /**
   * What a run needs to know before it starts.
   *
   * @throws DataNotFoundError naming the data sets or categories there are, nearest first
   */
  async requireCategory(datasetId: string, categoryId: string): Promise<CategoryVersion> {
    const { rows } = await this.database.query<{
      content_hash: string;
      last_date: string;
      granularity: SalesCube['granularity'];
      has_category: boolean;
    }>(
      `SELECT content_hash, last_date, granularity, EXISTS (
         SELECT 1 FROM dataset_categories c WHERE c.dataset_id = datasets.dataset_id AND c.category_id = $3) AS has_category
       FROM datasets WHERE dataset_id = $2 AND ${VISIBLE}`,
      [currentOwner(), datasetId, categoryId],
    );
    if (rows.length === 0) throw await this.notFound(datasetId);
    const [{ content_hash, last_date, granularity, has_category }] = rows;
    if (!has_category) throw categoryNotFound(datasetId, categoryId, await this.categories(datasetId));
    return { contentHash: content_hash, historyEnd: addDays(last_date, granularity === 'daily' ? 1 : 7) };
  }

  /** The whole data set. @throws DataNotFoundError */
  async load(datasetId: string): Promise<Dataset> {
    const { rows } = await this.database.query<{
      content_hash: string;
      granularity: SalesCube['granularity'];
      first_day: number;
      periods: number;
      stores: StoreProfile[];
    }>(
      `SELECT content_hash, granularity, first_date::date - DATE '1970-01-01' AS first_day, periods, stores FROM datasets WHERE dataset_id = $1`,
      [datasetId],
    );
    if (rows.length === 0) throw await this.notFound(datasetId);
    const { content_hash, granularity, first_day, periods, stores } = rows[0];
    const { rows: kept } = await this.database.query<{ category_id: string; has_revenue: boolean }>(
      'SELECT category_id, revenue IS NOT NULL AS has_revenue FROM dataset_categories WHERE dataset_id = $1 ORDER BY position',
      [datasetId],
    );
    const categories: KeptCategory[] = [];
    for (const { category_id, has_revenue } of kept) {
      const units = await this.plane(datasetId, category_id, 'units');
      categories.push({ category_id, units, hasRevenue: has_revenue });
      await nextTurn();
    }
    const storeIds = stores.map(({ store_id }) => store_id);
    const cube = { granularity, firstDay: first_day, periods, storeIds, categories };
    return { dataset_id: datasetId, contentHash: content_hash, cube, stores };
  }

  /**
   * Units or revenue of a category, store-major by period, NaN where there is none.
   *
   * @throws DataNotFoundError when the data set was deleted meanwhile
   */
  async plane(datasetId: string, categoryId: string, column: 'units' | 'revenue'): Promise<Float64Array> {
    // One plane a query: the driver decodes it in one go.
    const { rows } = await this.database.query<{ plane: Buffer | null }>(
      `SELECT ${column} AS plane FROM dataset_categories WHERE dataset_id = $1 AND category_id = $2`,
      [datasetId, categoryId],
    );
    if (rows.length === 0 || rows[0].plane === null) throw await this.notFound(datasetId);
    return NumberPlane.fromBytes(rows[0].plane).toFloat64();
  }

  /** @returns whether there was such a data set */
  async delete(datasetId: string): Promise<boolean> {
    const { rowCount } = await this.database.query(
      'DELETE FROM datasets WHERE dataset_id = $1 AND ($2::text IS NULL OR owner = $2)',
      [datasetId, currentOwner()],
    );
    return rowCount === 1;
  }

  /** PostgreSQL knows no text with NUL, and so no data set of that name. */
  private async requireText(datasetId: string): Promise<void> {
    if (datasetId.includes('\0')) throw await this.notFound(datasetId);
  }

  async notFound(datasetId: string): Promise<DataNotFoundError> {
    const { rows } = await this.database.query<{ dataset_id: string }>(
      `SELECT dataset_id FROM datasets WHERE ${VISIBLE} ORDER BY created_at DESC LIMIT 200`,
      [currentOwner()],
    );
    const existing = nearestNames(
      datasetId,
      rows.map(({ dataset_id }) => dataset_id),
    );
    return new DataNotFoundError(`There is no data set "${datasetId}".`, {
      details: { dataset_id: datasetId, datasets: existing },
      suggestions: existing.map((id) => `Use dataset_id "${id}".`),
    });
  }
}

export function categoryNotFound(
  datasetId: string,
  categoryId: string,
  categories: readonly Pick<DatasetCategory, 'category_id'>[],
): DataNotFoundError {
  const nearest = nearestNames(
    categoryId,
    categories.map(({ category_id }) => category_id),
  );
  return new DataNotFoundError(`Data set "${datasetId}" has no category "${categoryId}".`, {
    details: { dataset_id: datasetId, category_id: categoryId, categories: nearest },
    suggestions: nearest.map((name) => `Use category_id "${name}".`),
  });
}

function summaryOf(row: DatasetRow): DatasetSummary {
  return {
    dataset_id: row.dataset_id,
    name: row.name,
    created_at: row.created_at.toISOString(),
    rows: Number(row.rows),
    weeks: row.weeks,
    stores: row.store_count,
    first_date: row.first_date,
    last_date: row.last_date,
  };
}
