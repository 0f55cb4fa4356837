/**
 * How fast sales come in and contexts come out, as Markdown tables. Every measurement is a process of its own, so that
 * its peak memory is its own; the two passes over a file take turns.
 *
 *   npm run build && node dist/test/performance/ingest.bench.js [largest million rows, 5]
 */
import { Database, migrate, startEmbeddedPostgres } from '#database';
import { parse } from 'csv-parse';
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  ContextAssembler,
  type RunSubject,
} from '../../libs/context-assembly/src/context-assembler.service.ts';
import { DatasetCache } from '../../libs/context-assembly/src/dataset.cache.ts';
import { DatasetReader } from '../../libs/context-assembly/src/dataset.reader.ts';
import { DatasetStore } from '../../libs/context-assembly/src/dataset.store.ts';
import { addDays } from '#planning';
import { figure } from './figures.ts';

const FIRST_DAY = '2022-01-01';
const SAMPLE = path.join(process.cwd(), 'data/sample');

interface Measured {
  readonly ms: number;
  readonly rows: number;
  /** Peak resident memory of the process, MiB. */
  readonly peakMiB: number;
  /** Longest the event loop stood still, ms. */
  readonly stallMs: number;
}

interface Size {
  readonly stores: number;
  readonly categories: number;
  readonly days: number;
}

function* salesLines({ stores, categories, days }: Size): Generator<string> {
  yield 'date,store_id,category,quantity_sold,revenue\n';
  for (let day = 0; day < days; day++) {
    const date = addDays(FIRST_DAY, day);
    const lines: string[] = [];
    for (let store = 0; store < stores; store++)
      for (let category = 0; category < categories; category++) {
        const units = (day * 7 + store * 13 + category * 29) % 23;
        lines.push(`${date},S${store},Category ${category},${units},${(units * 39.9).toFixed(2)}`);
      }
    yield lines.join('\n') + '\n';
  }
}

const storesCsv = (stores: number): string =>
  ['store_id,avg_weekly_sales_12mo', ...Array.from({ length: stores }, (_, i) => `S${i},1`)].join('\n');

const tasks: Record<string, (...args: string[]) => Promise<number>> = {
  async bare(file) {
    let rows = 0;
    const parser = parse({ columns: true });
    parser.on('data', () => rows++);
    await pipeline(createReadStream(file), parser);
    return rows;
  },
  async ingest(file, stores) {
    return (await readDataset(file, Number(stores))).rows;
  },
  async keep(file, stores, url) {
    const database = new Database(url);
    const data = await readDataset(file, Number(stores));
    await new DatasetStore(database).save(data, `bench-${stores}`);
    await database.close();
    return data.rows;
  },
};

async function readDataset(file: string, stores: number) {
  const reader = new DatasetReader();
  await reader.readStores({ stream: Readable.from([storesCsv(stores)]), gzipped: false, maxBytes: 2 ** 30 });
  await reader.readSales({ stream: createReadStream(file), gzipped: false, maxBytes: 2 ** 40 });
  return reader.finish('bench');
}

async function child(task: string, args: string[]): Promise<void> {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const start = performance.now();
  const rows = await tasks[task](...args);
  const measured: Measured = {
    ms: performance.now() - start,
    rows,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    stallMs: loop.max / 1e6,
  };
  process.stdout.write(JSON.stringify(measured));
}

