import type { DemandOutput } from '#contracts';
import { reasonAbout } from '#planning';

const SAFETY_STOCK = '/demand/safety_stock_pct';

/** The forecast with the safety stock a person set; sentences about the one it replaces give way to one that says so. */
export function withSafetyStock(output: DemandOutput, safety_stock_pct: number): DemandOutput {
  const demand = { ...output.demand, safety_stock_pct };
  const kept = demand.reasoning.filter(({ facts }) => !Object.values(facts).includes(SAFETY_STOCK));
  const sentence = reasonAbout({ demand })(
    'The planner set the safety stock to {safety_stock:percent} at the approval.',
    { safety_stock: SAFETY_STOCK },
  );
  return { ...output, demand: { ...demand, reasoning: [...kept, sentence] } };
}
