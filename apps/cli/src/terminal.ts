import { createInterface } from 'node:readline/promises';
import { stripVTControlCharacters, styleText } from 'node:util';
import { CommandError } from './command-error.ts';
import type { Interruption } from './interruption.ts';

const PLAIN_WIDTH = 100;
const WIDEST = 120;

type Styles = Parameters<typeof styleText>[0];
export type Paint = (style: Styles, text: string) => string;

/** One of the two places that are written to. Colours follow the stream, `NO_COLOR` and `FORCE_COLOR`, as Node has it. */
export class Screen {
  readonly paint: Paint;
  private readonly stream: NodeJS.WriteStream;
  private readonly isDumb: boolean;

  constructor(stream: NodeJS.WriteStream, isDumb: boolean) {
    this.stream = stream;
    this.isDumb = isDumb;
    this.paint = (style, text) => styleText(style, text, { stream });
  }

  get width(): number {
    return this.stream.isTTY ? Math.min(this.stream.columns, WIDEST) : PLAIN_WIDTH;
  }

  /** Whether lines can be taken back. */
  get canRedraw(): boolean {
    return this.stream.isTTY && !this.isDumb;
  }

  write(text: string): void {
    this.stream.write(text);
  }
}

export interface TerminalStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Whether the terminal cannot move its cursor (`TERM=dumb`). */
  readonly isDumb: boolean;
}

/** Results go to `out`; progress, questions and complaints to `notes`, which stay on the screen when results are piped. */
export class Terminal {
  readonly out: Screen;
  readonly notes: Screen;
  private readonly streams: TerminalStreams;
  private readonly interruption: Interruption;

  constructor(streams: TerminalStreams, interruption: Interruption) {
    this.streams = streams;
    this.interruption = interruption;
    this.out = new Screen(streams.stdout, streams.isDumb);
    this.notes = new Screen(streams.stderr, streams.isDumb);
  }

  /** Whether there is somebody to ask. */
  get canAsk(): boolean {
    return this.streams.stdin.isTTY && this.streams.stderr.isTTY;
  }

  /** @throws CommandError cancelled when the answer is Ctrl-C or Ctrl-D */
  async ask(question: string): Promise<string> {
    const lines = createInterface({ input: this.streams.stdin, output: this.streams.stderr });
    lines.on('SIGINT', this.interruption.interrupt);
    const noAnswer = new AbortController();
    lines.on('close', () => noAnswer.abort());
    try {
      return (
        await lines.question(question, {
          signal: AbortSignal.any([noAnswer.signal, this.interruption.signal]),
        })
      ).trim();
    } catch {
      this.interruption.interrupt();
      throw new CommandError('cancelled', 'Stopped before a run was started.');
    } finally {
      lines.close();
    }
  }

  /** What is piped in, as one text. */
  async readPiped(): Promise<string | undefined> {
    if (this.streams.stdin.isTTY) return undefined;
    let text = '';
    for await (const chunk of this.streams.stdin) text += String(chunk);
    return text.trim() === '' ? undefined : text.trim();
  }
}

/** Text of a data set or a server may hold what a terminal would obey; it is shown, not obeyed. */
export function printable<T>(value: T): T {
  if (typeof value === 'string')
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    return stripVTControlCharacters(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, '�') as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, printable(inner)])) as T;
  return value;
}
