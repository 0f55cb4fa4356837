import { SeasonApiError, SeasonClient, type ApprovalDecision, type PlanTable } from '#client';
import type { RunWorkflowRequest, WorkflowState } from '#contracts';
import type { DatasetFiles } from '../data/dataset-files.ts';
import { saveFile } from '../data/save-file.ts';
import { uploadFiles } from '../data/upload-files.ts';
import {
  type Draft,
  EMPTY_DRAFT,
  PARAMETER_NAMES,
  type PlannedWith,
  type ParameterName,
  type ParameterValues,
  WORDS_LIMITS,
  draftOfRun,
  parametersOf,
  valuesOf,
} from './draft.ts';
import { remember, remembered } from './memory.ts';
import { EMPTY_PAGE, type PageAction, type PageState, type ProblemPlace, reducePage } from './page.ts';
import { problemOf } from './problem.ts';
import { hashOf, routeOf, type Route } from './route.ts';
import { Store } from './store.ts';

const TYPING_PAUSE_MS = 350;
const HISTORY_PAGE = 20;

/** What a planner can do on the page. Each is one documented call of the API; what it answers goes into the state. */
export class Console {
  readonly store = new Store<PageState, PageAction>(reducePage, EMPTY_PAGE);
  private client: SeasonClient;
  private key: string | null;
  private pause: ReturnType<typeof setTimeout> | undefined;
  private following: AbortController | null = null;
  private uploading: AbortController | null = null;
  /** A start whose answer was lost is sent again under its own key, and so happens once. */
  private start: { readonly body: RunWorkflowRequest; readonly idempotencyKey: string } | null = null;

  constructor() {
    this.key = remembered('tab', 'key');
    this.client = this.newClient();
  }

  get state(): PageState {
    return this.store.state;
  }

  /** With AUTH=api-key, whether calls carry a key. */
  get hasKey(): boolean {
    return this.key !== null;
  }

  open(): void {
    const kept = remembered('tab', 'draft');
    if (kept !== null) {
      // What was being read when the tab was left is read again.
      const draft = { ...EMPTY_DRAFT, ...(JSON.parse(kept) as Draft), isReading: false };
      this.store.dispatch({ type: 'draft put', draft });
      void this.readWords();
    }
    this.store.subscribe(() => this.keepDraft());
    window.addEventListener('hashchange', () => void this.followAddress());
    void this.loadDatasets();
    void this.followAddress();
  }

  go(route: Route): void {
    location.hash = hashOf(route);
  }

  giveKey(key: string): void {
    this.key = key;
    remember('tab', 'key', key);
    this.client = this.newClient();
    this.store.dispatch({ type: 'key given' });
    void this.loadDatasets();
    void this.followAddress();
    void this.readWords();
  }

