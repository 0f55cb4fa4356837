import type { ProgressBody } from '#contracts';
import { randomUUID } from 'node:crypto';

/** At most one progress event is written in this time for a run. */
const PROGRESS_INTERVAL_MS = 25;

/** Stores one progress event; a second call with the same key must change nothing. */
export type StoreProgress = (body: ProgressBody, dedupeKey: string) => Promise<void>;

interface WaitingProgress {
  body: ProgressBody;
  /** Fixed before the first try: a write whose answer is lost is not stored twice. */
  readonly dedupeKey: string;
}

/**
 * What one run has said and is not stored yet, in order. Progress of one agent is coalesced until it is written or
 * something else is said; a write that fails stays at the front and is tried again before anything later.
 */
export class RunOutbox {
  private readonly storeProgress: StoreProgress;
  private readonly onIdle: () => void;
  private readonly waiting: WaitingProgress[] = [];
  /** The last of `waiting`, while a newer value may still replace it. */
  private open: WaitingProgress | null = null;
  private window: NodeJS.Timeout | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private tasks = 0;

  constructor(storeProgress: StoreProgress, onIdle: () => void) {
    this.storeProgress = storeProgress;
    this.onIdle = onIdle;
  }

  report(body: ProgressBody): void {
    if (this.open?.body.agent_name === body.agent_name) this.open.body = body;
    else {
      this.open = { body, dedupeKey: `progress ${randomUUID()}` };
      this.waiting.push(this.open);
    }
    if (this.window === undefined) this.writeProgress();
  }

  /** Runs after everything said before it is stored, and before anything said after. */
  enqueue<T>(store: () => Promise<T>): Promise<T> {
    const last = this.waiting.at(-1);
    this.open = null;
    return this.inTurn(async () => {
      await this.writeUpTo(last);
      return store();
    });
  }

  private writeProgress(): void {
    const last = this.waiting.at(-1);
    this.window = setTimeout(() => {
      this.window = undefined;
      if (this.open !== null) this.writeProgress();
      else this.endWhenIdle();
    }, PROGRESS_INTERVAL_MS);
    // What fails here fails again, and is told, with the run's next event.
    this.inTurn(() => this.writeUpTo(last)).catch(() => undefined);
  }

  private async writeUpTo(last: WaitingProgress | undefined): Promise<void> {
    if (last === undefined || !this.waiting.includes(last)) return;
    for (let next; next !== last;) {
      next = this.waiting[0];
      if (this.open === next) this.open = null;
      await this.storeProgress(next.body, next.dedupeKey);
      this.waiting.shift();
    }
  }

  private inTurn<T>(task: () => Promise<T>): Promise<T> {
    this.tasks++;
    const done = this.tail.then(task);
    this.tail = done
      .catch(() => undefined)
      .then(() => {
        this.tasks--;
        this.endWhenIdle();
      });
    return done;
  }

  private endWhenIdle(): void {
    if (this.tasks === 0 && this.window === undefined && this.waiting.length === 0) this.onIdle();
  }
}
