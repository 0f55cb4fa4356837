import { AsyncLocalStorage } from 'node:async_hooks';

/** Who asks. */
export interface Caller {
  /** Whose data sets, runs and sessions are seen; null when everybody is one (AUTH=off). */
  readonly owner: string | null;
  /** What requests are counted by: the key, or the address. */
  readonly countedAs: string;
}

const callers = new AsyncLocalStorage<Caller>();

/** Runs `work`, and whatever it awaits, on behalf of a caller. */
export function onBehalfOf<T>(caller: Caller, work: () => T): T {
  return callers.run(caller, work);
}

export function currentCaller(): Caller | undefined {
  return callers.getStore();
}

/**
 * The owner to whom stores narrow what they read, and whom they write into what they keep. Null where nothing is to be
 * narrowed: AUTH=off, and the server's own work on runs.
 *
 * Ambient, because a store that narrows by itself cannot be forgotten by an endpoint.
 */
export function currentOwner(): string | null {
  return callers.getStore()?.owner ?? null;
}
