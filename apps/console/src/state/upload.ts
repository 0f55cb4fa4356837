import type { DatasetFault } from '#contracts';
import type { Problem } from './problem.ts';

/** A fault, with the line of the file that it is about where the page could read it. */
export interface ShownFault extends DatasetFault {
  readonly text: string | null;
}

/** Two files on their way to becoming a data set. */
export interface UploadView {
  readonly files: Readonly<Record<DatasetFault['file'], { readonly name: string; readonly size: number }>>;
  /** Rows of the sales that were counted so far, and whether that is all of them. */
  readonly rows: number;
  readonly isCounted: boolean;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly refusal: Problem | null;
  readonly faults: readonly ShownFault[];
  readonly faultCount: number;
}

export type UploadAction =
  | { readonly type: 'upload chosen'; readonly files: UploadView['files'] }
  | { readonly type: 'upload counted'; readonly rows: number; readonly isAll: boolean }
  | { readonly type: 'upload sent'; readonly bytes: number; readonly of: number }
  | {
      readonly type: 'upload refused';
      readonly problem: Problem;
      readonly faults: readonly ShownFault[];
      readonly faultCount: number;
    }
  | { readonly type: 'upload closed' };

export function reduceUpload(upload: UploadView | null, action: UploadAction): UploadView | null {
  if (action.type === 'upload chosen')
    return {
      files: action.files,
      rows: 0,
      isCounted: false,
      sentBytes: 0,
      totalBytes: action.files.historical_sales.size + action.files.stores.size,
      refusal: null,
      faults: [],
      faultCount: 0,
    };
  if (upload === null) return null;
  switch (action.type) {
    case 'upload counted':
      return { ...upload, rows: action.rows, isCounted: action.isAll };
    case 'upload sent':
      return { ...upload, sentBytes: action.bytes, totalBytes: action.of };
    case 'upload refused':
      return { ...upload, refusal: action.problem, faults: action.faults, faultCount: action.faultCount };
    case 'upload closed':
      return null;
  }
}
