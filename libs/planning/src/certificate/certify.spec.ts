import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { silent, type PlanDraft } from '#contracts';
import { inventoryContext, pricingContext } from '../../../../test/support/planning-contexts.ts';
import { planInventory } from '../allocation/plan-inventory.ts';
import { planPricing } from '../markdown/plan-pricing.ts';
import { certify, InvariantBrokenError, type CertificateInputs } from './certify.ts';
import { INVARIANTS } from './invariants.ts';
import { canonicalHash } from './plan-hash.ts';

interface Made {
  draft: Mutable<PlanDraft>;
  inputs: Mutable<CertificateInputs>;
}
type Mutable<T> = T extends object ? { -readonly [K in keyof T]: Mutable<T[K]> } : T;

function made(seed = 7, skipped = false): Made {
  const context = inventoryContext({
    seed,
    parameters: skipped ? { replenishment_strategy: 'none', markdown_checkpoint_week: null } : {},
  });
  const { inventory, store_shipments } = planInventory(context, silent);
  const { pricing } = planPricing(pricingContext(context, inventory), silent);
  const { parameters, options, demand } = context;
  const draft: PlanDraft = structuredClone({ parameters, options, demand, inventory, pricing });
  const inputs: CertificateInputs = {
    category_id: 'Jackets',
    dataset_version: 'v1',
    as_of: context.as_of,
    seed: 1,
    versions: { planner: '0.1.0' },
    store_shipments: structuredClone(store_shipments),
  };
  return { draft: draft as Mutable<PlanDraft>, inputs: inputs as Mutable<CertificateInputs> };
}

/** One way to break each invariant in a plan that is otherwise valid. */
const MUTATIONS: Readonly<Record<string, (made: Made) => void>> = {
  horizon_matches_parameters: ({ draft }) => draft.demand.weekly.pop(),
  weekly_demand_sums_to_total: ({ draft }) => {
    const half = Math.ceil(draft.demand.weekly.length / 2) + 1;
    draft.demand.weekly[0].units += half;
    draft.demand.weekly[0].hi80 += half;
    draft.demand.weekly[0].hi95 += half;
  },
  intervals_are_ordered: ({ draft }) => {
    draft.demand.weekly[3].lo80 = draft.demand.weekly[3].units + 1;
  },
  buy_covers_forecast_and_safety_stock: ({ draft }) => {
    draft.demand.safety_stock_pct += 0.05;
  },
  stores_hold_whole_units: ({ draft }) => {
    draft.inventory.stores[0].initial_units -= 0.5;
    draft.inventory.stores[1].initial_units += 0.5;
  },
  stores_and_dc_hold_the_buy: ({ draft }) => {
    draft.inventory.dc_holdback_units -= 1;
  },
  clusters_sum_to_initial_allocation: ({ draft }) => {
    draft.inventory.clusters[0].units -= 1;
    draft.inventory.clusters[1].units += 1;
  },
  orders_sum_to_the_buy: ({ draft }) => {
    draft.inventory.orders[1].units += 1;
  },
  shipments_never_exceed_dc_stock: ({ draft, inputs }) => {
    const [first] = draft.inventory.replenishment.shipments;
    const detail = inputs.store_shipments.find(({ week }) => week === first.week);
    if (detail === undefined) throw new Error('The plan has no shipment to break.');
    first.units += draft.inventory.dc_holdback_units;
    detail.units += draft.inventory.dc_holdback_units;
  },
  markdown_depths_are_allowed: ({ draft }) => {
    draft.pricing.depth_by_sell_through[2].depth = 0.42;
  },
  skipped_phases_say_why: ({ draft }) => {
    draft.pricing.status = 'skipped';
    draft.pricing.reason = ' ';
  },
  reasoning_states_only_facts: ({ draft }) => {
    draft.inventory.reasoning[0].text += ' That is 17 more than last year.';
  },
};

const brokenBy = ({ draft, inputs }: Made): string => {
  try {
    certify(draft, inputs);
  } catch (error) {
    if (error instanceof InvariantBrokenError) return error.invariant;
    throw error;
  }
  return 'none';
};

