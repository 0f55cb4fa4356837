import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { embeddedUrl } from './embedded-postgres.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** The URL of the embedded PostgreSQL that another process runs on this state folder; undefined when none answers. */
export async function runningEmbeddedPostgres(stateDir: string): Promise<string | undefined> {
  const pointer = path.join(stateDir, 'postgres-location');
  const cluster = existsSync(pointer)
    ? readFileSync(pointer, 'utf8').trim()
    : path.join(stateDir, 'postgres');
  let url: string;
  try {
    // The fourth line is the port (https://www.postgresql.org/docs/current/storage-file-layout.html, postmaster.pid).
    const port = Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[3]);
    url = embeddedUrl(readFileSync(path.join(stateDir, 'postgres-password'), 'utf8').trim(), port);
  } catch {
    return undefined;
  }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return url;
  } catch {
    return undefined; // left over by a killed server, or another program's port by now
  } finally {
    await client.end().catch(() => undefined);
  }
}
