import type { ErrorResponse, ExtractionResult, SeasonPlan } from '#contracts';
import type { CommandError } from './command-error.ts';
import { OUTCOMES, type Outcome } from './outcome.ts';

/** What `--json` prints, whatever happened; parts that did not come about are null. */
export interface PlanDocument {
  readonly outcome: Outcome;
  readonly exit_code: number;
  readonly extraction: ExtractionResult | null;
  readonly workflow_id: string | null;
  readonly session_id: string | null;
  readonly plan: SeasonPlan | null;
  /** Paths of the files that `--out` wrote. */
  readonly files: readonly string[];
  readonly error: (Partial<ErrorResponse> & Pick<ErrorResponse, 'message' | 'suggestions'>) | null;
}

/** What came about, piece by piece. */
export type PlanFindings = {
  -readonly [Part in 'extraction' | 'workflow_id' | 'session_id' | 'plan' | 'files']?: NonNullable<
    PlanDocument[Part]
  >;
};

export function planDocument(outcome: Outcome, findings: PlanFindings, error?: CommandError): PlanDocument {
  return {
    outcome,
    exit_code: OUTCOMES[outcome].exitCode,
    extraction: findings.extraction ?? null,
    workflow_id: findings.workflow_id ?? null,
    session_id: findings.session_id ?? null,
    plan: findings.plan ?? null,
    files: findings.files ?? [],
    error:
      error === undefined
        ? null
        : { ...error.response, message: error.message, suggestions: error.suggestions },
  };
}
