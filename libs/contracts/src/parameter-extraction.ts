import type { SeasonParameters } from './season-parameters.ts';

export type ExtractionProvider = 'azure-openai' | 'openai' | 'rules';

/** Where a parameter's value came from. Offsets are UTF-16 code units, `end` exclusive. */
export interface Provenance {
  readonly source: 'stated' | 'derived' | 'assumed';
  readonly quote?: string;
  readonly start?: number;
  readonly end?: number;
  /** False where a language model's quote is in the text but the rules cannot read the value from it. */
  readonly verified?: boolean;
}

/** The answer of `POST /api/orchestrator/extract-parameters`. */
export interface ExtractionResult {
  readonly parameters: SeasonParameters;
  readonly extraction_reasoning: string;
  /** 0 to 1. */
  readonly confidence_score: number;
  readonly provenance: Readonly<Partial<Record<keyof SeasonParameters, Provenance>>>;
  readonly provider: ExtractionProvider;
  readonly warnings: readonly string[];
}
