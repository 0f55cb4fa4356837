import type { Database } from '#database';
import { DataNotFoundError } from '#errors';

/**
 * Makes a session the owner's, or finds that it is: a session belongs to whoever opens it first, or first runs something
 * in it, and to nobody else after that.
 *
 * @param owner null when everybody is one: nothing is checked
 * @throws DataNotFoundError when it is somebody else's, or has events from when AUTH was off
 */
export async function claimSession(
  database: Pick<Database, 'query'>,
  sessionId: string,
  owner: string | null,
): Promise<void> {
  if (owner === null) return;
  await database.query(
    `INSERT INTO session_owners (session_id, owner)
     SELECT $1, $2 WHERE NOT EXISTS (SELECT 1 FROM session_heads WHERE session_id = $1)
       AND NOT EXISTS (SELECT 1 FROM workflows WHERE session_id = $1)
     ON CONFLICT (session_id) DO UPDATE SET opened_at = now() WHERE session_owners.owner = excluded.owner`,
    [sessionId, owner],
  );
  const { rowCount } = await database.query(
    'SELECT 1 FROM session_owners WHERE session_id = $1 AND owner = $2',
    [sessionId, owner],
  );
  if (rowCount === 1) return;
  throw new DataNotFoundError(`There is no session "${sessionId}" of yours.`, {
    details: { session_id: sessionId },
    suggestions: ['Choose another session_id; one with a prefix of your own is hardly taken.'],
  });
}
