import { type Draft, WORDS_LIMITS } from '../state/draft.ts';
import { PARAMETER_LABELS } from '../words/parameters.ts';
import { useConsole } from '../use-console.ts';
import { EXAMPLES } from './examples.ts';
import { stretchesOf } from './marks.ts';

/** The planner's words; those that state a parameter are underlined in its colour. */
export function StrategyBox({ draft }: { draft: Draft }) {
  const console = useConsole();
  const { words } = draft;
  return (
    <div class="words">
      <div class="sheet">
        <label class="unseen" for="words">
          Your strategy for the season, in your own words
        </label>
        <textarea
          id="words"
          rows={3}
          maxLength={WORDS_LIMITS.max}
          value={words}
          placeholder="12-week spring season starting March 1st, everything to stores at launch …"
          aria-describedby="words-count"
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void console.plan();
          }}
          onInput={({ currentTarget }) => console.type(currentTarget.value)}
        />
        <div class="marks" aria-hidden="true">
          {stretchesOf(draft).map(({ text, parameter, isAtFault }, i) =>
            parameter === null ? (
              text
            ) : (
              <mark
                key={i}
                class={`of-${parameter}${isAtFault ? ' at-fault' : ''}`}
                title={PARAMETER_LABELS[parameter]}
              >
                {text}
              </mark>
            ),
          )}
          {'\n'}
        </div>
      </div>
      <p class="under">
        <span class="examples">
          {EXAMPLES.map(({ name, words: example }, i) => (
            <span key={name}>
              {i === 0 ? 'For example ' : ', '}
              <button type="button" class="link" onClick={() => console.say(example)}>
                {name}
              </button>
            </span>
          ))}
        </span>
        <span id="words-count" class="figure">
          {words.length}/{WORDS_LIMITS.max}
        </span>
      </p>
    </div>
  );
}
