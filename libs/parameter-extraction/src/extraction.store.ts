import { Database } from '#database';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { EXTRACTION_CONFIG, type ExtractionConfig } from './extraction.config.ts';
import type { Extraction } from './extraction.ts';

const FORGET_EVERY_MS = 3_600_000;

export interface ExtractionRecord {
  readonly request_id: string;
  readonly strategy: string;
  readonly reference_date: string;
  readonly provider: string;
  readonly model: string | null;
  readonly extraction: Extraction;
  readonly latency_ms: number;
}

/** Keeps every extraction for later evaluation, for as long as RETENTION_DAYS says. */
@Injectable()
export class ExtractionStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(EXTRACTION_CONFIG) private readonly config: ExtractionConfig,
  ) {}

  async keep({
    request_id,
    strategy,
    reference_date,
    provider,
    model,
    extraction,
    latency_ms,
  }: ExtractionRecord): Promise<void> {
    await this.database.query(
      `INSERT INTO extractions (request_id, strategy, reference_date, provider, model, outcome, result, confidence, latency_ms)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        request_id,
        strategy,
        reference_date,
        provider,
        model,
        extraction.outcome,
        JSON.stringify(extraction),
        extraction.confidence,
        latency_ms,
      ],
    );
  }

  /** @returns how many were old enough to go */
  async forgetOld(): Promise<number> {
    const { rowCount } = await this.database.query(
      'DELETE FROM extractions WHERE created_at < now() - make_interval(days => $1)',
      [this.config.retentionDays],
    );
    return rowCount ?? 0;
  }

  onApplicationBootstrap(): void {
    const forget = (): void => void this.forgetOld().catch(() => undefined); // the next hour tries again
    forget();
    this.timer = setInterval(forget, FORGET_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
