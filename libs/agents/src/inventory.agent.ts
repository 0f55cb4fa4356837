import { Agent } from '#agent-handoff';
import type { InventoryOutput } from '#contracts';
import { Injectable } from '@nestjs/common';
import { isPlainObject, isUnits } from './result-checks.ts';
import { workerModule } from './worker-module.ts';

/** InventoryContext → InventoryOutput: how much to make, what each store gets, and how it is refilled. */
@Injectable()
@Agent({ name: 'inventory', worker: workerModule('inventory') })
export class InventoryAgent {
  resultFault(result: unknown): string | undefined {
    if (!isPlainObject<InventoryOutput>(result)) return 'it is not an object';
    if (!isPlainObject<InventoryOutput['inventory']>(result.inventory)) return 'inventory is missing';
    if (!isUnits(result.inventory.manufacturing_units))
      return 'inventory.manufacturing_units is no number of units';
    if (!Array.isArray(result.inventory.stores)) return 'inventory.stores is missing';
    if (!Array.isArray(result.store_shipments)) return 'store_shipments is missing';
    return undefined;
  }
}
