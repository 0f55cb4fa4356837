import type { IsoDate, IsoTimestamp } from './season-parameters.ts';

/** One line of `GET /api/datasets`. */
export interface DatasetSummary {
  readonly dataset_id: string;
  readonly name: string;
  readonly created_at: IsoTimestamp;
  readonly rows: number;
  /** Whole weeks from the first to the last date. */
  readonly weeks: number;
  readonly stores: number;
  readonly first_date: IsoDate;
  readonly last_date: IsoDate;
}

export interface DatasetCategory {
  readonly category_id: string;
  readonly total_units: number;
  readonly weeks: number;
}

/** A fault in an uploaded file; `line` counts from 1 with the header, and is null for faults of the file as a whole. */
export interface DatasetFault {
  readonly file: 'historical_sales' | 'stores';
  readonly line: number | null;
  readonly column: string | null;
  readonly value: string | null;
  readonly rule: string;
}