  type(words: string): void {
    this.store.dispatch({ type: 'words typed', words });
    clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.readWords(), TYPING_PAUSE_MS);
  }

  /** Words that are put in as a whole, such as an example, are read at once. */
  say(words: string): void {
    this.store.dispatch({ type: 'words typed', words });
    clearTimeout(this.pause);
    void this.readWords();
  }

  setParameter(name: ParameterName, value: ParameterValues[ParameterName]): void {
    this.store.dispatch({ type: 'parameter set', name, value });
  }

  async chooseDataset(datasetId: string): Promise<void> {
    await this.attempt('data', async () => {
      this.store.dispatch({ type: 'dataset opened', dataset: await this.client.dataset(datasetId) });
    });
  }

  /** Starts the draft as a run, and goes to it. */
  async plan(): Promise<void> {
    const { draft } = this.state;
    const parameters = parametersOf(draft);
    if (parameters === null || draft.categoryId === null || this.state.isStarting) return;
    const wanted = {
      parameters,
      category_id: draft.categoryId,
      dataset_id: draft.datasetId,
      ...(draft.requireApproval && { require_approval: true }),
      ...(Object.keys(draft.options).length > 0 && { options: draft.options }),
    };
    if (this.start === null || !isSameStart(this.start.body, wanted))
      this.start = {
        body: { session_id: `console-${crypto.randomUUID()}`, ...wanted },
        idempotencyKey: crypto.randomUUID(),
      };
    const { body, idempotencyKey } = this.start;
    this.store.dispatch({ type: 'starting' });
    await this.attempt('start', async () => {
      const { workflow_id } = await this.client.runWorkflow(body, idempotencyKey);
      this.start = null;
      remember('browser', `words.${workflow_id}`, draft.words === '' ? null : draft.words);
      const comparedWith = this.state.changing;
      this.store.dispatch({ type: 'started', state: await this.client.workflow(workflow_id) });
      this.go({ at: 'run', workflowId: workflow_id, comparedWith });
    });
  }

  async cancel(): Promise<void> {
    const workflowId = this.state.run?.started.workflow_id;
    if (workflowId === undefined) return;
    await this.attempt('decision', () => this.client.cancel(workflowId));
  }

  async decide(decision: ApprovalDecision): Promise<void> {
    const workflowId = this.state.run?.started.workflow_id;
    if (workflowId === undefined) return;
    await this.attempt('decision', () => this.client.approve(workflowId, decision));
  }

  /** Makes the shown run the draft again, to change something; the next run is compared with it. */
  change(): void {
    const { run } = this.state;
    if (run === null) return;
    this.store.dispatch({ type: 'draft put', draft: this.draftOfRun(run.started) });
    this.store.dispatch({ type: 'changing', workflowId: run.started.workflow_id });
  }

  async listHistory(isMore = false): Promise<void> {
    const { history } = this.state;
    await this.attempt('history', async () => {
      const cursor = isMore ? (history?.nextCursor ?? undefined) : undefined;
      const page = await this.client.listWorkflows({
        limit: HISTORY_PAGE,
        ...(cursor !== undefined && { cursor }),
      });
      const before = isMore ? (history?.runs ?? []) : [];
      this.store.dispatch({
        type: 'history listed',
        runs: [...before, ...page.workflows],
        nextCursor: page.next_cursor,
      });
    });
  }

  async download(table: PlanTable | 'json'): Promise<void> {
    const workflowId = this.state.run?.started.workflow_id;
    if (workflowId === undefined) return;
    await this.attempt('download', async () => {
      if (table === 'json')
        saveFile(
          `plan-${workflowId}.json`,
          'application/json',
          JSON.stringify(await this.client.plan(workflowId), null, 2),
        );
      else saveFile(`${table}-${workflowId}.csv`, 'text/csv', await this.client.planCsv(workflowId, table));
    });
  }

  async upload(files: DatasetFiles): Promise<void> {
    this.uploading?.abort();
    const uploading = (this.uploading = new AbortController());
    const dataset = await uploadFiles(files, this.key, uploading.signal, (action) => {
      if (!uploading.signal.aborted) this.store.dispatch(action);
    }).catch((error: unknown) => {
      this.wantKey(error);
      return null;
    });
    if (dataset === null || uploading.signal.aborted) return;
    this.store.dispatch({ type: 'upload closed' });
    this.store.dispatch({ type: 'dataset opened', dataset });
    await this.loadDatasets();
  }

  closeUpload(): void {
    this.uploading?.abort();
    this.store.dispatch({ type: 'upload closed' });
  }

  private newClient(): SeasonClient {
    return new SeasonClient({ baseUrl: location.origin, ...(this.key !== null && { apiKey: this.key }) });
  }

  private async readWords(): Promise<void> {
    const { words, wordsRead } = this.state.draft;
    if (words.trim().length < WORDS_LIMITS.min || words === wordsRead) return;
    this.store.dispatch({ type: 'reading', words });
    try {
      const result = await this.client.extractParameters(words);
      this.store.dispatch({ type: 'words read', words, result });
      this.store.dispatch({ type: 'problem', place: 'words', problem: null });
    } catch (error) {
      const isAnswer = error instanceof SeasonApiError && (error.status === 400 || error.status === 422);
      if (isAnswer) {
        this.store.dispatch({ type: 'words refused', words, refusal: error.response });
        this.store.dispatch({ type: 'problem', place: 'words', problem: null });
        return;
      }
      this.store.dispatch({ type: 'reading failed', words });
      if (!this.wantKey(error))
        this.store.dispatch({ type: 'problem', place: 'words', problem: problemOf(error) });
    }
  }

  private async loadDatasets(): Promise<void> {
    await this.attempt('data', async () => {
      const datasets = await this.client.datasets();
      this.store.dispatch({ type: 'datasets listed', datasets });
      const { datasetId } = this.state.draft;
      const wanted = datasets.find(({ dataset_id }) => dataset_id === datasetId) ?? datasets[0];
      if (wanted !== undefined && this.state.dataset?.dataset_id !== wanted.dataset_id)
        await this.chooseDataset(wanted.dataset_id);
    });
  }

  private async followAddress(): Promise<void> {
    const route = routeOf(location.hash);
    this.store.dispatch({ type: 'went', route });
    this.following?.abort();
    if (route.at === 'new') return;
    const { workflowId, comparedWith } = route;
    const following = (this.following = new AbortController());
    await this.attempt('run', async () => {
      const state = await this.client.workflow(workflowId);
      if (following.signal.aborted) return;
      const isNews = this.state.run === null;
      this.store.dispatch({ type: 'run opened', state });
      if (isNews) {
        this.store.dispatch({ type: 'draft put', draft: this.draftOfRun(state) });
        void this.markWords(state, following.signal);
      }
      void this.followEvents(state, following.signal);
      if (state.dataset_id !== this.state.dataset?.dataset_id) await this.chooseDataset(state.dataset_id);
    });
    if (comparedWith === null || this.state.comparedWith?.workflow_id === comparedWith) return;
    await this.attempt('comparison', async () => {
      const state = await this.client.workflow(comparedWith);
      if (!following.signal.aborted) this.store.dispatch({ type: 'compared', state });
    });
  }

  /** Reads a run's words again for their marks. What the run was made with stands, whatever they are read as today. */
  private async markWords({ parameters }: WorkflowState, signal: AbortSignal): Promise<void> {
    await this.readWords();
    for (const name of PARAMETER_NAMES)
      if (!signal.aborted && valuesOf(this.state.draft)[name] !== parameters[name])
        this.setParameter(name, parameters[name]);
  }

  /** The run's events from the first one the page has not seen, across any number of connections. */
  private async followEvents(run: WorkflowState, signal: AbortSignal): Promise<void> {
    await this.attempt('run', async () => {
      const events = this.client.watchWorkflow(run, {
        after: this.state.run?.sequence ?? 0,
        signal,
        patienceMs: Infinity,
        onConnection: (isConnected) => {
          if (!signal.aborted) this.store.dispatch({ type: 'connection', isConnected });
        },
      });
      for await (const event of events) {
        if (signal.aborted) return;
        this.store.dispatch({ type: 'run event', event });
      }
    });
  }

  private draftOfRun(run: PlannedWith & { readonly workflow_id: string }): Draft {
    return draftOfRun(run, remembered('browser', `words.${run.workflow_id}`) ?? '', this.state.draft);
  }

  /** Does something; what goes wrong is told where it belongs, and a missing key is asked for. */
  private async attempt(place: ProblemPlace, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.store.dispatch({ type: 'problem', place, problem: null });
    } catch (error) {
      if (!this.wantKey(error)) this.store.dispatch({ type: 'problem', place, problem: problemOf(error) });
    }
  }

  private wantKey(error: unknown): boolean {
    if (!(error instanceof SeasonApiError) || error.status !== 401) return false;
    this.store.dispatch({ type: 'key wanted', wasRefused: this.key !== null });
    return true;
  }

  private keepDraft(): void {
    const { draft, route } = this.state;
    if (route.at === 'new') remember('tab', 'draft', JSON.stringify(draft));
  }
}

function isSameStart({ session_id: _session, ...body }: RunWorkflowRequest, wanted: object): boolean {
  return JSON.stringify(body) === JSON.stringify(wanted);
}
