import pg from 'pg';
import { StartupError } from './startup-error.ts';

const CONNECT_TIMEOUT_MS = 8_000;
const OLDEST_VERSION = 15;

/**
 * Checks that the PostgreSQL of DATABASE_URL answers and is new enough.
 *
 * @throws StartupError within 10 s when it does not; the message never holds the password.
 */
export async function checkExternalPostgres(url: string): Promise<void> {
  const where = withoutPassword(url);
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: 1_500,
  });
  client.on('error', () => undefined); // a late socket error after the refusal below is no news
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
    if (major < OLDEST_VERSION)
      throw new StartupError(
        `DATABASE_URL ${where} is PostgreSQL ${major}; ${OLDEST_VERSION} or newer is needed`,
      );
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const reason =
      error instanceof AggregateError
        ? String(error.errors[0])
        : error instanceof Error
          ? error.message
          : String(error);
    throw new StartupError(`DATABASE_URL ${where} does not answer: ${reason}`, error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function withoutPassword(url: string): string {
  try {
    const parsed = new URL(url);
    if (parsed.password !== '') parsed.password = '***';
    return parsed.toString();
  } catch {
    throw new StartupError(
      'DATABASE_URL is not a URL; it looks like postgresql://user:password@host:5432/database',
    );
  }
}
