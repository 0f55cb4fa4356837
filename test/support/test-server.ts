import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../apps/api/src/app.factory.ts';
import { Config, type Environment } from '../../apps/api/src/config/config.ts';
import { createTestDatabase } from './test-database.ts';
import { SAMPLE_TEMPLATE, TEMPLATE } from './test-postgres.ts';

export interface TestServer {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

/** The real application on a database and a port of its own. */
export async function startTestServer(environment: Environment = {}): Promise<TestServer> {
  const database = await createTestDatabase('DATA_DIR' in environment ? TEMPLATE : SAMPLE_TEMPLATE);
  const config = Config.read({ PORT: '0', EXTRACTION_PROVIDER: 'rules', ...environment });
  const app = await createApp(config, database.url, pino({ level: environment['LOG_LEVEL'] ?? 'silent' }));
  await app.listen(config.values.PORT, config.values.HOST);
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    databaseUrl: database.url,
    async close() {
      await app.close();
      await database.drop();
    },
  };
}
