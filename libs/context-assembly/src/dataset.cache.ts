import { Inject, Injectable } from '@nestjs/common';
import { type Dataset, DatasetStore } from './dataset.store.ts';

/** Bytes of planes that are kept; the data set used longest ago goes first. */
const MAX_BYTES = 512 * 1024 * 1024;

interface Entry {
  readonly loading: Promise<Dataset>;
  bytes: number;
}

/** Loaded data sets by content: one load however many runs ask, bounded by bytes. */
@Injectable()
export class DatasetCache {
  private readonly entries = new Map<string, Entry>();

  constructor(@Inject(DatasetStore) private readonly store: DatasetStore) {}

  /** @throws DataNotFoundError when there is no such data set, or it has other content by now */
  async get(datasetId: string, contentHash: string): Promise<Dataset> {
    const found = this.entries.get(contentHash);
    if (found !== undefined) {
      this.entries.delete(contentHash); // to the end: used most recently
      this.entries.set(contentHash, found);
      return found.loading;
    }
    const entry: Entry = { loading: this.load(datasetId, contentHash), bytes: 0 };
    this.entries.set(contentHash, entry);
    try {
      const dataset = await entry.loading;
      entry.bytes = bytesOf(dataset);
      this.trim(contentHash);
      return dataset;
    } catch (error) {
      this.entries.delete(contentHash);
      throw error;
    }
  }

  private async load(datasetId: string, contentHash: string): Promise<Dataset> {
    const dataset = await this.store.load(datasetId);
    if (dataset.contentHash !== contentHash)
      throw await this.store.notFound(`${datasetId}@${contentHash.slice(0, 12)}`);
    return dataset;
  }

  private trim(keep: string): void {
    let total = [...this.entries.values()].reduce((sum, { bytes }) => sum + bytes, 0);
    for (const [key, { bytes }] of this.entries) {
      if (total <= MAX_BYTES) return;
      if (key === keep) continue;
      this.entries.delete(key);
      total -= bytes;
    }
  }
}

function bytesOf({ cube }: Dataset): number {
  return cube.categories.reduce(
    (sum, { units, revenue }) => sum + units.byteLength + (revenue?.byteLength ?? 0),
    0,
  );
}
