/** A text in the order it is read, and where each of its characters stands in the original. */
export interface OrderedText {
  readonly text: string;
  readonly at: readonly number[];
}

const SEPARATORS = ['\t', '|', ';', ','];
const FEWEST_COLUMNS = 3;
const LONGEST_HEADING = 24;

interface Cell {
  readonly text: string;
  readonly start: number;
}

/**
 * A pasted table of headings over one row reads column by column, "Weeks: 18", and pairs in one line,
 * `weeks=18 replenishment=none`, read as a line each; any other text as it stands.
 */
export function inReadingOrder(original: string): OrderedText {
  const lines = linesOf(original);
  for (let i = 0; i + 1 < lines.length; i++) {
    const rows = lines.slice(i + 1).filter(({ text }) => text.trim() !== '' && !/^[\s|:-]+$/.test(text));
    const table = rows.length === 1 ? columnsOf(lines[i], rows[0]) : undefined;
    if (table !== undefined) return columnByColumn(original, lines.slice(0, i), table);
  }
  const text = original
    .split('\n')
    .map((line) =>
      (line.match(/\w=/g)?.length ?? 0) > 1 ? line.replaceAll(/\s(?=[a-z]\w*=)/gi, '\n') : line,
    )
    .join('\n');
  return { text, at: Array.from({ length: original.length }, (_, index) => index) };
}

function linesOf(original: string): Cell[] {
  return [...original.matchAll(/[^\n]+/g)].map(({ 0: text, index }) => ({ text, start: index }));
}

/** Headings with the cells under them, where two lines have as many and the headings are words alone. */
function columnsOf(head: Cell, row: Cell): (readonly [Cell, Cell])[] | undefined {
  for (const separator of SEPARATORS) {
    if (isProse(head.text, separator)) continue;
    const headings = cellsOf(head, separator);
    const cells = cellsOf(row, separator);
    if (headings.length < FEWEST_COLUMNS || cells.length !== headings.length) continue;
    const areNames = headings.every(
      ({ text }) => /^[a-z][^\d:=]*$/i.test(text) && text.length <= LONGEST_HEADING,
    );
    if (areNames && cells.some(({ text }) => /\d/.test(text)))
      return headings.map((heading, column) => [heading, cells[column]] as const);
  }
  return undefined;
}

/** "Knits, no replenishment, all to stores": a comma with a space behind it parts words, not cells. */
const isProse = (text: string, separator: string): boolean =>
  (separator === ',' || separator === ';') && text.includes(`${separator} `);

function cellsOf({ text, start }: Cell, separator: string): Cell[] {
  const cells: Cell[] = [];
  let from = 0;
  for (const part of text.split(separator)) {
    const lead = part.length - part.trimStart().length;
    cells.push({ text: part.trim(), start: start + from + lead });
    from += part.length + separator.length;
  }
  // "| Weeks | Launch |"
  const isFramed = separator === '|' && cells.length > 2 && cells[0].text === '' && cells.at(-1)?.text === '';
  return isFramed ? cells.slice(1, -1) : cells;
}

function columnByColumn(
  original: string,
  before: readonly Cell[],
  table: readonly (readonly [Cell, Cell])[],
): OrderedText {
  let text = '';
  const at: number[] = [];
  const put = (words: string, start: number, isCopy: boolean): void => {
    text += words;
    for (let i = 0; i < words.length; i++) at.push(isCopy ? start + i : start);
  };
  for (const line of before) {
    put(line.text, line.start, true);
    put('\n', line.start + line.text.length, false);
  }
  for (const [heading, cell] of table) {
    put(heading.text, heading.start, true);
    put(': ', heading.start + heading.text.length - 1, false);
    put(cell.text, cell.start, true);
    put('\n', Math.min(original.length - 1, cell.start + cell.text.length), false);
  }
  return { text, at };
}
