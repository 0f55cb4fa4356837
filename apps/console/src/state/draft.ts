import type {
  DatasetSummary,
  ErrorResponse,
  ExtractionResult,
  PlanOptions,
  Provenance,
  RequiredParameter,
  SeasonParameters,
  WorkflowState,
} from '#contracts';
import { REQUIRED_PARAMETERS } from '#contracts';
import { isDate, lastDay } from '../words/dates.ts';

/** A parameter that a planner sets; the last day of a season follows from the others. */
export type ParameterName = Exclude<keyof SeasonParameters, 'season_end_date'>;
export type ParameterValues = { readonly [Name in ParameterName]?: SeasonParameters[Name] };

export const PARAMETER_NAMES = [
  'forecast_horizon_weeks',
  'season_start_date',
  'replenishment_strategy',
  'dc_holdback_percentage',
  'markdown_checkpoint_week',
  'markdown_threshold',
] as const satisfies readonly ParameterName[];

export const WORDS_LIMITS = { min: 10, max: 500 } as const;

/** What a planner has said, and what was understood of it; not yet a run. */
export interface Draft {
  readonly words: string;
  /** The words that the answer below is about; null before any were read. */
  readonly wordsRead: string | null;
  readonly isReading: boolean;
  readonly stated: ParameterValues;
  readonly provenance: ExtractionResult['provenance'];
  readonly warnings: readonly string[];
  readonly refusal: ErrorResponse | null;
  /** Values set by hand; they hold whatever the words say, until taken back. */
  readonly edits: ParameterValues;
  readonly categoryId: string | null;
  readonly datasetId: DatasetSummary['dataset_id'];
  readonly requireApproval: boolean;
  readonly options: PlanOptions;
}

export const EMPTY_DRAFT: Draft = {
  words: '',
  wordsRead: null,
  isReading: false,
  stated: {},
  provenance: {},
  warnings: [],
  refusal: null,
  edits: {},
  categoryId: null,
  datasetId: 'default',
  requireApproval: false,
  options: {},
};

export type DraftAction =
  | { readonly type: 'words typed'; readonly words: string }
  | { readonly type: 'reading'; readonly words: string }
  | { readonly type: 'words read'; readonly words: string; readonly result: ExtractionResult }
  | { readonly type: 'words refused'; readonly words: string; readonly refusal: ErrorResponse }
  | { readonly type: 'reading failed'; readonly words: string }
  | {
      readonly type: 'parameter set';
      readonly name: ParameterName;
      readonly value: ParameterValues[ParameterName];
    }
  | { readonly type: 'parameter taken back'; readonly name: ParameterName }
  | { readonly type: 'category chosen'; readonly categoryId: string | null }
  | { readonly type: 'dataset chosen'; readonly datasetId: string }
  | { readonly type: 'approval wanted'; readonly isWanted: boolean }
  | {
      readonly type: 'option set';
      readonly name: keyof PlanOptions;
      readonly value: string | number | undefined;
    }
  | { readonly type: 'draft put'; readonly draft: Draft };

export function reduceDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'words typed':
      return action.words.trim().length < WORDS_LIMITS.min
        ? { ...draft, ...NOTHING_READ, words: action.words }
        : { ...draft, words: action.words };
    case 'reading':
      return { ...draft, isReading: true };
    case 'words read': {
      if (action.words !== draft.words) return draft; // the planner has typed on
      const { parameters, provenance, warnings } = action.result;
      return {
        ...draft,
        ...NOTHING_READ,
        wordsRead: action.words,
        stated: withoutEnd(parameters),
        provenance,
        warnings,
      };
    }
    case 'words refused': {
      if (action.words !== draft.words) return draft;
      const { extracted_parameters, provenance } = action.refusal.details as {
        extracted_parameters?: Partial<SeasonParameters>;
        provenance?: Partial<Record<keyof SeasonParameters, Provenance>>;
      };
      return {
        ...draft,
        ...NOTHING_READ,
        wordsRead: action.words,
        refusal: action.refusal,
        stated: withoutEnd(extracted_parameters ?? {}),
        provenance: provenance ?? {},
      };
    }
    case 'reading failed':
      return action.words === draft.words ? { ...draft, isReading: false } : draft;
    case 'parameter set':
      return { ...draft, edits: { ...draft.edits, [action.name]: action.value } };
    case 'parameter taken back': {
      const { [action.name]: _taken, ...edits } = draft.edits;
      return { ...draft, edits };
    }
    case 'category chosen':
      return { ...draft, categoryId: action.categoryId };
    case 'dataset chosen':
      return { ...draft, datasetId: action.datasetId };
    case 'approval wanted':
      return { ...draft, requireApproval: action.isWanted };
    case 'option set': {
      const { [action.name]: _before, ...options } = draft.options;
      return {
        ...draft,
        options: action.value === undefined ? options : { ...options, [action.name]: action.value },
      };
    }
    case 'draft put':
      return action.draft;
  }
}

const NOTHING_READ = {
  wordsRead: null,
  isReading: false,
  stated: {},
  provenance: {},
  warnings: [],
  refusal: null,
} satisfies Partial<Draft>;

function withoutEnd({ season_end_date: _end, ...values }: Partial<SeasonParameters>): ParameterValues {
  return values;
}

/** What a run was planned with. */
export type PlannedWith = Pick<
  WorkflowState,
  'parameters' | 'category_id' | 'dataset_id' | 'options' | 'require_approval'
>;

/** The draft that a run was made of. Where `draft` has read the same words, what it knows of them is kept. */
export function draftOfRun(run: PlannedWith, words: string, draft: Draft): Draft {
  const isRead = draft.words === words && draft.wordsRead === words;
  return {
    // Without the words that stated them, the values stand as they were run.
    ...(isRead ? draft : { ...EMPTY_DRAFT, stated: withoutEnd(run.parameters) }),
    words,
    categoryId: run.category_id,
    datasetId: run.dataset_id,
    options: run.options,
    requireApproval: run.require_approval,
  };
}

/** What would be planned: the words' values, under those set by hand. */
export function valuesOf({ stated, edits }: Draft): ParameterValues {
  return { ...stated, ...edits };
}

/** The required parameters that neither words nor hand have given. */
export function missingOf(draft: Draft): readonly RequiredParameter[] {
  const values = valuesOf(draft);
  return REQUIRED_PARAMETERS.filter((name) => values[name] === undefined);
}

/** Complete parameters, or null while one is missing. The server judges whether they can hold. */
export function parametersOf(draft: Draft): SeasonParameters | null {
  const values = valuesOf(draft);
  const { forecast_horizon_weeks: weeks, season_start_date: start } = values;
  if (missingOf(draft).length > 0 || weeks === undefined || start === undefined || !isDate(start))
    return null;
  return {
    forecast_horizon_weeks: weeks,
    season_start_date: start,
    season_end_date: lastDay(start, weeks),
    replenishment_strategy: values.replenishment_strategy ?? 'none',
    dc_holdback_percentage: values.dc_holdback_percentage ?? 0,
    markdown_checkpoint_week: values.markdown_checkpoint_week ?? null,
    markdown_threshold: values.markdown_threshold ?? null,
  };
}

export interface StatedViolation {
  readonly field: string;
  readonly value: unknown;
  readonly rule: string;
  readonly quote?: string;
}

/** Fields whose stated value cannot hold, unless a hand has set another. */
export function violationsOf({ refusal, edits }: Draft): readonly StatedViolation[] {
  const { violations = [] } = (refusal?.details ?? {}) as { violations?: readonly StatedViolation[] };
  return violations.filter(({ field }) => !Object.hasOwn(edits, field));
}
