import type { Violation } from '#contracts';
import { PayloadTooLargeError, UnsupportedMediaTypeError, ValidationError } from '#errors';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { IncomingMessage } from 'node:http';
import { PassThrough, Transform } from 'node:stream';
import { UNPACKED_FACTOR } from './context-assembly.config.ts';
import { DatasetReader } from './dataset.reader.ts';
import type { ReadDataset } from './dataset.store.ts';

const MULTIPART = 'multipart/form-data';
const MAX_NAME_LENGTH = 200;
/** Two files and a name; a few more are read so that they can be named in the refusal. */
const LIMITS = {
  files: 4,
  fields: 4,
  parts: 8,
  fieldSize: 4_096,
  fieldNameSize: 100,
  headerPairs: 20,
  headerSize: 8_192,
};
/** How long a refused body is read on, so that its sender reads the answer instead of a broken connection. */
const DRAIN_MS = 2_000;

/**
 * Reads the body of `POST /api/datasets` as it arrives: each file goes straight to its CSV reader, in whichever order
 * they come, and nothing is written anywhere.
 *
 * @throws DatasetInvalidError with the faults of the files; ValidationError for parts that do not belong;
 *   PayloadTooLargeError past `maxUploadBytes`, or past four times that unpacked; UnsupportedMediaTypeError
 */
export async function readUpload(request: IncomingMessage, maxUploadBytes: number): Promise<ReadDataset> {
  const upload = new Upload(request, maxUploadBytes);
  try {
    return await upload.read();
  } catch (error) {
    await drain(request);
    throw error;
  }
}

class Upload {
  private readonly reader = new DatasetReader();
  private readonly readings = new Map<
    string,
    { readonly done: Promise<void>; readonly bytes: PassThrough }
  >();
  private readonly violations: Violation[] = [];
  private name: string | undefined;
  private readonly request: IncomingMessage;
  private readonly maxUploadBytes: number;

  constructor(request: IncomingMessage, maxUploadBytes: number) {
    this.request = request;
    this.maxUploadBytes = maxUploadBytes;
  }

  async read(): Promise<ReadDataset> {
    if (Number(this.request.headers['content-length'] ?? 0) > this.maxUploadBytes)
      throw new PayloadTooLargeError(this.maxUploadBytes);
    const parser = parserFor(this.request);
    const meter = boundedBytes(this.maxUploadBytes);
    try {
      await this.parse(parser, meter);
      await Promise.all([...this.readings.values()].map(({ done }) => done));
    } catch (error) {
      this.request.unpipe(meter);
      for (const { bytes } of this.readings.values()) bytes.destroy();
      await Promise.allSettled([...this.readings.values()].map(({ done }) => done));
      throw error;
    }
    if (this.violations.length > 0) throw new ValidationError(this.violations);
    return this.reader.finish(this.name ?? 'upload');
  }

  private parse(parser: BusboyInstance, meter: Transform): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const broken = () => reject(this.broken());
      parser.on('file', (field, file, filename, _encoding, mimeType) => {
        const refusal = this.refusalOf(field);
        if (refusal !== undefined) {
          this.refuse(field, filename, refusal);
          file.resume();
          return;
        }
        // A reader that stops early closes its end; the part must flow on, or the parts behind it never come.
        const bytes = new PassThrough();
        bytes.once('close', () => {
          file.unpipe(bytes);
          file.resume();
        });
        file.once('error', broken);
        file.pipe(bytes);
        const source = {
          stream: bytes,
          gzipped: /\.gz$/i.test(filename ?? '') || /^application\/(x-)?gzip$/.test(mimeType),
          maxBytes: UNPACKED_FACTOR * this.maxUploadBytes,
        };
        const done = field === 'stores' ? this.reader.readStores(source) : this.reader.readSales(source);
        done.catch(reject);
        this.readings.set(field, { done, bytes });
      });
      parser.on('field', (field, value, _nameTruncated, valueTruncated) => {
        if (field !== 'name') this.refuse(field, null, this.refusalOf(field) ?? 'must be sent as a file');
        else if (valueTruncated || value.length > MAX_NAME_LENGTH || !/^[^\p{Cc}]*$/u.test(value))
          this.refuse('name', null, `must be plain text of at most ${MAX_NAME_LENGTH} characters`);
        else if (value.trim() !== '') this.name = value.trim();
      });
      for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const)
        parser.on(limit, () =>
          this.refuse('body', null, 'must have no other parts than historical_sales, stores and name'),
        );
      parser.once('finish', resolve);
      parser.once('error', broken);
      meter.once('error', reject);
      this.request.once('error', broken);
      this.request.once('close', () => !this.request.complete && broken());
      this.request.pipe(meter).pipe(parser);
    });
  }

  private refusalOf(field: string): string | undefined {
    if (field !== 'historical_sales' && field !== 'stores')
      return 'must be one of historical_sales, stores and name';
    return this.readings.has(field) ? 'must be sent once' : undefined;
  }

  private refuse(field: string, value: string | null | undefined, rule: string): void {
    this.violations.push({ field, value: value ?? null, rule });
  }

  private broken(): ValidationError {
    return new ValidationError([
      { field: 'body', value: null, rule: 'must be a whole multipart body, to its closing boundary' },
    ]);
  }
}

function parserFor(request: IncomingMessage): BusboyInstance {
  const given = request.headers['content-type'];
  if (given?.split(';')[0].trim().toLowerCase() !== MULTIPART)
    throw new UnsupportedMediaTypeError(given, MULTIPART);
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits: LIMITS });
  } catch {
    throw new UnsupportedMediaTypeError(given, `${MULTIPART} with its boundary`);
  }
}

function boundedBytes(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new PayloadTooLargeError(maxBytes));
      else done(null, chunk);
    },
  });
}

async function drain(request: IncomingMessage): Promise<void> {
  if (request.complete || request.destroyed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, DRAIN_MS);
    const finished = () => {
      clearTimeout(timer);
      resolve();
    };
    request.once('end', finished).once('close', finished).resume();
  });
}
