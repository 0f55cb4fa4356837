import type { DatasetFault } from '#contracts';

const OTHER_SEPARATORS = [
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'bars'],
] as const;

/** The fault of a header without a column it must have, and what the writer of the file may have meant. */
export function missingColumn(name: string, columns: readonly string[]): Omit<DatasetFault, 'file'> {
  return {
    line: 1,
    column: name,
    value: columns.join(','),
    rule: `missing column: the header must name ${name}${hint(name, columns)}`,
  };
}

function hint(name: string, columns: readonly string[]): string {
  const separator = OTHER_SEPARATORS.find(([sign]) => columns.length === 1 && columns[0].includes(sign));
  if (separator !== undefined) return `; cells are separated by commas, not by ${separator[1]}`;
  const alike = columns.find((column) => column.toLowerCase() === name);
  return alike === undefined ? '' : `, in small letters, not "${alike}"`;
}
