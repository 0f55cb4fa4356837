import type { SeasonPlan } from '#contracts';
import type { ReportLayout } from './report-layout.ts';
import { bar } from './sparkline.ts';
import { table } from './table.ts';
import { amount, count, percent } from './wording.ts';

const BAR = 20;

/** What each cluster gets, and the stores that get most. */
export function storesReport({ inventory }: SeasonPlan, { paint, stores: shown }: ReportLayout): string[] {
  const { clusters, stores } = inventory;
  const labels = new Map(clusters.map(({ id, label }) => [id, inWords(label)]));
  const most = stores.toSorted((a, b) => b.initial_units - a.initial_units).slice(0, shown);
  const clusterTable = table(
    [
      { title: 'cluster' },
      { title: 'stores', align: 'right' },
      { title: 'units at launch', align: 'right' },
      { title: 'share', align: 'right' },
      { title: '' },
    ],
    clusters.map(({ label, stores: members, units, share }) => [
      inWords(label),
      count(members),
      count(units),
      percent(share),
      bar(share, BAR),
    ]),
  );
  const storeTable = table(
    [
      { title: 'store' },
      { title: 'cluster' },
      { title: 'units at launch', align: 'right' },
      { title: 'share of demand', align: 'right' },
    ],
    most.map(({ store_id, cluster_id, initial_units, share }) => [
      store_id,
      labels.get(cluster_id) ?? String(cluster_id),
      count(initial_units),
      percent(share),
    ]),
  );
  const title =
    most.length < stores.length
      ? `The ${most.length} of ${amount(stores.length, 'store')} that get most`
      : `All ${amount(stores.length, 'store')}`;
  return [
    ...section(paint('bold', 'Clusters'), clusterTable, paint),
    ...(most.length === 0 ? [] : ['', ...section(paint('bold', title), storeTable, paint)]),
  ];
}

function section(
  title: string,
  [heading, ...rows]: readonly string[],
  paint: ReportLayout['paint'],
): string[] {
  return [title, `  ${paint('dim', heading)}`, ...rows.map((row) => `  ${row}`)];
}

function inWords(label: string): string {
  return label.replaceAll('_', ' ');
}
