import pg from 'pg';

/** What is wrong with the runs in a database after a storm; all empty when nothing was lost and nothing doubled. */
export interface Audit {
  readonly runs: number;
  readonly unfinished: string[];
  readonly notCompleted: string[];
  readonly doubledTerminals: string[];
  readonly wordsAfterTheEnd: string[];
  readonly doubledResults: string[];
  readonly stepsRunAgain: string[];
  readonly openAttempts: string[];
  readonly sessionsWithGaps: string[];
}

/** Attempts that a killed process left behind: proof that work was interrupted at all. */
export async function interruptedAttempts(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM agent_attempts WHERE error->>'message' LIKE '%was cut off%'",
    );
    return rows[0].count;
  } finally {
    await client.end();
  }
}

/** Looks at every run, its events and its attempts, in the database itself. */
export async function auditRuns(databaseUrl: string): Promise<Audit> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const list = async (sql: string): Promise<string[]> =>
    (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  try {
    return {
      runs: (await list('SELECT workflow_id AS id FROM workflows')).length,
      unfinished: await list('SELECT workflow_id AS id FROM workflows WHERE finished_at IS NULL'),
      notCompleted: await list(
        "SELECT workflow_id || ' ' || status AS id FROM workflows WHERE status <> 'completed'",
      ),
      doubledTerminals:
        await list(`SELECT workflow_id AS id FROM workflows LEFT JOIN workflow_events USING (workflow_id)
        GROUP BY workflow_id HAVING count(*) FILTER (WHERE terminal) <> 1`),
      wordsAfterTheEnd: await list(`SELECT workflow_id AS id FROM workflow_events
        GROUP BY workflow_id HAVING max(sequence) <> max(sequence) FILTER (WHERE terminal)`),
      doubledResults:
        await list(`SELECT workflow_id || ' ' || (message::json->>'agent_name') AS id FROM workflow_events
        WHERE message::json->>'type' = 'complete' GROUP BY workflow_id, message::json->>'agent_name' HAVING count(*) <> 1`),
      // An agent that completed is never called again.
      stepsRunAgain: await list(`SELECT a.workflow_id || ' ' || a.agent_name AS id FROM agent_attempts a
        JOIN agent_attempts later USING (workflow_id, agent_name)
        WHERE a.status IN ('completed', 'skipped') AND later.attempt > a.attempt AND later.status IN ('completed', 'skipped')`),
      openAttempts: await list(
        "SELECT workflow_id || ' ' || agent_name AS id FROM agent_attempts WHERE status = 'running'",
      ),
      sessionsWithGaps: await list(`SELECT session_id AS id FROM workflow_events
        GROUP BY session_id HAVING count(*) <> max(sequence) OR min(sequence) <> 1`),
    };
  } finally {
    await client.end();
  }
}

/** The audit of a database in which all is well. */
export const unharmed = (runs: number): Audit => ({
  runs,
  unfinished: [],
  notCompleted: [],
  doubledTerminals: [],
  wordsAfterTheEnd: [],
  doubledResults: [],
  stepsRunAgain: [],
  openAttempts: [],
  sessionsWithGaps: [],
});
