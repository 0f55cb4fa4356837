import { SeasonApiError, type DatasetDetails } from '#client';
import type { DatasetFault, ErrorResponse } from '#contracts';
import { type Problem, problemOf } from '../state/problem.ts';
import type { UploadAction } from '../state/upload.ts';
import { countRows, linesOf } from './csv-lines.ts';
import type { DatasetFiles } from './dataset-files.ts';

const COUNT_EVERY_ROWS = 5_000;

/**
 * Sends two files as a data set, counting rows and bytes on the way. A refusal is told with the lines at fault.
 *
 * @returns null when the files were refused or the upload was given up
 * @throws SeasonApiError 401
 */
export async function uploadFiles(
  files: DatasetFiles,
  key: string | null,
  signal: AbortSignal,
  tell: (action: UploadAction) => void,
): Promise<DatasetDetails | null> {
  tell({ type: 'upload chosen', files });
  let told = 0;
  void countRows(files.historical_sales, signal, (rows, isAll) => {
    if (!isAll && rows - told < COUNT_EVERY_ROWS) return;
    told = rows;
    tell({ type: 'upload counted', rows, isAll });
  }).catch(() => undefined); // a broken gzip: the server says what is wrong with it
  try {
    return await send(files, key, signal, (bytes, of) => tell({ type: 'upload sent', bytes, of }));
  } catch (error) {
    if (signal.aborted) return null;
    if (error instanceof SeasonApiError && error.status === 401) throw error;
    await tellRefusal(problemOf(error), files, tell);
    return null;
  }
}

async function tellRefusal(
  problem: Problem,
  files: DatasetFiles,
  tell: (action: UploadAction) => void,
): Promise<void> {
  const { errors = [], error_count: faultCount = 0 } = problem.details as {
    errors?: readonly DatasetFault[];
    error_count?: number;
  };
  const lines = { historical_sales: new Map<number, string>(), stores: new Map<number, string>() };
  for (const file of ['historical_sales', 'stores'] as const) {
    const wanted = errors.flatMap((fault) =>
      fault.file === file && fault.line !== null ? [fault.line] : [],
    );
    if (wanted.length > 0) lines[file] = await linesOf(files[file], new Set(wanted)).catch(() => new Map());
  }
  const faults = errors.map((fault) => ({
    ...fault,
    text: fault.line === null ? null : (lines[fault.file].get(fault.line) ?? null),
  }));
  tell({ type: 'upload refused', problem, faults, faultCount });
}

/** `POST /api/datasets`. Not fetch: only XMLHttpRequest tells how much of a body has gone. */
function send(
  files: DatasetFiles,
  key: string | null,
  signal: AbortSignal,
  onSent: (bytes: number, of: number) => void,
): Promise<DatasetDetails> {
  const form = new FormData();
  form.set('name', files.historical_sales.name.replace(/\.csv(\.gz)?$/i, '').slice(0, 200));
  form.set('historical_sales', files.historical_sales);
  form.set('stores', files.stores);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/datasets');
    if (key !== null) request.setRequestHeader('Authorization', `Bearer ${key}`);
    request.upload.onprogress = ({ loaded, total }) => onSent(loaded, total);
    request.onload = () => {
      if (request.status === 201) resolve(JSON.parse(request.responseText) as DatasetDetails);
      else reject(refusalOf(request));
    };
    request.onerror = () => reject(new TypeError('the request found nobody'));
    request.onabort = () => reject(new DOMException('given up', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

function refusalOf(request: XMLHttpRequest): Error {
  try {
    return new SeasonApiError(request.status, JSON.parse(request.responseText) as ErrorResponse);
  } catch {
    return new TypeError(`answered ${request.status} without a reason`); // something between us and the server
  }
}
