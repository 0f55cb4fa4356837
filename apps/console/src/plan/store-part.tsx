import type { InventoryPlan, StoreAllocation } from '#contracts';
import { useState } from 'preact/hooks';
import { count, counted, percent } from '../words/figures.ts';

/** Stores shown before all are asked for. */
const FIRST_STORES = 12;

type Column = 'store_id' | 'cluster_id' | 'share' | 'initial_units' | 'min_units';

/** Where the units go: a bar for each cluster, and a table of stores to sort. */
export function StorePart({ inventory }: { inventory: InventoryPlan }) {
  const { clusters, stores, initial_allocation_units: units } = inventory;
  return (
    <details class="part">
      <summary>
        <h3>Stores</h3> {counted(units, 'unit')} to {counted(stores.length, 'store')} in{' '}
        {counted(clusters.length, 'cluster')}
      </summary>
      <ClusterBars inventory={inventory} />
      <StoreTable inventory={inventory} />
    </details>
  );
}

function ClusterBars({ inventory: { clusters } }: { inventory: InventoryPlan }) {
  const most = Math.max(...clusters.map(({ share }) => share));
  return (
    <ul class="bars">
      {clusters.map(({ id, label, stores, share, units }, i) => (
        <li key={id}>
          <span>
            {nameOf(label)},{' '}
            <span data-fact={`/inventory/clusters/${i}/stores`}>{counted(stores, 'store')}</span>
          </span>
          <span class="bar" style={{ '--share': String(share / most) }} aria-hidden="true" />
          <span class="figure" data-fact={`/inventory/clusters/${i}/units`}>
            {count(units)}
          </span>
          <span class="figure soft" data-fact={`/inventory/clusters/${i}/share`}>
            {percent(share)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function StoreTable({ inventory: { stores, clusters } }: { inventory: InventoryPlan }) {
  const [column, setColumn] = useState<Column>('initial_units');
  const [isDescending, setDescending] = useState(true);
  const [isWhole, setWhole] = useState(false);
  const labels = new Map(clusters.map(({ id, label }) => [id, nameOf(label)]));
  const places = new Map(stores.map(({ store_id }, i) => [store_id, i]));
  const sorted = stores.toSorted((a, b) => (isDescending ? -1 : 1) * compared(a, b, column));
  const shown = isWhole ? sorted : sorted.slice(0, FIRST_STORES);
  const sortBy = (by: Column): void => {
    setDescending(by === column ? !isDescending : by !== 'store_id');
    setColumn(by);
  };
  const head = (by: Column, name: string) => (
    <th
      scope="col"
      class={by === 'store_id' || by === 'cluster_id' ? undefined : 'figure'}
      aria-sort={by !== column ? 'none' : isDescending ? 'descending' : 'ascending'}
    >
      <button type="button" class="sort" onClick={() => sortBy(by)}>
        {name} <span aria-hidden="true">{by !== column ? '' : isDescending ? '↓' : '↑'}</span>
      </button>
    </th>
  );
  return (
    <>
      <div class="wide" tabindex={0} role="region" aria-label="Allocation by store">
        <table>
          <thead>
            <tr>
              {head('store_id', 'Store')}
              {head('cluster_id', 'Cluster')}
              {head('initial_units', 'At launch')}
              {head('share', 'Share of demand')}
              {head('min_units', 'At least')}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ store_id, cluster_id, share, initial_units, min_units }) => (
              <tr key={store_id}>
                <th scope="row">{store_id}</th>
                <td>{labels.get(cluster_id)}</td>
                <td class="figure" data-fact={`/inventory/stores/${places.get(store_id)}/initial_units`}>
                  {count(initial_units)}
                </td>
                <td class="figure">{(100 * share).toFixed(1)} %</td>
                <td class="figure">{count(min_units)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {stores.length > FIRST_STORES && (
        <button type="button" class="link" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? `the first ${FIRST_STORES} alone` : `all ${count(stores.length)} stores`}
        </button>
      )}
    </>
  );
}

function compared(a: StoreAllocation, b: StoreAllocation, column: Column): number {
  return column === 'store_id'
    ? a.store_id.localeCompare(b.store_id, 'en', { numeric: true })
    : a[column] - b[column];
}

/** `Fashion_Forward` is read as two words. */
function nameOf(label: string): string {
  return label.replaceAll('_', ' ');
}
