import { parametersOf } from '../state/draft.ts';
import type { PageState } from '../state/page.ts';
import { ProblemNote } from '../problem-note.tsx';
import { useConsole } from '../use-console.ts';
import { ParameterChips } from './parameter-chips.tsx';
import { PlanChoices } from './plan-choices.tsx';
import { ReadingNotes } from './reading-notes.tsx';
import { StrategyBox } from './strategy-box.tsx';

/** Say it: words, what was understood of them, what to plan. */
export function StrategySection({ page }: { page: PageState }) {
  const console = useConsole();
  const { draft, problems, isStarting, changing } = page;
  const canStart = parametersOf(draft) !== null && draft.categoryId !== null && !isStarting;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void console.plan();
  };
  return (
    <section aria-labelledby="say">
      <h1 id="say">What are you planning?</h1>
      <StrategyBox draft={draft} />
      <ParameterChips draft={draft} />
      <ReadingNotes draft={draft} />
      {problems.words && <ProblemNote problem={problems.words} />}
      <form class="start" onSubmit={submit}>
        <PlanChoices page={page} />
        <button type="submit" class="primary" disabled={!canStart}>
          {isStarting ? 'Starting …' : changing === null ? 'Plan it' : 'Plan it and compare'}
        </button>
      </form>
      {problems.start && (
        <ProblemNote
          problem={problems.start}
          onSuggestion={(suggestion) => categoryIn(suggestion, page, console.store.dispatch)}
        />
      )}
    </section>
  );
}

/** A suggestion that names a category of the data is taken with a click. */
function categoryIn(
  suggestion: string,
  { dataset }: PageState,
  dispatch: ReturnType<typeof useConsole>['store']['dispatch'],
): (() => void) | null {
  const named = dataset?.categories.find(({ category_id }) => suggestion.includes(category_id));
  if (named === undefined) return null;
  return () => dispatch({ type: 'category chosen', categoryId: named.category_id });
}
