import { AsyncLocalStorage } from 'node:async_hooks';

interface Caller {
  readonly owner: string | null;
}

const callers = new AsyncLocalStorage<Caller>();

/**
 * Runs `work`, and whatever it awaits, on behalf of an owner.
 *
 * @param owner whose data sets, runs and sessions are seen; null when everybody is one (AUTH=off)
 */
export function onBehalfOf<T>(owner: string | null, work: () => T): T {
  return callers.run({ owner }, work);
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
