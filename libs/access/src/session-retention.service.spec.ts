import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '#database';
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { claimSession } from './session-claim.ts';
import { SessionRetention } from './session-retention.service.ts';

const DAYS = 2;

describe(SessionRetention.name, () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let retention: SessionRetention;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = new Database(testDatabase.url);
    retention = new SessionRetention(database, {
      auth: 'api-key',
      requestsPerMinute: null,
      allowedOrigins: [],
      openPaths: [],
      uncountedPaths: [],
      retentionDays: DAYS,
    });
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  /** Opened by its owner, that many days ago. */
  async function opened(sessionId: string, days: number, owner = 'anna'): Promise<void> {
    await claimSession(database, sessionId, owner);
    await database.query(
      'UPDATE session_owners SET opened_at = now() - make_interval(days => $2) WHERE session_id = $1',
      [sessionId, days],
    );
  }

  async function kept(): Promise<string[]> {
    const { rows } = await database.query<{ session_id: string }>(
      'SELECT session_id FROM session_owners ORDER BY session_id',
    );
    return rows.map(({ session_id }) => session_id);
  }

  it('gives back what was opened and never used, and nothing that ran, is open, or was open lately', async () => {
    const socket = new EventEmitter() as Socket;
    await opened('held-open', DAYS + 1);
    retention.hold('held-open', socket);
    retention.hold('held-open', new EventEmitter() as Socket);
    await opened('lately', DAYS - 1);
    await opened('opened-again', DAYS + 1);
    await claimSession(database, 'opened-again', 'anna');
    await opened('ran', DAYS + 1);
    await database.query("INSERT INTO session_heads (session_id) VALUES ('ran')");
    await opened('unused', DAYS + 1);

    expect(await retention.forgetUnused()).toBe(1);
    expect(await kept()).toEqual(['held-open', 'lately', 'opened-again', 'ran']);

    await claimSession(database, 'unused', 'bert');
    await expect(claimSession(database, 'lately', 'bert')).rejects.toThrow(
      'There is no session "lately" of yours',
    );
  });

  it('lets go of a session with its last socket', async () => {
    const sockets = [new EventEmitter(), new EventEmitter()] as Socket[];
    for (const socket of sockets) retention.hold('watched', socket);
    for (const socket of sockets) {
      await opened('watched', DAYS + 1);
      expect(await retention.forgetUnused()).toBe(0);
      socket.emit('close');
    }
    await opened('watched', DAYS + 1);

    expect(await retention.forgetUnused()).toBe(1);
  });

  it('keeps a name from whoever asks for one that is taken', async () => {
    await opened('taken', DAYS + 1);
    await expect(claimSession(database, 'taken', 'bert')).rejects.toThrow('There is no session');

    expect(await retention.forgetUnused()).toBe(1); // asking in vain did not prolong it
  });
});