function measure(task: string, ...args: string[]): Measured {
  return JSON.parse(
    execFileSync(process.execPath, [import.meta.filename, '--task', task, ...args], { encoding: 'utf8' }),
  ) as Measured;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

async function ingestTable(folder: string, largest: number): Promise<void> {
  console.log(
    '| rows | csv-parse objects, s | ingest, s | ratio (target 1.6) | ingest rows/s | peak RSS bare, MiB | peak RSS ingest, MiB (target 400) | longest stall bare / ingest, ms |',
  );
  console.log('|---|---|---|---|---|---|---|---|');
  for (const millions of [1, largest]) {
    const size = { stores: 100, categories: 10, days: 1_000 * millions };
    const file = path.join(folder, `${millions}m.csv`);
    await pipeline(Readable.from(salesLines(size)), createWriteStream(file));
    const runs = Array.from({ length: millions === 1 ? 5 : 3 }, () => ({
      bare: measure('bare', file),
      ingest: measure('ingest', file, '100'),
    }));
    const of = (pick: (run: (typeof runs)[number]) => number) => median(runs.map(pick));
    console.log(
      `| ${runs[0].ingest.rows} | ${(of((r) => r.bare.ms) / 1000).toFixed(2)} | ${(of((r) => r.ingest.ms) / 1000).toFixed(2)} | ${of((r) => r.ingest.ms / r.bare.ms).toFixed(2)} | ${Math.round((1000 * runs[0].ingest.rows) / of((r) => r.ingest.ms))} | ${of((r) => r.bare.peakMiB).toFixed(0)} | ${of((r) => r.ingest.peakMiB).toFixed(0)} | ${of((r) => r.bare.stallMs).toFixed(1)} / ${of((r) => r.ingest.stallMs).toFixed(1)} |`,
    );
    rmSync(file);
    figure({
      name: `ingest of ${millions} M rows`,
      value: of((r) => r.ingest.ms),
      unit: 'ms',
      beside: { what: 'a bare csv-parse pass', value: of((r) => r.bare.ms) },
    });
    figure({
      name: `ingest of ${millions} M rows ÷ a bare csv-parse pass`,
      value: of((r) => r.ingest.ms / r.bare.ms),
      unit: '×',
      atMost: 1.6,
    });
    figure({
      name: `ingest of ${millions} M rows, peak memory`,
      value: of((r) => r.ingest.peakMiB),
      unit: 'MiB',
      atMost: 400,
    });
  }
}

async function contextTable(folder: string, url: string): Promise<void> {
  const database = new Database(url);
  const store = new DatasetStore(database);
  const sample = new DatasetReader();
  for (const [name, read] of [
    ['stores', 'readStores'],
    ['historical_sales', 'readSales'],
  ] as const)
    await sample[read]({
      stream: createReadStream(path.join(SAMPLE, `${name}.csv.gz`)),
      gzipped: true,
      maxBytes: 2 ** 30,
    });
  await store.save(await sample.finish('sample'), 'sample');

  const large = { stores: 500, categories: 20, days: 1_095 };
  const file = path.join(folder, 'large.csv');
  await pipeline(Readable.from(salesLines(large)), createWriteStream(file));
  const kept = measure('keep', file, '500', url);
  rmSync(file);

  console.log(
    '\n| data set | first demand context, ms | target | cached, ms (target 1) | longest stall, ms |\n|---|---|---|---|---|',
  );
  for (const [id, category, start, target] of [
    ['sample', "Women's Dresses", '2026-11-02', 150],
    ['bench-500', 'Category 3', '2025-01-06', 1_000],
  ] as const) {
    const subject: RunSubject = {
      dataset_id: id,
      category_id: category,
      content_hash: await store.version(id),
      as_of: start,
      seed: 1,
      options: {},
      parameters: {
        forecast_horizon_weeks: 12,
        season_start_date: start,
        season_end_date: addDays(start, 83),
        replenishment_strategy: 'none',
        dc_holdback_percentage: 0,
        markdown_checkpoint_week: null,
        markdown_threshold: null,
      },
    };
    const loop = monitorEventLoopDelay({ resolution: 1 });
    const first: number[] = [];
    const cached: number[] = [];
    loop.enable();
    for (let run = 0; run < 5; run++) {
      // A new cache is what a restart has: everything comes from PostgreSQL.
      const assembler = new ContextAssembler(new DatasetCache(store));
      const timed = async () => {
        const from = performance.now();
        await assembler.assembleDemandContext(subject);
        return performance.now() - from;
      };
      first.push(await timed());
      for (let again = 0; again < 20; again++) cached.push(await timed());
    }
    loop.disable();
    figure({ name: `first context of ${id} after a restart`, value: first[0], unit: 'ms', atMost: target });
    figure({ name: `cached context of ${id}`, value: median(cached), unit: 'ms', atMost: 1 });
    console.log(
      `| ${id} | ${first[0].toFixed(0)} (median ${median(first).toFixed(0)}) | ${target} | ${median(cached).toFixed(3)} | ${(loop.max / 1e6).toFixed(1)} |`,
    );
  }
  console.log(
    `\n500 stores × 20 categories × 3 years (${kept.rows} rows): read and kept in PostgreSQL in ${(kept.ms / 1000).toFixed(1)} s, peak RSS ${kept.peakMiB.toFixed(0)} MiB, longest stall ${kept.stallMs.toFixed(1)} ms.`,
  );
  await database.close();
}

if (process.argv[2] === '--task') await child(process.argv[3], process.argv.slice(4));
else {
  const folder = mkdtempSync(path.join(tmpdir(), 'ingest-bench-'));
  const postgres = await startEmbeddedPostgres({ stateDir: path.join(folder, 'state') });
  try {
    await migrate(postgres.url);
    await ingestTable(folder, Number(process.argv[2] ?? 5));
    await contextTable(folder, postgres.url);
  } finally {
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
