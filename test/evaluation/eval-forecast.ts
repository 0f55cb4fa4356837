/**
 * Scores the season forecast on real retail data against published methods, through the code the demand agent runs.
 *
 *   npm run eval:forecast                 all series and splits, about ten minutes
 *   npm run eval:forecast -- --every 5    every fifth split
 *   npm run eval:forecast -- --docs       also stores the tables in docs/planning-methods.md
 *
 * The data and the peers' forecasts are in ../shared/baselines; without them there is nothing to score against.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { WeeklyTotals } from '#contracts';
import { arima, forecastSeason, seasonPanel } from '#planning';
import { figures, storeInDocs } from './forecast-figures.ts';
import { prophet } from './prophet.model.ts';

const root = join(import.meta.dirname, '../..');
const baselines = join(root, '../shared/baselines');
const reports = join(root, 'reports');

interface Split {
  readonly set: string;
  readonly level: string;
  readonly series: string;
  readonly origin: string;
  readonly n_train: string;
  readonly max_h: string;
}

/** Whose feasts each data set keeps; the synthetic ones were made with the default. */
const COUNTRIES: Readonly<Record<string, string>> = { pasta: 'IT', rossmann: 'DE' };
const DEFAULT_COUNTRY = 'US';
const SEED = 1;

const readCsv = <Row>(path: string): Row[] => parse(readFileSync(path), { columns: true });

/** Weekly series by set and level; weeks that were not observed are NaN. */
function readSeries(path: string): Map<string, Map<string, WeeklyTotals>> {
  const groups = new Map<string, Map<string, { first: string; units: number[] }>>();
  for (const row of readCsv<Record<'set' | 'level' | 'series' | 'date' | 'y' | 'observed', string>>(path)) {
    const group = groups.get(`${row.set}/${row.level}`) ?? new Map();
    groups.set(`${row.set}/${row.level}`, group);
    const series = group.get(row.series) ?? { first: row.date, units: [] };
    group.set(row.series, series);
    series.units.push(row.observed === '1' ? Number(row.y) : NaN);
  }
  return new Map(
    [...groups].map(([key, group]) => [
      key,
      new Map(
        [...group].map(([series_id, { first, units }]) => [
          series_id,
          { series_id, first_week_start: first, units: Float64Array.from(units) },
        ]),
      ),
    ]),
  );
}

/** What was known of the group when the split's history ended. */
function knownAt(
  split: Split,
  group: Map<string, WeeklyTotals>,
): { target: WeeklyTotals; siblings: WeeklyTotals[] } {
  const whole = group.get(split.series)!;
  const target = { ...whole, units: whole.units.slice(0, Number(split.n_train)) };
  return { target, siblings: [...group.values()].filter(({ series_id }) => series_id !== split.series) };
}

function forecastSplit(split: Split, group: Map<string, WeeklyTotals>) {
  const started = performance.now();
  const input = {
    ...knownAt(split, group),
    lead: 0,
    horizon: Number(split.max_h),
    country: COUNTRIES[split.set] ?? DEFAULT_COUNTRY,
    seed: SEED,
  };
  const { weekly, interval80, interval95 } = forecastSeason(input);
  const seconds = ((performance.now() - started) / 1000).toFixed(4);
  const rowsOf = (method: string, means: Float64Array, bounds: (h: number) => object) =>
    Array.from(means, (mean, h) => ({
      set: split.set,
      level: split.level,
      series: split.series,
      origin: split.origin,
      method,
      h: h + 1,
      mean,
      ...bounds(h),
    }));
  const panel = seasonPanel(input);
  const [[byArima], [byProphet]] = [arima, prophet].map((model) => model.forecast(panel, [0]));
  const alone = {
    ours_arima: byArima,
    ours_prophet: byProphet,
    ours_prophet_arima_mean: byProphet.map((units, h) => (units + byArima[h]) / 2),
  };
  const none = { lo80: '', hi80: '', lo95: '', hi95: '', seconds: '' };
  return [
    ...rowsOf('ours', weekly, (h) => ({
      lo80: interval80[h].lo,
      hi80: interval80[h].hi,
      lo95: interval95[h].lo,
      hi95: interval95[h].hi,
      seconds,
    })),
    ...Object.entries(alone).flatMap(([method, means]) => rowsOf(method, means, () => none)),
  ];
}

function main(): void {
  const { values } = parseArgs({
    options: { every: { type: 'string', default: '1' }, docs: { type: 'boolean', default: false } },
  });
  const every = Number(values.every);
  if (!Number.isInteger(every) || every < 1) throw new RangeError('--every takes a whole number from 1.');
  if (!existsSync(baselines)) {
    console.log(
      'Skipped: ../shared/baselines is not there, so there are no series and no peers to score against.',
    );
    return;
  }
  mkdirSync(reports, { recursive: true });
  const groups = readSeries(join(baselines, 'results/series.csv'));
  const splits = readCsv<Split>(join(baselines, 'results/origins.csv')).filter((_, i) => i % every === 0);
  const ours = join(reports, 'forecasts.csv');
  const peers = join(reports, 'forecasts-peers.csv');
  const errors = join(reports, 'forecast-errors.csv');
  const rows = splits.flatMap((split) => forecastSplit(split, groups.get(`${split.set}/${split.level}`)!));
  writeFileSync(ours, stringify(rows, { header: true }));
  writeFileSync(peers, gunzipSync(readFileSync(join(baselines, 'results/forecasts_peers.csv.gz'))));

  // On a part of the splits the peers are scored on that part too.
  const options = every === 1 ? [] : ['--common'];
  const table = execFileSync(
    process.execPath,
    [join(baselines, 'score.mjs'), ours, peers, '--by', 'set,level', '--md', '--errors', errors, ...options],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  const result = figures(readCsv(errors), splits);
  console.log(table);
  console.log(result.markdown);
  if (values.docs) storeInDocs(join(root, 'docs/planning-methods.md'), result.markdown);
}

main();
