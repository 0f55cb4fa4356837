import type { Provenance, RequiredParameter, SeasonParameters, Violation } from '#contracts';

/** The parameters that a text may state; the season's end follows from two of them. */
export type StatedField = Exclude<keyof SeasonParameters, 'season_end_date'>;

export type FieldProvenance = Provenance;

/** What a text was understood to say, before it is judged to be enough. */
export interface Extraction {
  readonly outcome: 'ok' | 'incomplete' | 'invalid' | 'not_a_strategy';
  /** Only what was found and is valid. */
  readonly parameters: Readonly<Partial<SeasonParameters>>;
  readonly provenance: Readonly<Partial<Record<keyof SeasonParameters, FieldProvenance>>>;
  readonly missing: readonly RequiredParameter[];
  readonly violations: readonly Violation[];
  readonly confidence: number;
  readonly warnings: readonly string[];
  /** Fields for which a later statement replaced an earlier one. */
  readonly corrected: readonly StatedField[];
}
