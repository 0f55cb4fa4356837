import { Agent } from '#agent-handoff';
import type { PricingOutput } from '#contracts';
import { Injectable } from '@nestjs/common';
import { isPlainObject } from './result-checks.ts';
import { workerModule } from './worker-module.ts';

/** PricingContext → PricingOutput: whether, when and how deep to mark down. */
@Injectable()
@Agent({ name: 'pricing', worker: workerModule('pricing') })
export class PricingAgent {
  resultFault(result: unknown): string | undefined {
    if (!isPlainObject<PricingOutput>(result)) return 'it is not an object';
    if (!isPlainObject<PricingOutput['pricing']>(result.pricing)) return 'pricing is missing';
    if (!['conditional', 'skipped'].includes(result.pricing.status ?? ''))
      return 'pricing.status is neither conditional nor skipped';
    return undefined;
  }
}
