import type { DatasetDetails, WorkflowSummary } from '#client';
import type { DatasetSummary, WorkflowState } from '#contracts';
import { type Draft, type DraftAction, EMPTY_DRAFT, reduceDraft } from './draft.ts';
import type { Problem } from './problem.ts';
import type { Route } from './route.ts';
import { type RunAction, type RunView, reduceRun } from './run.ts';
import { type UploadAction, type UploadView, reduceUpload } from './upload.ts';

export interface PageState {
  readonly route: Route;
  /** `asked`: the server wants a key; `refused`: it wants another one. */
  readonly key: 'not asked' | 'asked' | 'refused';
  readonly datasets: readonly DatasetSummary[];
  readonly dataset: DatasetDetails | null;
  readonly draft: Draft;
  readonly upload: UploadView | null;
  readonly isStarting: boolean;
  readonly run: RunView | null;
  readonly comparedWith: WorkflowState | null;
  /** The run that the next one will be compared with. */
  readonly changing: string | null;
  readonly history: { readonly runs: readonly WorkflowSummary[]; readonly nextCursor: string | null } | null;
  /** What went wrong, by the part of the page that it belongs to. */
  readonly problems: Readonly<Partial<Record<ProblemPlace, Problem>>>;
}

export type ProblemPlace =
  'words' | 'data' | 'start' | 'run' | 'decision' | 'history' | 'comparison' | 'download';

export type PageAction =
  | DraftAction
  | RunAction
  | UploadAction
  | { readonly type: 'went'; readonly route: Route }
  | { readonly type: 'key wanted'; readonly wasRefused: boolean }
  | { readonly type: 'key given' }
  | { readonly type: 'datasets listed'; readonly datasets: readonly DatasetSummary[] }
  | { readonly type: 'dataset opened'; readonly dataset: DatasetDetails }
  | { readonly type: 'starting' }
  | { readonly type: 'started'; readonly state: WorkflowState }
  | { readonly type: 'changing'; readonly workflowId: string | null }
  | { readonly type: 'compared'; readonly state: WorkflowState | null }
  | {
      readonly type: 'history listed';
      readonly runs: readonly WorkflowSummary[];
      readonly nextCursor: string | null;
    }
  | { readonly type: 'problem'; readonly place: ProblemPlace; readonly problem: Problem | null };

export const EMPTY_PAGE: PageState = {
  route: { at: 'new' },
  key: 'not asked',
  datasets: [],
  dataset: null,
  draft: EMPTY_DRAFT,
  upload: null,
  isStarting: false,
  run: null,
  comparedWith: null,
  changing: null,
  history: null,
  problems: {},
};

export function reducePage(page: PageState, action: PageAction): PageState {
  switch (action.type) {
    case 'went':
      return went(page, action.route);
    case 'key wanted':
      return { ...page, key: action.wasRefused ? 'refused' : 'asked', isStarting: false };
    case 'key given':
      return { ...page, key: 'not asked' };
    case 'datasets listed':
      return { ...page, datasets: action.datasets };
    case 'dataset opened':
      return withDataset(page, action.dataset);
    case 'starting':
      return { ...without(page, 'start'), isStarting: true };
    case 'started':
      return {
        ...page,
        isStarting: false,
        changing: null,
        run: reduceRun(null, { type: 'run opened', state: action.state }),
      };
    case 'changing':
      return { ...page, changing: action.workflowId };
    case 'compared':
      return { ...page, comparedWith: action.state };
    case 'history listed':
      return { ...page, history: { runs: action.runs, nextCursor: action.nextCursor } };
    case 'problem': {
      const rest = without(page, action.place);
      if (action.problem === null) return rest;
      return { ...rest, isStarting: false, problems: { ...rest.problems, [action.place]: action.problem } };
    }
    case 'run opened':
    case 'run event':
    case 'connection':
      return { ...page, run: reduceRun(page.run, action) };
    case 'upload chosen':
    case 'upload counted':
    case 'upload sent':
    case 'upload refused':
    case 'upload closed':
      return { ...page, upload: reduceUpload(page.upload, action) };
    default:
      return { ...page, draft: reduceDraft(page.draft, action) };
  }
}

function went(page: PageState, route: Route): PageState {
  const {
    run: _run,
    decision: _decision,
    comparison: _comparison,
    download: _download,
    ...problems
  } = page.problems;
  const isSameRun = route.at === 'run' && page.run?.started.workflow_id === route.workflowId;
  const isSameComparison = route.at === 'run' && page.comparedWith?.workflow_id === route.comparedWith;
  return {
    ...page,
    route,
    run: isSameRun ? page.run : null,
    comparedWith: isSameComparison ? page.comparedWith : null,
    problems,
  };
}

/** A data set brings its categories; the one that was chosen stays where it is among them. */
function withDataset(page: PageState, dataset: DatasetDetails): PageState {
  const { categoryId } = page.draft;
  const isThere = dataset.categories.some(({ category_id }) => category_id === categoryId);
  return {
    ...without(page, 'data'),
    dataset,
    draft: {
      ...page.draft,
      datasetId: dataset.dataset_id,
      categoryId: isThere ? categoryId : (dataset.categories[0]?.category_id ?? null),
    },
  };
}

function without(page: PageState, place: ProblemPlace): PageState {
  if (page.problems[place] === undefined) return page;
  const { [place]: _gone, ...problems } = page.problems;
  return { ...page, problems };
}
