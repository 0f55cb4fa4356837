import type { IsoDate, PlanCertificate, PlanDraft, StoreShipment } from '#contracts';
import { Breach, INVARIANTS, type CheckedPlan, type InvariantRule } from './invariants.ts';
import { canonicalHash, planHash } from './plan-hash.ts';

/** What a plan was made from, and with. */
export interface CertificateInputs {
  readonly category_id: string;
  /** Content hash or version of the data set. */
  readonly dataset_version: string;
  readonly as_of: IsoDate;
  readonly seed: number;
  /** Versions of what made the plan, by name; not part of any hash. */
  readonly versions: Readonly<Record<string, string>>;
  /** The inventory agent's detail by store and week. */
  readonly store_shipments: readonly StoreShipment[];
}

/** A plan that breaks one of the invariants; it must not be returned. */
export class InvariantBrokenError extends Error {
  override readonly name = 'InvariantBrokenError';
  readonly invariant: string;
  readonly detail: string;

  constructor(invariant: string, detail: string) {
    super(`The plan breaks the invariant ${invariant}: ${detail}.`);
    this.invariant = invariant;
    this.detail = detail;
  }
}

/**
 * Holds a plan to every invariant and signs it with the hashes of what it was made from and what it says. The same
 * parameters, options, data, day and seed give the same `input_hash`, and must give the same `plan_hash`.
 *
 * @throws InvariantBrokenError naming the first invariant that does not hold
 */
export function certify(draft: PlanDraft, inputs: CertificateInputs): PlanCertificate {
  const { category_id, dataset_version, as_of, seed, versions, store_shipments } = inputs;
  const plan = { draft, storeShipments: store_shipments };
  const invariants = INVARIANTS.map((rule) => ({
    name: rule.name,
    holds: true as const,
    detail: detailOf(rule, plan),
  }));
  const plan_hash = hashOrThrow(draft);
  return {
    invariants: [
      ...invariants,
      {
        name: REPRODUCIBLE,
        holds: true,
        detail: `read back from its JSON, the plan has the same hash; seed ${seed}`,
      },
    ],
    input_hash: canonicalHash({
      parameters: draft.parameters,
      options: draft.options,
      category_id,
      dataset_version,
      as_of,
      seed,
    }),
    plan_hash,
    seed,
    versions,
  };
}

const REPRODUCIBLE = 'plan_is_reproducible_from_its_json';

function detailOf(rule: InvariantRule, plan: CheckedPlan): string {
  try {
    return rule.check(plan);
  } catch (error) {
    if (error instanceof Breach) throw new InvariantBrokenError(rule.name, error.message);
    throw error;
  }
}

/** A NaN or an absent number survives in memory but not in JSON: the hash would be of another plan than the one sent. */
function hashOrThrow(draft: PlanDraft): string {
  let hash: string;
  try {
    hash = planHash(draft);
  } catch (error) {
    throw new InvariantBrokenError(REPRODUCIBLE, error instanceof Error ? error.message : String(error));
  }
  if (hash !== planHash(JSON.parse(JSON.stringify(draft)) as PlanDraft))
    throw new InvariantBrokenError(REPRODUCIBLE, 'its JSON reads back as another plan');
  return hash;
}
