import { Database, StartupError } from '#database';
import { DatasetInvalidError, DataNotFoundError, PayloadTooLargeError } from '#errors';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import {
  CONTEXT_ASSEMBLY_CONFIG,
  type ContextAssemblyConfig,
  UNPACKED_FACTOR,
} from './context-assembly.config.ts';
import { contentHash, DatasetReader } from './dataset.reader.ts';
import { DatasetStore } from './dataset.store.ts';

export const DEFAULT_DATASET = 'default';

/** The data set "default": the CSVs of DATA_DIR, parsed only when their content has changed since the last start. */
@Injectable()
export class DefaultDataset implements OnModuleInit {
  constructor(
    @Inject(CONTEXT_ASSEMBLY_CONFIG) private readonly config: ContextAssemblyConfig,
    @Inject(DatasetStore) private readonly store: DatasetStore,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** @throws StartupError naming the file, the line and the rule when DATA_DIR cannot serve */
  async onModuleInit(): Promise<void> {
    const sales = this.fileOf('historical_sales');
    const stores = this.fileOf('stores');
    for (const [file, name] of [
      [sales, 'historical_sales'],
      [stores, 'stores'],
    ] as const)
      if (file === undefined)
        throw new StartupError(`DATA_DIR ${this.config.dataDir} has neither ${name}.csv nor ${name}.csv.gz`);
    if (sales === undefined || stores === undefined) return;
    const hash = contentHash(await hashOf(sales), await hashOf(stores));
    const kept = await this.database.query(
      'SELECT 1 FROM datasets WHERE dataset_id = $1 AND content_hash = $2',
      [DEFAULT_DATASET, hash],
    );
    if (kept.rowCount === 1) return;
    await this.read(sales, stores);
  }

  /** @throws DataNotFoundError when the files the data set was made from are gone */
  requireFiles(): void {
    for (const name of ['historical_sales', 'stores'])
      if (this.fileOf(name) === undefined)
        throw new DataNotFoundError(
          `The file ${name}.csv[.gz] of data set "${DEFAULT_DATASET}" is gone from ${path.basename(this.config.dataDir)}.`,
          {
            details: {
              dataset_id: DEFAULT_DATASET,
              file: `${path.basename(this.config.dataDir)}/${name}.csv`,
            },
            suggestions: ['Put the file back, or upload the data with POST /api/datasets.'],
          },
        );
  }

  private async read(sales: string, stores: string): Promise<void> {
    const reader = new DatasetReader();
    try {
      await reader.readStores(this.sourceOf(stores));
      await reader.readSales(this.sourceOf(sales));
      const data = await reader.finish(DEFAULT_DATASET);
      // Content that was uploaded before becomes the default's own: one content is one data set.
      const existing = await this.store.idOfContent(data.contentHash);
      if (existing !== undefined && existing !== DEFAULT_DATASET) await this.store.delete(existing);
      await this.store.save(data, DEFAULT_DATASET);
    } catch (error) {
      if (error instanceof DatasetInvalidError || error instanceof PayloadTooLargeError)
        throw new StartupError(`DATA_DIR ${this.config.dataDir}: ${startWords(error)}`, error);
      throw error;
    }
  }

  private fileOf(name: string): string | undefined {
    return [`${name}.csv`, `${name}.csv.gz`]
      .map((file) => path.join(this.config.dataDir, file))
      .find((file) => existsSync(file));
  }

  private sourceOf(file: string) {
    return {
      stream: createReadStream(file),
      gzipped: file.endsWith('.gz'),
      maxBytes: UNPACKED_FACTOR * this.config.maxUploadBytes,
    };
  }
}

function startWords(error: DatasetInvalidError | PayloadTooLargeError): string {
  if (error instanceof PayloadTooLargeError) return error.message;
  const [first] = error.details['errors'] as {
    file: string;
    line: number | null;
    column: string | null;
    value: string | null;
    rule: string;
  }[];
  const { file, line, column, value, rule } = first;
  return `${file}${line === null ? '' : ` line ${line}`}${column === null ? '' : `, ${column}`}${value === null ? '' : ` "${value}"`}: ${rule} (${String(error.details['error_count'])} faults in all)`;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(file);
  try {
    if (file.endsWith('.gz')) await pipeline(stream, createGunzip(), hash);
    else await pipeline(stream, hash);
  } catch {
    return ''; // the reader will say what is wrong with the file
  }
  return hash.digest('hex');
}
