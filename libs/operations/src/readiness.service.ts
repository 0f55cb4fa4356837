import { OrchestratorError, ServiceUnavailableError } from '#errors';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { OBSERVED, type Observed, type ReadinessCheck } from './readiness-check.ts';

const CHECK_TIMEOUT_MS = 2_000;
const RETRY_AFTER_SECONDS = 2;

interface Failure {
  readonly check: string;
  readonly reason: string;
}

/** Whether this node should be sent work. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  private readonly logger = new Logger(Readiness.name);
  private closing = false;

  constructor(@Inject(OBSERVED) private readonly observed: Observed) {}

  /** The first thing of a shutdown: load balancers look elsewhere while the sockets are seen out. */
  onModuleDestroy(): void {
    this.closing = true;
  }

  /**
   * @returns the names of what was checked
   * @throws ServiceUnavailableError naming every check that fails, in `details.failing`
   */
  async require(): Promise<readonly string[]> {
    const { checks } = this.observed;
    if (this.closing) throw unavailable([{ check: 'server', reason: 'is shutting down' }]);
    const failures = (await Promise.all(checks.map((check) => this.failureOf(check)))).filter(
      (failure) => failure !== null,
    );
    if (failures.length > 0) throw unavailable(failures);
    return checks.map(({ name }) => name);
  }

  private async failureOf(check: ReadinessCheck): Promise<Failure | null> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new OrchestratorError('SERVICE_UNAVAILABLE', `no answer in ${CHECK_TIMEOUT_MS} ms`)),
        CHECK_TIMEOUT_MS,
      );
    });
    try {
      await Promise.race([check.check(), late]);
      return null;
    } catch (error) {
      this.logger.warn({ err: error, check: check.name }, 'A readiness check fails');
      return {
        check: check.name,
        reason: error instanceof OrchestratorError ? error.message : 'does not answer; the log says why',
      };
    } finally {
      clearTimeout(timer);
    }
  }
}

function unavailable(failing: readonly Failure[]): ServiceUnavailableError {
  return new ServiceUnavailableError(
    `The server is not ready: ${failing.map(({ check, reason }) => `${check} (${reason})`).join(', ')}.`,
    RETRY_AFTER_SECONDS,
    { details: { failing } },
  );
}
