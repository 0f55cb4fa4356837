import type { ApprovalDecision } from '#client';
import type { DemandPlan, InventoryPlan } from '#contracts';
import { amount, percent } from './report/wording.ts';
import type { Terminal } from './terminal.ts';

/** What is decided on. */
export interface Buy {
  readonly demand: DemandPlan;
  readonly inventory: InventoryPlan;
}

/** @returns null when there is nobody to decide */
export async function decideOnBuy(
  { demand, inventory }: Buy,
  acceptsAll: boolean,
  terminal: Terminal,
): Promise<ApprovalDecision | null> {
  if (acceptsAll) return { decision: 'accept' };
  if (!terminal.canAsk) return null;
  const { paint } = terminal.notes;
  terminal.notes.write(
    `The run waits for a decision on the buy: ${paint('bold', `make ${amount(inventory.manufacturing_units, 'unit')}`)}, ` +
      `the forecast of ${amount(demand.total_units, 'unit')} and a safety stock of ${percent(demand.safety_stock_pct)}.\n`,
  );
  for (;;) {
    const decision = decisionIn(
      await terminal.ask('  accept, reject, or another safety stock such as 25 %: '),
    );
    if (decision !== undefined) return decision;
  }
}

/** The decision an answer stands for; 0 to 60 % is what a safety stock may be. */
export function decisionIn(answer: string): ApprovalDecision | undefined {
  if (/^(a|accept|y|yes)$/i.test(answer)) return { decision: 'accept' };
  if (/^(r|reject|n|no)$/i.test(answer)) return { decision: 'reject' };
  const [, percents] = /^(\d+(?:\.\d+)?)\s*%?$/.exec(answer) ?? [];
  if (percents === undefined || Number(percents) > 60) return undefined;
  return { decision: 'modify', safety_stock_pct: Number(percents) / 100 };
}
