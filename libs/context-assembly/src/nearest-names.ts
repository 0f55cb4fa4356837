import { distance } from 'fastest-levenshtein';

const LISTED = 10;

/** The names there are, those most like the wanted one first. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const distances = new Map(names.map((name) => [name, distance(wanted.toLowerCase(), name.toLowerCase())]));
  return [...distances.keys()]
    .toSorted((a, b) => (distances.get(a) ?? 0) - (distances.get(b) ?? 0))
    .slice(0, LISTED);
}
