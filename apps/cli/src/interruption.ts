import { CommandError } from './command-error.ts';

/** A terminal, npm and a supervisor may each pass on the same Ctrl-C. */
const SAME_MS = 1_000;

/** What Ctrl-C means: the first asks the command to end in order, a later one ends it where it stands. */
export class Interruption {
  private readonly controller = new AbortController();
  private readonly end: () => void;
  private at: number | undefined;

  /** @param end called when a second wish to stop comes */
  constructor(end: () => void) {
    this.end = end;
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  readonly interrupt = (): void => {
    const now = performance.now();
    if (this.at === undefined) {
      this.at = now;
      this.controller.abort();
    } else if (now - this.at > SAME_MS) this.end();
  };

  /** The result of a piece of work, unless Ctrl-C comes first. @throws CommandError cancelled */
  async during<T>(work: Promise<T>): Promise<T> {
    const stopped = (): CommandError => new CommandError('cancelled', 'Stopped before a run was started.');
    if (this.signal.aborted) {
      work.catch(() => undefined);
      throw stopped();
    }
    let stop: () => void = () => undefined;
    const interrupted = new Promise<never>((_resolve, reject) => {
      stop = () => reject(stopped());
      this.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work, interrupted]);
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }
}
