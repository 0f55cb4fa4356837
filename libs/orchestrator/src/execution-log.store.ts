import type { AgentName, AgentStatus, ErrorResponse, ExecutionLogEntry } from '#contracts';
import { Database } from '#database';
import { Inject, Injectable } from '@nestjs/common';
import { json } from './workflow.store.ts';

/**
 * For what may be lost when PostgreSQL itself crashes within the same second, since the run then writes it again: the
 * commit does not wait for the disk.
 */
const UNHURRIED = `unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))`;

/** The agents' attempts of each run in PostgreSQL. */
@Injectable()
export class ExecutionLog {
  constructor(@Inject(Database) private readonly database: Database) {}

  /**
   * Opens the next attempt of an agent, and says that the run is running; an attempt that a dead process left open is
   * closed as failed.
   *
   * @returns the attempt's number; undefined when the run has ended
   */
  async start(
    workflowId: string,
    agentName: string,
    interrupted: ErrorResponse,
  ): Promise<number | undefined> {
    const { rows } = await this.database.pool.query<{ attempt: number }>({
      name: 'start attempt',
      text: `WITH ${UNHURRIED},
       running AS (
         UPDATE workflows SET status = 'running', updated_at = now()
         WHERE workflow_id = $1 AND status = 'pending'),
       cut_off AS (
         UPDATE agent_attempts SET status = 'failed', error = $3,
           duration_ms = round(extract(epoch FROM clock_timestamp() - started_at) * 1000)
         WHERE workflow_id = $1 AND agent_name = $2 AND status = 'running')
       INSERT INTO agent_attempts (workflow_id, agent_name, attempt)
       SELECT $1, $2, 1 + coalesce((SELECT max(attempt) FROM agent_attempts WHERE workflow_id = $1 AND agent_name = $2), 0)
       FROM workflows, unhurried WHERE workflow_id = $1 AND finished_at IS NULL
       RETURNING attempt`,
      values: [workflowId, agentName, json(interrupted)],
    });
    return rows[0]?.attempt;
  }

  async end(
    workflowId: string,
    { agent_name, attempt, duration_ms, status, error }: Omit<ExecutionLogEntry, 'started_at'>,
  ): Promise<void> {
    await this.database.pool.query({
      name: 'end attempt',
      text: `WITH ${UNHURRIED}
       UPDATE agent_attempts SET status = $4, duration_ms = $5, error = $6 FROM unhurried
       WHERE workflow_id = $1 AND agent_name = $2 AND attempt = $3 AND agent_attempts.status = 'running'`,
      values: [workflowId, agent_name, attempt, status, duration_ms, json(error ?? undefined)],
    });
  }

  async of(workflowId: string): Promise<ExecutionLogEntry[]> {
    const { rows } = await this.database.query<{
      agent_name: AgentName;
      attempt: number;
      started_at: Date;
      duration_ms: number | null;
      status: AgentStatus;
      error: ErrorResponse | null;
    }>(
      `SELECT agent_name, attempt, started_at, duration_ms, status, error FROM agent_attempts
       WHERE workflow_id = $1 ORDER BY started_at, attempt`,
      [workflowId],
    );
    return rows.map((row) => ({ ...row, started_at: row.started_at.toISOString() }));
  }
}
