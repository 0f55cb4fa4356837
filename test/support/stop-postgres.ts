import { rmSync } from 'node:fs';
import { testPostgres } from './test-postgres.ts';

export default async function stopPostgres(): Promise<void> {
  const running = testPostgres.current;
  if (running === undefined) return;
  await running.server.stop();
  rmSync(running.stateDir, { recursive: true, force: true });
}
