import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '../../libs/database/src/embedded-postgres.ts';
import { migrate } from '../../libs/database/src/migrations.ts';
import { findChromium } from './browser.ts';
import { buildServer } from './build-server.ts';
import { ServerProcess } from './server-process.ts';
import { SAMPLE_TEMPLATE, TEMPLATE, TEST_POSTGRES, testPostgres } from './test-postgres.ts';

/** Jest's global setup: the build, and one PostgreSQL for the whole run with the two templates that suites copy. */
export default async function startPostgres(): Promise<void> {
  if (process.env['NO_POSTGRES'] !== undefined) return;
  buildServer();
  await findChromium();
  const stateDir = mkdtempSync(path.join(tmpdir(), 'season-orchestrator-test-'));
  const server = await startEmbeddedPostgres({
    stateDir,
    // Tests lose nothing by a power cut; they gain half their time.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '400' },
  });
  testPostgres.current = { server, stateDir };
  const urlOf = (database: string): string =>
    Object.assign(new URL(server.url), { pathname: `/${database}` }).href;
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await migrate(urlOf(TEMPLATE));
  await admin.query(`CREATE DATABASE ${SAMPLE_TEMPLATE} TEMPLATE ${TEMPLATE}`);
  await admin.end();
  const reader = await ServerProcess.start({ DATABASE_URL: urlOf(SAMPLE_TEMPLATE) });
  await reader.end('SIGTERM');
  process.env[TEST_POSTGRES] = server.url;
}