describe(certify, () => {
  it.each([false, true])('certifies a plan as it is made (phases skipped: %p)', (skipped) => {
    const { draft, inputs } = made(7, skipped);
    const certificate = certify(draft, inputs);
    expect(certificate.invariants).toHaveLength(INVARIANTS.length + 1);
    certificate.invariants.forEach(({ holds, detail }) => {
      expect(holds).toBe(true);
      expect(detail).not.toBe('');
    });
    expect(certificate).toMatchObject({ seed: 1, versions: { planner: '0.1.0' } });
    expect([certificate.input_hash, certificate.plan_hash]).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ]);
  });

  it('has a mutation for every invariant', () => {
    expect(Object.keys(MUTATIONS)).toEqual(INVARIANTS.map(({ name }) => name));
  });

  it.each(Object.keys(MUTATIONS))('names %s when it is broken', (name) => {
    const plan = made();
    MUTATIONS[name](plan);
    expect(brokenBy(plan)).toBe(name);
  });

  it.each<[string, string, (made: Made) => void]>([
    [
      'a unit in no store',
      'stores_and_dc_hold_the_buy',
      ({ draft }) => (draft.inventory.stores[0].initial_units += 1),
    ],
    [
      'a negative store',
      'stores_hold_whole_units',
      ({ draft }) => (draft.inventory.stores[0].initial_units = -1),
    ],
    [
      'a store twice',
      'stores_hold_whole_units',
      ({ draft }) => draft.inventory.stores.push(draft.inventory.stores[0]),
    ],
    [
      'crossing total intervals',
      'intervals_are_ordered',
      ({ draft }) =>
        (draft.demand.total_interval_80 = [draft.demand.total_units + 1, draft.demand.total_units + 2]),
    ],
    [
      'a safety stock out of bounds',
      'buy_covers_forecast_and_safety_stock',
      ({ draft }) => (draft.demand.safety_stock_pct = 0.61),
    ],
    [
      'an order after the season',
      'orders_sum_to_the_buy',
      ({ draft }) => (draft.inventory.orders[1].week = 13),
    ],
    [
      'stores that receive more than is ordered first',
      'orders_sum_to_the_buy',
      ({ draft }) => {
        draft.inventory.orders[0].units -= 1;
        draft.inventory.orders[1].units += 1;
      },
    ],
    [
      'a shipment to no store',
      'shipments_never_exceed_dc_stock',
      ({ inputs }) => (inputs.store_shipments[0].store_id = 'S9999'),
    ],
    [
      'a shipment the detail lacks',
      'shipments_never_exceed_dc_stock',
      ({ inputs }) => inputs.store_shipments.pop(),
    ],
    [
      'shipping before the stock is there',
      'shipments_never_exceed_dc_stock',
      ({ draft, inputs }) => {
        const [first] = draft.inventory.replenishment.shipments;
        for (const shipment of inputs.store_shipments) if (shipment.week === first.week) shipment.week = 1;
        first.week = 1;
      },
    ],
    [
      'a recommended depth off the grid',
      'markdown_depths_are_allowed',
      ({ draft }) => (draft.pricing.recommended_depth = 0.45),
    ],
    [
      'a NaN',
      'plan_is_reproducible_from_its_json',
      ({ draft }) => (draft.demand.models[0].total_units = NaN),
    ],
  ])('catches %s', (_, name, mutate) => {
    const plan = made();
    mutate(plan);
    expect(brokenBy(plan)).toBe(name);
  });

  it('checks what docs/invariants.md says, in its order', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/invariants.md'), 'utf8');
    const documented = [...page.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    const { draft, inputs } = made();
    expect(certify(draft, inputs).invariants.map(({ name }) => name)).toEqual(documented);
  });

  it('says what was wrong', () => {
    const plan = made();
    MUTATIONS.stores_and_dc_hold_the_buy(plan);
    expect(() => certify(plan.draft, plan.inputs)).toThrow(
      /breaks the invariant stores_and_dc_hold_the_buy: stores \d+ \+ DC \d+ ≠ buy \d+/,
    );
  });

  it.each<[string, string, unknown]>([
    ['a NaN', 'NaN is not allowed', NaN],
    ['what JSON leaves out', 'its JSON reads back as another plan', () => 1],
  ])('says why a plan with %s cannot be made again from its JSON', (_case, detail, value) => {
    const { draft, inputs } = made();
    (draft.demand.models as unknown[]).push(value);
    expect(() => certify(draft, inputs)).toThrow(
      expect.objectContaining({
        name: 'InvariantBrokenError',
        invariant: 'plan_is_reproducible_from_its_json',
        detail,
      }),
    );
  });

  it('does not take a fault of its own for a broken plan', () => {
    const { draft, inputs } = made();
    (draft.demand as { weekly: unknown }).weekly = null;
    expect(() => certify(draft, inputs)).toThrow(TypeError);
  });

  it('gives the same plan hash for the same inputs, whatever ids, times and versions', () => {
    const [one, two] = [made(), made()];
    two.inputs.versions = { planner: '9.9.9' };
    expect(certify(two.draft, two.inputs).plan_hash).toBe(certify(one.draft, one.inputs).plan_hash);
    expect(certify(two.draft, two.inputs).input_hash).toBe(certify(one.draft, one.inputs).input_hash);
  });

  it('gives other hashes for other inputs or another plan', () => {
    const plan = made();
    const before = certify(plan.draft, plan.inputs);
    expect(certify(plan.draft, { ...plan.inputs, seed: 2 }).input_hash).not.toBe(before.input_hash);
    expect(certify(plan.draft, { ...plan.inputs, dataset_version: 'v2' }).input_hash).not.toBe(
      before.input_hash,
    );
    expect(certify(made(8).draft, made(8).inputs).plan_hash).not.toBe(before.plan_hash);
  });
});

describe(canonicalHash, () => {
  it('does not depend on the order of keys', () => {
    expect(canonicalHash({ a: 1, b: [1, 2] })).toBe(canonicalHash({ b: [1, 2], a: 1 }));
  });

  it('is the SHA-256 of the RFC 8785 text', () => {
    // printf '{"a":1}' | sha256sum
    expect(canonicalHash({ a: 1 })).toBe('015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862');
  });

  it('is none of what JSON cannot hold', () => {
    expect(() => canonicalHash(undefined)).toThrow(
      new TypeError('A value that JSON cannot hold has no hash.'),
    );
  });
});
