/** The lines of a CSV file, packed or not, one chunk at a time: a file may be larger than a page should hold. */
async function* chunksOf(file: File): AsyncGenerator<string, void, undefined> {
  const isPacked = /\.gz$/i.test(file.name);
  // The types of streams do not say that bytes are what gunzip takes.
  const bytes = isPacked ? file.stream().pipeThrough(new DecompressionStream('gzip')) : file.stream();
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

/** Counts the rows below the header, telling how many there are so far. */
export async function countRows(
  file: File,
  signal: AbortSignal,
  tell: (rows: number, isAll: boolean) => void,
): Promise<void> {
  let lineEnds = 0;
  let last = '';
  for await (const chunk of chunksOf(file)) {
    if (signal.aborted) return;
    for (let at = chunk.indexOf('\n'); at >= 0; at = chunk.indexOf('\n', at + 1)) lineEnds++;
    last = chunk.at(-1) ?? last;
    tell(Math.max(0, lineEnds - 1), false);
  }
  const lines = lineEnds + (last === '\n' || last === '' ? 0 : 1);
  tell(Math.max(0, lines - 1), true);
}

const SHOWN_LINE = 200;

/** The text of some lines, by their number, which counts from 1 with the header. */
export async function linesOf(file: File, wanted: ReadonlySet<number>): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  let number = 1;
  let rest = '';
  const take = (line: string): void => {
    if (wanted.has(number)) found.set(number, line.replace(/\r$/, '').slice(0, SHOWN_LINE));
    number++;
  };
  for await (const chunk of chunksOf(file)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    if (found.size === wanted.size) return found;
  }
  if (rest !== '') take(rest);
  return found;
}
