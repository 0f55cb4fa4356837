import { SeasonApiError, SeasonClient, ServerUnreachableError } from '#client';
import { CommandError } from './command-error.ts';
import { NEW_SERVER } from './command-line.ts';
import { CommandServer } from './command-server.ts';
import type { Interruption } from './interruption.ts';
import { LiveLines } from './live-lines.ts';
import { duration } from './report/wording.ts';
import type { Terminal } from './terminal.ts';

const DEFAULT_URL = 'http://127.0.0.1:3000';
const ANSWER_MS = 5_000;

export interface PlanServer {
  readonly url: string;
  readonly client: SeasonClient;
  /** Whether it was started for this command. */
  readonly isOwn: boolean;
  stop(): Promise<void>;
}

export interface ServerWish {
  /** The server that was named, if one was; "new" for one of the command's own. */
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * The server that was named; without one, the one at the default address, or else one of the command's own.
 *
 * @throws CommandError unreachable
 */
export async function findServer(
  { url, apiKey, environment }: ServerWish,
  terminal: Terminal,
  interruption: Interruption,
): Promise<PlanServer> {
  if (url !== NEW_SERVER) {
    const baseUrl = url ?? DEFAULT_URL;
    const client = new SeasonClient({ baseUrl, ...(apiKey !== undefined && { apiKey }) });
    if (await answers(client, url, interruption))
      return { url: baseUrl, client, isOwn: false, stop: async () => undefined };
  }
  const began = Date.now();
  const waiting = new LiveLines(terminal.notes, () => [
    `Starting a server for this command … ${duration(Date.now() - began)}`,
  ]);
  waiting.show();
  try {
    const server = await CommandServer.start(environment, interruption.signal);
    return {
      url: server.url,
      client: new SeasonClient({ baseUrl: server.url }),
      isOwn: true,
      stop: () => server.stop(),
    };
  } finally {
    waiting.hide();
  }
}

/** Whether there is a season-orchestrator that takes work; what is wrong with one that was named is an error. */
async function answers(
  client: SeasonClient,
  named: string | undefined,
  interruption: Interruption,
): Promise<boolean> {
  try {
    const checks: unknown = await interruption.during(client.ready(AbortSignal.timeout(ANSWER_MS)));
    if (Array.isArray(checks)) return true;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const isOurs = error instanceof SeasonApiError && 'failing' in error.response.details;
    if (isOurs || (named !== undefined && error instanceof ServerUnreachableError))
      throw CommandError.from(error);
  }
  if (named === undefined) return false;
  throw new CommandError('unreachable', `What answers at ${named} is not season-orchestrator.`);
}
