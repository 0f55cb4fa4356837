const LISTED = 10;

/** The names there are, those most like the wanted one first. */
export function nearestNames(wanted: string, names: readonly string[]): string[] {
  const distance = new Map(
    names.map((name) => [name, editDistance(wanted.toLowerCase(), name.toLowerCase())]),
  );
  return [...distance.keys()]
    .toSorted((a, b) => (distance.get(a) ?? 0) - (distance.get(b) ?? 0))
    .slice(0, LISTED);
}

/** Levenshtein distance; a name is at most 200 characters. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++)
      current[column] = Math.min(
        previous[column] + 1,
        current[column - 1] + 1,
        previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1),
      );
    previous = current;
  }
  return previous[b.length];
}
