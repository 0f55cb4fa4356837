import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** One forecast of one split at one horizon, as the scorer judged it; fractions are in per cent. */
export interface ScoredForecast {
  readonly set: string;
  readonly level: string;
  readonly series: string;
  readonly origin: string;
  readonly method: string;
  readonly H: string;
  readonly wape: string;
  readonly tot_ape: string;
  readonly cov80: string;
  readonly cov95: string;
  readonly mis80: string;
}

const OURS = 'ours';
const METRICS = ['tot_ape', 'wape', 'cov80', 'cov95', 'mis80'] as const;
type Metric = (typeof METRICS)[number];
type Means = Record<Metric, number>;

/** A method without intervals has no coverage. */
const shown = (value: number, digits: number): string =>
  Number.isFinite(value) ? value.toFixed(digits) : '–';

const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const middle = (values: number[]): number => {
  const ordered = values.toSorted((a, b) => a - b);
  const half = ordered.length >> 1;
  return ordered.length % 2 ? ordered[half] : (ordered[half - 1] + ordered[half]) / 2;
};

/** Mean of every metric by cell (set, level, horizon) and method, on the splits that were forecast. */
function meansByCell(
  scored: readonly ScoredForecast[],
  splits: readonly { set: string; series: string; origin: string }[],
): Map<string, Map<string, Means>> {
  const wanted = new Set(splits.map(({ set, series, origin }) => `${set}|${series}|${origin}`));
  const cells = new Map<string, Map<string, ScoredForecast[]>>();
  for (const row of scored) {
    if (!wanted.has(`${row.set}|${row.series}|${row.origin}`)) continue;
    const cell = `${row.set} ${row.level} ${row.H}`;
    const methods = cells.get(cell) ?? new Map<string, ScoredForecast[]>();
    cells.set(cell, methods);
    methods.set(row.method, [...(methods.get(row.method) ?? []), row]);
  }
  const means = (rows: ScoredForecast[]) =>
    Object.fromEntries(
      METRICS.map((metric) => [
        metric,
        mean(rows.map((row) => Number(row[metric] || NaN)).filter(Number.isFinite)),
      ]),
    ) as Means;
  return new Map(
    [...cells].map(([cell, methods]) => [
      cell,
      new Map([...methods].map(([name, rows]) => [name, means(rows)])),
    ]),
  );
}

const best = (methods: Map<string, Means>, metric: Metric): number =>
  Math.min(...[...methods].filter(([name]) => !name.startsWith(OURS)).map(([, means]) => means[metric]));

/** The figures the forecast is held to, and the joint table with the peers. */
export function figures(
  scored: readonly ScoredForecast[],
  splits: readonly { set: string; series: string; origin: string }[],
): { markdown: string } {
  const cells = [...meansByCell(scored, splits)]
    .filter(([, methods]) => methods.has(OURS))
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  const real = cells.filter(([cell]) => !cell.startsWith('synthetic'));
  const synthetic = cells.filter(([cell]) => cell.startsWith('synthetic '));
  const names = [...new Set(cells.flatMap(([, methods]) => [...methods.keys()]))].sort();
  const ratio = (name: string, metric: Metric) =>
    mean(
      real.flatMap(([, methods]) =>
        methods.has(name) ? [methods.get(name)![metric] / best(methods, metric)] : [],
      ),
    );
  const average = (name: string, metric: Metric) =>
    mean(real.flatMap(([, methods]) => (methods.has(name) ? [methods.get(name)![metric]] : [])));
  const mid = (name: string, metric: Metric) =>
    middle(real.flatMap(([, methods]) => (methods.has(name) ? [methods.get(name)![metric]] : [])));

  const summary = [
    '| method | season total ÷ best peer | weekly WAPE ÷ best peer | coverage 80 % | coverage 95 % | MIS80 (median) | synthetic season total, % |',
    '|---|---|---|---|---|---|---|',
    ...names
      .toSorted((a, b) => ratio(a, 'tot_ape') - ratio(b, 'tot_ape'))
      .map((name) => {
        const row = [
          shown(ratio(name, 'tot_ape'), 2),
          shown(ratio(name, 'wape'), 2),
          shown(average(name, 'cov80'), 1),
          shown(average(name, 'cov95'), 1),
          shown(mid(name, 'mis80'), 2),
          mean(
            synthetic.flatMap(([, methods]) => (methods.has(name) ? [methods.get(name)!.tot_ape] : [])),
          ).toFixed(1),
        ];
        return `| ${name === OURS ? '**ours**' : name} | ${row.join(' | ')} |`;
      }),
  ];
  const detail = [
    '| cell | season total: ours | best peer | weekly WAPE: ours | best peer | coverage 80 % | coverage 95 % | MIS80: ours | best peer |',
    '|---|---|---|---|---|---|---|---|---|',
    ...cells.map(([cell, methods]) => {
      const ours = methods.get(OURS)!;
      const row = [
        ours.tot_ape.toFixed(1),
        best(methods, 'tot_ape').toFixed(1),
        ours.wape.toFixed(1),
        best(methods, 'wape').toFixed(1),
        ours.cov80.toFixed(0),
        ours.cov95.toFixed(0),
        ours.mis80.toFixed(2),
        best(methods, 'mis80').toFixed(2),
      ];
      return `| ${cell} | ${row.join(' | ')} |`;
    }),
  ];
  return { markdown: [...summary, '', ...detail].join('\n') };
}

const BEGIN = '<!-- eval:forecast begin -->';
const END = '<!-- eval:forecast end -->';

/** Replaces what stands between the marks in the document. @throws Error where the document or its marks are missing */
export function storeInDocs(path: string, markdown: string): void {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`${path} needs the lines ${BEGIN} and ${END} to store the table.`);
  writeFileSync(path, `${text.slice(0, from + BEGIN.length)}\n\n${markdown}\n\n${text.slice(to)}`);
}
