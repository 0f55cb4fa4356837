import path from 'node:path';

/** The worker module beside this file: TypeScript when run from source, JavaScript when built. */
export function workerModule(name: string): URL {
  return new URL(`./${name}.worker${path.extname(import.meta.filename)}`, import.meta.url);
}
