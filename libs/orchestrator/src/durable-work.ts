import { isDatabaseGone } from '#errors';
import { setTimeout as delay } from 'node:timers/promises';

const DATABASE_RETRY_MS = 500;
const DATABASE_RETRIES = 240; // two minutes

/**
 * Work on runs that waits for a database that restarts instead of giving a run up. Once this process has handed its runs
 * back no work ends here any more, so that nothing of it is recorded and another process does it again.
 */
export class DurableWork {
  private handedBack = false;

  handBack(): void {
    this.handedBack = true;
  }

  async do<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      // Also what fails because this process is stopping: its end must not be written down as the run's.
      if (this.handedBack) return never();
      try {
        const result = await work();
        return this.handedBack ? await never() : result;
      } catch (error) {
        if (this.handedBack) return never();
        if (!isDatabaseGone(error) || attempt > DATABASE_RETRIES) throw error;
        await delay(DATABASE_RETRY_MS);
      }
    }
  }
}

const never = (): Promise<never> => new Promise(() => undefined);
