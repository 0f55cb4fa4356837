import { kmeans } from 'ml-kmeans';
import type { StoreProfile } from '#contracts';
import { compareIds } from './sales-panel.ts';
import { storeFeatures, type StoreFeatures } from './store-attributes.ts';

export interface Clustering {
  /** Cluster of each store, an index into `labels`, in the order the stores were given. */
  readonly clusterOf: readonly number[];
  readonly labels: readonly string[];
  /** Mean silhouette (Rousseeuw 1987), −1 to 1; null with fewer than two clusters. */
  readonly silhouette: number | null;
  readonly features: Omit<StoreFeatures, 'points'>;
}

export const DEFAULT_CLUSTERS = 3;
const DESIGN_LABELS = ['Fashion_Forward', 'Mainstream', 'Value_Conscious'];
const RESTARTS = 8;
const MAX_BY_SILHOUETTE = 8;
/** Silhouettes compare every pair of stores: larger chains are judged on an even sample of about this many. */
const SILHOUETTE_SAMPLE = 1_000;

/**
 * Groups stores by their attributes and recent sales: K-means with seeded k-means++ starts (Arthur & Vassilvitskii
 * 2007), the best of several, independent of the order of the rows. Fewer distinct stores than `clusters` give fewer
 * clusters. Clusters are numbered by falling recent sales (and income, where known).
 *
 * @param recentSales mean weekly units of each store over the last 52 weeks; NaN where unknown
 * @param clusters number of clusters, or "silhouette" for the number from 2 to 8 with the highest silhouette
 */
export function clusterStores(
  stores: readonly StoreProfile[],
  recentSales: readonly number[],
  clusters: number | 'silhouette',
  seed: number,
): Clustering {
  const order = stores.map((_, i) => i).sort((a, b) => compareIds(stores[a].store_id, stores[b].store_id));
  const features = storeFeatures(
    order.map((i) => stores[i]),
    order.map((i) => recentSales[i]),
  );
  const { points } = features;
  const k = clusters === 'silhouette' ? countBySilhouette(evenSample(points), seed) : clusters;
  const partitioned = partition(points, Math.min(k, countDistinct(points)), seed);
  const { assigned, labels } = named(partitioned, features);
  const clusterOf = new Array<number>(stores.length);
  order.forEach((original, row) => (clusterOf[original] = assigned[row]));
  return { clusterOf, labels, silhouette: silhouette(points, partitioned), features };
}

type Points = readonly (readonly number[])[];

const countDistinct = (points: Points): number => new Set(points.map((point) => point.join(' '))).size;

function evenSample<Item>(items: readonly Item[]): Item[] {
  const stride = Math.ceil(items.length / SILHOUETTE_SAMPLE);
  return items.filter((_, i) => i % stride === 0);
}

/** The number from 2 to 8 that separates the points best, the smallest of equals. */
function countBySilhouette(points: Points, seed: number): number {
  const most = Math.min(MAX_BY_SILHOUETTE, countDistinct(points));
  return range(2, most)
    .map((k) => ({ k, separation: silhouette(points, partition(points, k, seed)) ?? -1 }))
    .reduce((a, b) => (b.separation > a.separation ? b : a), { k: 1, separation: -1 }).k;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

const squaredDistance = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);

function partition(points: Points, k: number, seed: number): number[] {
  if (k === 1) return points.map(() => 0);
  const data = points.map((point) => [...point]);
  let best: number[] = [];
  let least = Infinity;
  for (let restart = 0; restart < RESTARTS; restart += 1) {
    const { clusters, centroids } = kmeans(data, k, { initialization: 'kmeans++', seed: seed + restart });
    const inertia = data.reduce((sum, point, i) => sum + squaredDistance(point, centroids[clusters[i]]), 0);
    if (inertia < least - 1e-9) [best, least] = [clusters, inertia];
  }
  return best;
}

function silhouette(points: Points, assigned: readonly number[]): number | null {
  const clusters = new Set(assigned).size;
  if (clusters < 2) return null;
  const sample = evenSample([...points.keys()]);
  const k = Math.max(...assigned) + 1;
  let sum = 0;
  for (const i of sample) {
    const distance = new Array<number>(k).fill(0);
    const count = new Array<number>(k).fill(0);
    for (const j of sample)
      if (j !== i) {
        distance[assigned[j]] += Math.sqrt(squaredDistance(points[i], points[j]));
        count[assigned[j]] += 1;
      }
    const own = assigned[i];
    if (count[own] === 0) continue;
    const inside = distance[own] / count[own];
    const outside = Math.min(
      ...range(0, k - 1)
        .filter((c) => c !== own && count[c] > 0)
        .map((c) => distance[c] / count[c]),
    );
    const larger = Math.max(inside, outside);
    if (Number.isFinite(outside) && larger > 0) sum += (outside - inside) / larger;
  }
  return sum / sample.length;
}

/** Numbers clusters by falling sales and income, ties by the first store, and drops empty numbers. */
function named(assigned: readonly number[], features: StoreFeatures) {
  const { points, salesColumn, incomeColumn } = features;
  const columns = [salesColumn, incomeColumn].filter((column) => column !== null);
  const rank = (cluster: number): number => {
    const members = points.filter((_, i) => assigned[i] === cluster);
    return (
      members.reduce((sum, point) => sum + columns.reduce((s, column) => s + point[column], 0), 0) /
      members.length
    );
  };
  const ordered = [...new Set(assigned)]
    .map((cluster) => ({ cluster, rank: rank(cluster) }))
    .sort((a, b) => b.rank - a.rank || assigned.indexOf(a.cluster) - assigned.indexOf(b.cluster))
    .map(({ cluster }) => cluster);
  const hasDesignLabels = ordered.length === 3 && salesColumn !== null && incomeColumn !== null;
  return {
    assigned: assigned.map((cluster) => ordered.indexOf(cluster)),
    labels: hasDesignLabels ? DESIGN_LABELS : ordered.map((_, i) => `Cluster ${i + 1}`),
  };
}
