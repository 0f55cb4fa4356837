import type { DatasetDetails } from '#client';
import type { WorkflowState } from '#contracts';
import { describe, expect, it } from '@jest/globals';
import { EMPTY_PAGE, reducePage } from './page.ts';

const dataset = (dataset_id: string, ...categories: string[]): DatasetDetails => ({
  dataset_id,
  name: dataset_id,
  created_at: '',
  rows: 0,
  weeks: 0,
  stores: 0,
  first_date: '',
  last_date: '',
  categories: categories.map((category_id) => ({ category_id, total_units: 0, weeks: 0 })),
  quality: {},
});
const problem = { message: 'no', suggestions: [], details: {} };

describe(reducePage, () => {
  it('keeps the category when another data set has it, and takes the first one otherwise', () => {
    const chosen = [
      { type: 'dataset opened', dataset: dataset('a', 'Shirts', 'Jackets') } as const,
      { type: 'category chosen', categoryId: 'Jackets' } as const,
    ].reduce(reducePage, EMPTY_PAGE);

    const same = reducePage(chosen, { type: 'dataset opened', dataset: dataset('b', 'Coats', 'Jackets') });
    const other = reducePage(chosen, { type: 'dataset opened', dataset: dataset('c', 'Coats') });
    expect(same.draft).toMatchObject({ datasetId: 'b', categoryId: 'Jackets' });
    expect(other.draft).toMatchObject({ datasetId: 'c', categoryId: 'Coats' });
  });

  it('lets a run go when the address leaves it, and keeps it when only the comparison changes', () => {
    const state = { workflow_id: 'r', status: 'running', execution_log: [], result: null, error: null };
    const shown = reducePage(EMPTY_PAGE, { type: 'started', state: state as unknown as WorkflowState });
    const at = (comparedWith: string | null) =>
      reducePage(shown, { type: 'went', route: { at: 'run', workflowId: 'r', comparedWith } });

    expect(at('other').run).toBe(shown.run);
    expect(reducePage(at(null), { type: 'went', route: { at: 'new' } }).run).toBeNull();
  });

  it('tells a problem where it belongs, until it is over or the page goes elsewhere', () => {
    const told = reducePage({ ...EMPTY_PAGE, isStarting: true }, { type: 'problem', place: 'run', problem });

    expect(told).toMatchObject({ isStarting: false, problems: { run: problem } });
    expect(reducePage(told, { type: 'problem', place: 'run', problem: null }).problems).toEqual({});
    expect(reducePage(told, { type: 'went', route: { at: 'new' } }).problems).toEqual({});
  });

  it('drops what an upload says after it was closed', () => {
    expect(reducePage(EMPTY_PAGE, { type: 'upload sent', bytes: 1, of: 2 }).upload).toBeNull();
  });
});
