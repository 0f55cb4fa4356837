import type { AgentName, DemandOutput, InventoryOutput, PricingOutput } from '#contracts';
import type { ContextAssembler, RunSubject } from '#context-assembly';

/** What the agents before have returned. */
export interface Handoff {
  readonly demand?: DemandOutput;
  readonly inventory?: InventoryOutput;
  readonly pricing?: PricingOutput;
}

/** A link of the chain: which agent, what it is given, and what its result means to those who watch. */
export interface ChainLink<Name extends AgentName> {
  readonly agent_name: Name;
  readonly assemble: (assembler: ContextAssembler, subject: RunSubject, before: Handoff) => Promise<unknown>;
  /** The part of the output that goes into the plan and the `complete` message. */
  readonly partOf: (output: NonNullable<Handoff[Name]>) => object;
  /** Why the parameters switch this phase off, judging by the agent's own output; undefined when they do not. */
  readonly skipReason: (output: NonNullable<Handoff[Name]>) => string | undefined;
}

/** Demand → Inventory → Pricing. The workflow runs these links in this order; an approval may come before the last. */
export const SEASON_CHAIN: { readonly [Name in AgentName]: ChainLink<Name> } = {
  demand: {
    agent_name: 'demand',
    assemble: (assembler, subject) => assembler.assembleDemandContext(subject),
    partOf: ({ demand }) => demand,
    skipReason: () => undefined,
  },
  inventory: {
    agent_name: 'inventory',
    assemble: (assembler, subject, { demand }) =>
      assembler.assembleInventoryContext(subject, present(demand)),
    partOf: ({ inventory }) => inventory,
    skipReason: () => undefined,
  },
  pricing: {
    agent_name: 'pricing',
    assemble: (assembler, subject, { demand, inventory }) =>
      assembler.assemblePricingContext(subject, present(demand), present(inventory).inventory),
    partOf: ({ pricing }) => pricing,
    skipReason: ({ pricing }) =>
      pricing.status === 'skipped'
        ? (pricing.reason ?? 'the parameters set no markdown checkpoint')
        : undefined,
  },
};

function present<T>(output: T | undefined): T {
  if (output === undefined) throw new Error('the chain runs in order: an earlier agent has not run');
  return output;
}
