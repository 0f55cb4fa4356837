import { Inject, Injectable } from '@nestjs/common';
import { type Dataset, DatasetStore } from './dataset.store.ts';
import { type SeasonPhase, weeklyValues } from './season-phase.ts';
import { viewBytes, type WeeklyView, weeklyView } from './weekly-view.ts';

/** Bytes of planes and views that are kept; the data set used longest ago goes first. */
const MAX_BYTES = 512 * 1024 * 1024;
/** Views and revenues of one data set that are kept: about eight seasons. */
const MAX_MADE = 16;

/** Loaded data sets by id and content: one load however many runs ask, bounded by bytes. */
@Injectable()
export class DatasetCache {
  private readonly entries = new Map<string, CachedDataset>();

  constructor(@Inject(DatasetStore) private readonly store: DatasetStore) {}

  /** @throws DataNotFoundError when there is no such data set, or it has other content by now */
  async get(datasetId: string, contentHash: string): Promise<CachedDataset> {
    const version = `${datasetId} ${contentHash}`;
    const found = this.entries.get(version);
    const entry = found ?? new CachedDataset(this.load(datasetId, contentHash), this.store, datasetId);
    this.entries.delete(version); // to the end: used most recently
    this.entries.set(version, entry);
    try {
      await entry.loading;
    } catch (error) {
      if (this.entries.get(version) === entry) this.entries.delete(version);
      throw error;
    }
    this.trim(version);
    return entry;
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

/** One data set in memory, with the views and the weekly revenue that runs have asked for. */
export class CachedDataset {
  private readonly made = new Map<string, { readonly value: Promise<unknown>; readonly bytes: number }>();
  private size = 0;
  readonly loading: Promise<Dataset>;
  private readonly store: DatasetStore;
  private readonly datasetId: string;

  constructor(loading: Promise<Dataset>, store: DatasetStore, datasetId: string) {
    this.loading = loading;
    this.store = store;
    this.datasetId = datasetId;
    loading.then(
      ({ cube }) => (this.size = cube.categories.reduce((sum, { units }) => sum + units.byteLength, 0)),
      () => undefined,
    );
  }

  get bytes(): number {
    return [...this.made.values()].reduce((sum, { bytes }) => sum + bytes, this.size);
  }

  async view(phase: SeasonPhase): Promise<WeeklyView> {
    const dataset = await this.loading;
    return this.once(`view ${keyOf(phase)}`, viewBytes(dataset, phase), () => weeklyView(dataset, phase));
  }

  /** Revenue by store and week; NaN where there is none. */
  async revenue(categoryId: string, phase: SeasonPhase): Promise<Float64Array> {
    const { cube } = await this.loading;
    const bytes = 8 * cube.storeIds.length * phase.weeks;
    return this.once(`revenue ${keyOf(phase)} ${categoryId}`, bytes, async () =>
      weeklyValues(await this.store.plane(this.datasetId, categoryId, 'revenue'), cube, phase),
    );
  }

  private async once<T>(key: string, bytes: number, make: () => Promise<T>): Promise<T> {
    const found = this.made.get(key) as { value: Promise<T>; bytes: number } | undefined;
    const entry = found ?? { value: make(), bytes };
    this.made.delete(key);
    this.made.set(key, entry);
    for (const oldest of this.made.keys()) {
      if (this.made.size <= MAX_MADE) break;
      this.made.delete(oldest);
    }
    try {
      return await entry.value;
    } catch (error) {
      if (this.made.get(key) === entry) this.made.delete(key);
      throw error;
    }
  }
}

function keyOf({ firstWeek, weeks }: SeasonPhase): string {
  return `${firstWeek}+${weeks}`;
}
