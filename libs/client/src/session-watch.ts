import type { WorkflowEvent } from '#contracts';
import { SeasonApiError, StreamGapError, StreamLostError } from './client-errors.ts';
import { SessionSocket } from './session-socket.ts';

export interface WatchOptions {
  /** The last sequence that the caller has; 0, the default, for everything. */
  readonly after?: number;
  /** Ends the iteration when aborted. */
  readonly signal?: AbortSignal;
  /** Milliseconds for which a lost server is tried again before StreamLostError; 60,000 by default. */
  readonly patienceMs?: number;
  /** Told when a connection opens (`true`), and when one is lost or could not be made (`false`). */
  readonly onConnection?: (isConnected: boolean) => void;
}

export interface WatchTarget {
  /** WebSocket address of the session, without `after`. */
  readonly url: string;
  readonly protocols: readonly string[];
  /** Called when the server did not let the socket open, where only HTTP can say why. @throws the reason, if final */
  readonly askWhy: () => Promise<void>;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
const PATIENCE_MS = 60_000;

/** Every event of a session after a sequence, each once and in order, across any number of connections. */
export async function* watch(
  { url, protocols, askWhy }: WatchTarget,
  { after = 0, signal, patienceMs = PATIENCE_MS, onConnection = () => undefined }: WatchOptions,
): AsyncGenerator<WorkflowEvent, void, undefined> {
  const aborted = (): boolean => signal?.aborted === true;
  let last = after;
  let lostAt: number | null = null;
  let retryMs = FIRST_RETRY_MS;
  while (!aborted()) {
    const socket = new SessionSocket(`${url}?after=${last}`, [...protocols], () => onConnection(true));
    const abort = (): void => socket.close();
    signal?.addEventListener('abort', abort, { once: true });
    try {
      for (;;) {
        const next = await socket.next();
        if (aborted()) return;
        if (!Array.isArray(next)) {
          if (next.refusal !== null) throw new SeasonApiError(400, next.refusal.error);
          if (next.opened) lostAt = null;
          else await askWhy();
          break;
        }
        lostAt = null;
        retryMs = FIRST_RETRY_MS;
        for (const event of next) {
          if (event.sequence <= last) continue;
          // What a session said before RETENTION_DAYS is forgotten: from 0 it may begin later than with 1.
          if (last !== 0 && event.sequence !== last + 1) throw new StreamGapError(last + 1, event.sequence);
          last = event.sequence;
          yield event;
          if (aborted()) return;
        }
      }
    } finally {
      signal?.removeEventListener('abort', abort);
      socket.close();
    }
    onConnection(false);
    lostAt ??= Date.now();
    if (Date.now() - lostAt > patienceMs) throw new StreamLostError(url, Date.now() - lostAt);
    // Clients that were cut off together come back one after the other.
    await pause(retryMs * (0.5 + Math.random() / 2), signal);
    retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', done, { once: true });
  });
}
