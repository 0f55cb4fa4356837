import { existsSync } from 'node:fs';
import path from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';

/** Any constant will do; all nodes of one database must agree on it. */
const MIGRATION_LOCK = 5_271_318;

/** Brings the schema up to date. Nodes that start together take turns. */
export async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await runner({
      dbClient: client,
      dir: path.join(projectRoot(), 'libs/database/migrations'),
      migrationsTable: 'schema_migrations',
      direction: 'up',
      checkOrder: false,
      noLock: true,
      log: () => undefined,
      verbose: false,
    });
  } finally {
    await client.end();
  }
}

/** The SQL files stay where they are written; this code runs from the sources and from dist. */
function projectRoot(): string {
  let at = import.meta.dirname;
  while (!existsSync(path.join(at, 'package.json'))) at = path.dirname(at);
  return at;
}
