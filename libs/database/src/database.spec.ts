import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { Database } from './database.ts';

describe(Database.name, () => {
  let testDatabase: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = new Database(testDatabase.url);
    await database.query('CREATE TABLE notes (text text NOT NULL)');
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  it('bounds every statement and every transaction that idles', async () => {
    const { rows } = await database.query<{ name: string; setting: string }>(
      "SELECT name, setting FROM pg_settings WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout')",
    );

    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      statement_timeout: '30000',
      idle_in_transaction_session_timeout: '60000',
    });
  });

  it('keeps a transaction that returns and nothing of one that throws', async () => {
    const kept = await database.transaction(async (client) => {
      await client.query('INSERT INTO notes VALUES ($1)', ['kept']);
      return 'kept';
    });
    const refusal = database.transaction(async (client) => {
      await client.query('INSERT INTO notes VALUES ($1)', ['lost']);
      throw new Error('no');
    });

    await expect(refusal).rejects.toThrow('no');
    expect(kept).toBe('kept');
    const { rows } = await database.query<{ text: string }>('SELECT text FROM notes');
    expect(rows).toEqual([{ text: 'kept' }]);
  });

  it('hears notifications, and says so when it had to connect again', async () => {
    const heard: string[] = [];
    let wake: () => void = () => undefined;
    let reconnected: () => void = () => undefined;
    const again = new Promise<void>((resolve) => (reconnected = resolve));
    const stop = await database.listen(
      'chimes',
      (payload) => {
        heard.push(payload);
        wake();
      },
      () => reconnected(),
    );
    const ring = async (payload: string) => {
      const arrival = new Promise<void>((resolve) => (wake = resolve));
      await database.query('SELECT pg_notify($1, $2)', ['chimes', payload]);
      await arrival;
    };

    await ring('one');
    await database.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'season-orchestrator listen' AND datname = current_database()",
    );
    await again;
    await ring('two');

    expect(heard).toEqual(['one', 'two']);
    await stop();
  });
});
