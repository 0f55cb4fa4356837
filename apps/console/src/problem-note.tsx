import type { ComponentChildren } from 'preact';
import type { Problem } from './state/problem.ts';
import { inWords } from './words/parameters.ts';

/** What went wrong, where, and what to do; `children` are what can be done about it right here. */
export function ProblemNote({
  problem,
  onSuggestion,
  isFault = true,
  children,
}: {
  problem: Problem;
  /** False for an end that somebody wanted. */
  isFault?: boolean;
  /** What a click on a suggestion does; null where it is only to be read. */
  onSuggestion?: (suggestion: string) => (() => void) | null;
  children?: ComponentChildren;
}) {
  const { message, suggestions, request_id } = problem;
  return (
    <div class={isFault ? 'note fault' : 'note'} role={isFault ? 'alert' : 'status'}>
      <p>{inWords(message)}</p>
      {suggestions.length > 0 && (
        <ul>
          {suggestions.map((suggestion) => {
            const act = onSuggestion?.(suggestion) ?? null;
            return (
              <li key={suggestion}>
                {act === null ? (
                  inWords(suggestion)
                ) : (
                  <button type="button" class="link" onClick={act}>
                    {inWords(suggestion)}
                  </button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {children}
      {isFault && request_id !== undefined && request_id !== '' && <p class="small">request {request_id}</p>}
    </div>
  );
}
