// Writes data/sample: `npm run data:generate`. The same code gives the same rows, whenever and wherever it runs.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import { stringify } from 'csv-stringify/sync';
import { sampleSales, sampleStores } from './sample-retailer.ts';

const folder = path.join(import.meta.dirname, 'sample');
const rows = [...sampleSales()];

write('historical_sales.csv.gz', rows);
write('stores.csv.gz', sampleStores(rows));

function write(name: string, records: readonly object[]): void {
  const bytes = gzipSync(stringify([...records], { header: true }), { level: constants.Z_BEST_COMPRESSION });
  writeFileSync(path.join(folder, name), bytes);
  process.stdout.write(`${name}: ${records.length} rows, ${bytes.length} bytes\n`);
}
