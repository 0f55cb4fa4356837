import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { addDays, seededRandom } from '#planning';

const STORES = 4;
const WEEKS = 120;
const FIRST_WEEK = '2024-01-01';

export interface DataFolder {
  readonly path: string;
  remove(): void;
}

/** A data set "default" that is read in a moment: 4 stores, 120 weeks, one category "Jackets" with a yearly wave. */
export function smallRetailer(): DataFolder {
  const folder = mkdtempSync(path.join(tmpdir(), 'small-retailer-'));
  const random = seededRandom(5);
  const stores = Array.from({ length: STORES }, (_, s) => `S${s + 1},${100 + 50 * s},${s % 2 ? 'A' : 'B'}`);
  writeFileSync(path.join(folder, 'stores.csv'), ['store_id,size_sqm,region', ...stores].join('\n'));
  const rows = Array.from({ length: WEEKS }, (_, week) =>
    Array.from({ length: STORES }, (_, s) => {
      const units = Math.round(
        20 * (s + 1) * (1 + 0.3 * Math.sin((2 * Math.PI * week) / 52)) * (0.8 + 0.4 * random()),
      );
      return `${addDays(FIRST_WEEK, 7 * week)},S${s + 1},Jackets,${units},${units * 50}`;
    }),
  );
  writeFileSync(
    path.join(folder, 'historical_sales.csv'),
    ['date,store_id,category,quantity_sold,revenue', ...rows.flat()].join('\n'),
  );
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A body of run-workflow on the small retailer. */
export function jacketSeason(session_id: string, changes: Record<string, unknown> = {}) {
  return {
    session_id,
    parameters: {
      forecast_horizon_weeks: 8,
      season_start_date: '2026-05-04',
      replenishment_strategy: 'weekly',
      dc_holdback_percentage: 0.4,
      markdown_checkpoint_week: 4,
      markdown_threshold: 0.6,
    },
    category_id: 'Jackets',
    ...changes,
  };
}
