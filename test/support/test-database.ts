import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { TEMPLATE, TEST_POSTGRES } from './test-postgres.ts';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A fresh, migrated database for one suite; `drop` it in `afterAll`. */
export async function createTestDatabase(template: string = TEMPLATE): Promise<TestDatabase> {
  const server = process.env[TEST_POSTGRES];
  if (server === undefined) throw new Error('Jest was started without its PostgreSQL (NO_POSTGRES is set)');
  const name = `suite_${randomBytes(6).toString('hex')}`;
  await admin(server, `CREATE DATABASE ${name} TEMPLATE ${template}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.toString(), drop: () => admin(server, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function admin(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } catch (error) {
    // Copying a template needs it to itself for a moment; suites that start together take turns.
    if ((error as { code?: string }).code !== '55006') throw error;
    await client.end();
    return admin(server, statement);
  } finally {
    await client.end().catch(() => undefined);
  }
}
