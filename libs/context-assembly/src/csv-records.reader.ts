import { PayloadTooLargeError } from '#errors';
import { createHash } from 'node:crypto';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import type { FaultList } from './fault-list.ts';

/** A row longer than this is no row of sales or stores. */
const MAX_RECORD_BYTES = 64 * 1024;

export interface CsvSource {
  readonly stream: Readable;
  readonly gzipped: boolean;
  /** Bound of the unpacked bytes. */
  readonly maxBytes: number;
}

export interface CsvHandler {
  /** The header row, trimmed; false stops the reading (the faults say why). */
  header(columns: readonly string[]): boolean;
  /** One data row with as many cells as the header, and the line of the file it starts on (the header is line 1). */
  row(cells: readonly string[], line: number): void;
}

/**
 * Streams a CSV file (UTF-8 with or without BOM, RFC 4180, CRLF or LF, plain or gzip) to the handler row by row. Faults
 * of the file as a whole and of its rows' shape go to `faults`; blank lines are passed over.
 *
 * @returns SHA-256 of the unpacked bytes
 * @throws PayloadTooLargeError past `maxBytes` unpacked bytes
 */
export async function readCsvRecords(
  source: CsvSource,
  handler: CsvHandler,
  faults: FaultList,
): Promise<string> {
  const hash = createHash('sha256');
  let columns: number | undefined;
  let line = 1;
  let rows = 0;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    max_record_size: MAX_RECORD_BYTES,
    skip_records_with_error: false,
    // Handled here and dropped: nothing is queued in object mode, and memory stays flat.
    on_record: (cells: string[]) => {
      const at = line;
      line += 1 + lineBreaksIn(cells);
      if (cells.length === 1 && cells[0].trim() === '') return null;
      if (columns === undefined) {
        columns = cells.length;
        if (!handler.header(cells.map((cell) => cell.trim()))) throw new StopReading();
      } else if (cells.length !== columns) {
        rows += 1;
        faults.add({
          line: at,
          column: null,
          value: String(cells.length),
          rule: `must have ${columns} columns, as the header has; this row has ${cells.length}`,
        });
      } else {
        rows += 1;
        handler.row(cells, at);
      }
      return null;
    },
  });
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  parser.resume();
  try {
    const bounded = boundedUtf8(source.maxBytes);
    if (source.gzipped) await pipeline(source.stream, createGunzip(), bounded, meter, parser);
    else await pipeline(source.stream, bounded, meter, parser);
  } catch (error) {
    if (error instanceof StopReading) return hash.digest('hex');
    const rule = ruleOf(error);
    if (rule === undefined) throw error;
    faults.add({ line: error instanceof CsvError ? line : null, column: null, value: null, rule });
    return hash.digest('hex');
  }
  if (columns === undefined) faults.add({ line: null, column: null, value: null, rule: 'must not be empty' });
  else if (rows === 0)
    faults.add({ line: null, column: null, value: null, rule: 'must have rows below the header' });
  return hash.digest('hex');
}

class StopReading extends Error {}
class NotUtf8 extends Error {}
class ZeroByte extends Error {}

/** What a person should read about a file that cannot be parsed; undefined when the fault is not the file's. */
function ruleOf(error: unknown): string | undefined {
  if (error instanceof NotUtf8) return 'must be UTF-8 text';
  if (error instanceof ZeroByte) return 'must be text, without zero bytes';
  if (error instanceof CsvError)
    switch (error.code) {
      case 'CSV_QUOTE_NOT_CLOSED':
        return 'must close the quote that opens on this row';
      case 'CSV_MAX_RECORD_SIZE':
        return `must not have a row longer than ${MAX_RECORD_BYTES} bytes`;
      default:
        return 'must quote cells as RFC 4180 says: a quote inside a quoted cell is doubled';
    }
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && (code.startsWith('Z_') || code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END'))
    return 'must be a whole gzip file, since its name ends in .gz';
  return undefined;
}

/** Passes bytes through, refusing what is not UTF-8 and what is too long (a gzip bomb among them). */
function boundedUtf8(maxBytes: number): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  const check = (chunk: Buffer | undefined): Error | null => {
    bytes += chunk?.length ?? 0;
    if (bytes > maxBytes) return new PayloadTooLargeError(maxBytes);
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
      return chunk?.includes(0) ? new ZeroByte() : null; // PostgreSQL keeps no text with one
    } catch {
      return new NotUtf8();
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const refusal = check(chunk);
      done(refusal, refusal === null ? chunk : undefined);
    },
    flush(done) {
      done(check(undefined));
    },
  });
}

function lineBreaksIn(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells)
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  return count;
}
