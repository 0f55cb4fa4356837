import { TRACED } from '#contracts';
import { Database } from '#database';
import { UnauthenticatedError } from '#errors';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tracingChannel } from 'node:diagnostics_channel';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { newApiKey } from './api-key.ts';
import { ApiKeyStore } from './api-key.store.ts';
import { KeyRing } from './key-ring.service.ts';

describe(KeyRing.name, () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let keys: ApiKeyStore;
  let ring: KeyRing;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = new Database(testDatabase.url);
    keys = new ApiKeyStore(database);
    ring = new KeyRing(database, {
      auth: 'api-key',
      requestsPerMinute: null,
      allowedOrigins: [],
      openPaths: [],
      uncountedPaths: [],
      retentionDays: 90,
    });
    await keys.create('first'); // a ring without any key says so in the log
    await ring.onModuleInit();
  });

  afterAll(async () => {
    await ring.onApplicationShutdown();
    await database.close();
    await testDatabase.drop();
  });

  async function queriesOf(work: () => Promise<unknown>): Promise<number> {
    let queries = 0;
    const traced = tracingChannel<unknown, object>(TRACED.query);
    const count = { start: () => void queries++ };
    traced.subscribe(count as never);
    await work().finally(() => traced.unsubscribe(count as never));
    return queries;
  }

  it('knows a key that was made a moment ago, and asks nobody about it again', async () => {
    const { keyId, token } = await keys.create('anna');
    expect(await ring.holderOf(token)).toEqual({ keyId, owner: 'anna' });

    expect(await queriesOf(() => Promise.all(Array.from({ length: 100 }, () => ring.holderOf(token))))).toBe(
      0,
    );
  });

  it('refuses whatever is no key without a query', async () => {
    const { token } = await keys.create('bert');
    await ring.holderOf(token);
    const wrong = [null, '', 'x', `${token}x`, `${token.slice(0, -4)}AAAA`];

    const queries = await queriesOf(async () => {
      for (const attempt of wrong)
        await expect(ring.holderOf(attempt)).rejects.toBeInstanceOf(UnauthenticatedError);
    });

    expect(queries).toBe(0);
  });

  it('looks once for a hundred guesses that come together', async () => {
    const guesses = Array.from({ length: 100 }, () => newApiKey().token);

    const queries = await queriesOf(async () => {
      const outcomes = await Promise.allSettled(guesses.map((guess) => ring.holderOf(guess)));
      expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    });

    expect(queries).toBeLessThanOrEqual(2);
  });

  it('ends what a revoked key has open, once, and nothing else', async () => {
    const [leaked, other] = [await keys.create('anna'), await keys.create('anna')];
    await ring.holderOf(leaked.token);
    await ring.holderOf(other.token);
    let othersEnded = 0;
    let closedEnded = 0;
    ring.endWith(other.keyId, () => void othersEnded++);
    ring.endWith(leaked.keyId, () => void closedEnded++)(); // closed by itself before
    const ended = new Promise<void>((resolve) => ring.endWith(leaked.keyId, resolve));

    await keys.revoke(leaked.keyId);
    await ended;

    expect([othersEnded, closedEnded]).toEqual([0, 0]);
    await expect(ring.holderOf(leaked.token)).rejects.toBeInstanceOf(UnauthenticatedError);
    expect(await ring.holderOf(other.token)).toMatchObject({ owner: 'anna' });
  });
});
