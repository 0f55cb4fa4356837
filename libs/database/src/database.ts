import { TRACED, type QueryTrace } from '#contracts';
import { tracingChannel } from 'node:diagnostics_channel';
import pg from 'pg';

const POOL_SIZE = 10;
const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;
const LISTEN_RETRY_MS = 500;
const QUERIES = tracingChannel<unknown, QueryTrace>(TRACED.query);

export type NotificationHandler = (payload: string) => void;

/** The pool every lib shares, with transactions and notifications. */
export class Database {
  readonly url: string;
  readonly pool: pg.Pool;
  private readonly listeners = new Set<Listener>();

  constructor(url: string) {
    this.url = url;
    this.pool = new pg.Pool({
      connectionString: url,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      application_name: 'season-orchestrator',
    });
    // An idle connection that breaks is replaced by the pool; without a handler it would end the process.
    this.pool.on('error', () => undefined);
  }

  query<Row extends pg.QueryResultRow>(
    sql: string,
    params: readonly unknown[] = [],
  ): Promise<pg.QueryResult<Row>> {
    return QUERIES.tracePromise(() => this.pool.query<Row>(sql, [...params]), { sql });
  }

  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    // A connection that breaks between two queries says so by an event; unheard it would end the process.
    const onBroken = (error: Error): void => void (broken = error);
    client.on('error', onBroken);
    try {
      await client.query('BEGIN');
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: Error) => (broken = failure));
      throw error;
    } finally {
      client.off('error', onBroken);
      client.release(broken);
    }
  }

  /**
   * Hears `NOTIFY channel` on a connection of its own, made anew when it breaks. Notifications sent meanwhile are lost,
   * so `onReconnect` tells the caller to look for itself. Returns a function that stops listening.
   */
  async listen(
    channel: string,
    handler: NotificationHandler,
    onReconnect?: () => void,
  ): Promise<() => Promise<void>> {
    const listener = new Listener(this.url, channel, handler, onReconnect);
    this.listeners.add(listener);
    await listener.connect();
    return async () => {
      this.listeners.delete(listener);
      await listener.close();
    };
  }

  async close(): Promise<void> {
    await Promise.all([...this.listeners].map((listener) => listener.close()));
    if (!this.pool.ended) await this.pool.end();
  }
}

class Listener {
  private client: pg.Client | undefined;
  private closed = false;
  private retry: NodeJS.Timeout | undefined;
  private readonly url: string;
  private readonly channel: string;
  private readonly handler: NotificationHandler;
  private readonly onReconnect: (() => void) | undefined;

  constructor(url: string, channel: string, handler: NotificationHandler, onReconnect?: () => void) {
    this.url = url;
    this.channel = channel;
    this.handler = handler;
    this.onReconnect = onReconnect;
  }

  async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'season-orchestrator listen',
    });
    client.on('notification', ({ payload }) => this.handler(payload ?? ''));
    client.on('error', () => this.reconnectSoon(client));
    client.on('end', () => this.reconnectSoon(client));
    this.client = client;
    await client.connect();
    await client.query(`LISTEN ${pg.escapeIdentifier(this.channel)}`);
  }

  private reconnectSoon(broken: pg.Client): void {
    if (this.closed || this.client !== broken) return;
    this.client = undefined;
    void broken.end().catch(() => undefined);
    this.retry = setTimeout(() => {
      this.connect().then(
        () => this.onReconnect?.(),
        () => this.client !== undefined && this.reconnectSoon(this.client),
      );
    }, LISTEN_RETRY_MS);
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }
}
