import { type Draft, missingOf, violationsOf } from '../state/draft.ts';
import { AsCurl } from '../as-curl.tsx';
import { useConsole } from '../use-console.ts';
import { inWords } from '../words/parameters.ts';
import { actOf } from './suggestion.ts';

/** What is open in the words: warnings, what is missing and how it could be said, what cannot hold. */
export function ReadingNotes({ draft }: { draft: Draft }) {
  const console = useConsole();
  const { isReading, refusal, warnings, wordsRead } = draft;
  const isOpen = missingOf(draft).length > 0 || violationsOf(draft).length > 0;
  const assumed = Object.entries(draft.provenance).filter(([, { source }]) => source === 'assumed');
  return (
    <div class="reading">
      <div role="status">
        {isReading && <p class="small">Reading …</p>}
        {!isReading && refusal !== null && isOpen && (
          <>
            <p>{inWords(refusal.message)}</p>
            <ul>
              {refusal.suggestions.map((suggestion) => {
                const act = actOf(suggestion, draft);
                return (
                  <li key={suggestion}>
                    {act.before}
                    {act.choices.map(({ label, words, set }, i) => (
                      <span key={label}>
                        {i > 0 && ', '}
                        <button
                          type="button"
                          class="link"
                          onClick={() => {
                            if (words !== undefined) console.say(words);
                            if (set !== undefined) console.setParameter(set.name, set.value);
                          }}
                        >
                          {label}
                        </button>
                      </span>
                    ))}
                  </li>
                );
              })}
            </ul>
          </>
        )}
        {!isReading && wordsRead !== null && refusal === null && (
          <p class="small">
            {warnings.length === 0 && assumed.length === 0 ? 'Nothing assumed.' : null}
            {[...assumed.map(([field]) => `${inWords(field)} is assumed.`), ...warnings].map((warning) => (
              <span key={warning} class="warning">
                ⚠ {inWords(warning.replace(/^\w+: /, ''))}
              </span>
            ))}
          </p>
        )}
      </div>
      {!isReading && wordsRead !== null && (
        <AsCurl
          calls={[
            {
              method: 'POST',
              path: '/api/orchestrator/extract-parameters',
              body: { strategy_description: wordsRead },
            },
          ]}
        />
      )}
    </div>
  );
}
