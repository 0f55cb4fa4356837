import { Agent } from '#agent-handoff';
import type { DemandOutput } from '#contracts';
import { Injectable } from '@nestjs/common';
import { isPlainObject, isUnits } from './result-checks.ts';
import { workerModule } from './worker-module.ts';

/** DemandContext → DemandOutput: the season's forecast and its sample paths. */
@Injectable()
@Agent({ name: 'demand', worker: workerModule('demand') })
export class DemandAgent {
  resultFault(result: unknown): string | undefined {
    if (!isPlainObject<DemandOutput>(result)) return 'it is not an object';
    if (!isPlainObject<DemandOutput['demand']>(result.demand)) return 'demand is missing';
    if (!isUnits(result.demand.total_units)) return 'demand.total_units is no number of units';
    if (!Array.isArray(result.demand.weekly) || result.demand.weekly.length === 0)
      return 'demand.weekly has no weeks';
    if (!Array.isArray(result.sample_paths) || result.sample_paths.length === 0)
      return 'sample_paths is empty';
    return undefined;
  }
}
