import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Draft, PARAMETER_NAMES, type ParameterName, valuesOf, violationsOf } from '../state/draft.ts';
import { useConsole } from '../use-console.ts';
import { PARAMETER_LABELS, QUESTIONS, phraseOf } from '../words/parameters.ts';
import { ChipEditor } from './chip-editor.tsx';

/** The parameters, as a sentence of phrases; each can be changed where it stands. */
export function ParameterChips({ draft }: { draft: Draft }) {
  const values = valuesOf(draft);
  const isEmpty = Object.keys(values).length === 0 && draft.refusal === null;
  return (
    <ul class={isEmpty ? 'chips empty' : 'chips'} aria-label="Season parameters">
      {PARAMETER_NAMES.filter((name) => isShown(name, draft)).map((name) => (
        <Chip key={name} name={name} draft={draft} />
      ))}
    </ul>
  );
}

/** A threshold needs a week; before there is any strategy a markdown is not asked for. */
function isShown(name: ParameterName, draft: Draft): boolean {
  const values = valuesOf(draft);
  const violations = violationsOf(draft);
  // Of words that cannot hold the server tells what is wrong with them, and nothing of the rest.
  if (violations.length > 0)
    return values[name] !== undefined || violations.some(({ field }) => field === name);
  if (name === 'markdown_threshold')
    return typeof (values[name] ?? values.markdown_checkpoint_week) === 'number';
  return true;
}

function Chip({ name, draft }: { name: ParameterName; draft: Draft }) {
  const console = useConsole();
  const [isEditing, setEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const hadEditor = useRef(false);
  useLayoutEffect(() => {
    if (!isEditing && hadEditor.current) button.current?.focus();
    hadEditor.current = isEditing;
  }, [isEditing]);

  const values = valuesOf(draft);
  const isStated = values[name] !== undefined;
  const isOptional = name.startsWith('markdown');
  const isEdited = Object.hasOwn(draft.edits, name);
  const fault = violationsOf(draft).find(({ field }) => field === name);
  const phrase = fault?.quote ?? (isStated || isOptional ? phraseOf(name, values) : null);
  const quote = draft.provenance[name]?.quote;
  const from = isEdited ? ', set by hand' : quote === undefined ? '' : `, from “${quote}”`;

  if (isEditing)
    return (
      <li>
        <ChipEditor
          name={name}
          value={values[name]}
          onDone={(value) => {
            setEditing(false);
            if (value !== undefined && value !== values[name]) console.setParameter(name, value);
          }}
        />
      </li>
    );
  const state = fault !== undefined ? ' at-fault' : phrase === null ? ' missing' : isStated ? '' : ' unset';
  return (
    <li>
      <span class={`chip of-${name}${state}`}>
        <button
          ref={button}
          type="button"
          onClick={() => setEditing(true)}
          title={`${PARAMETER_LABELS[name]}${from}`}
          aria-label={`${PARAMETER_LABELS[name]}: ${phrase ?? QUESTIONS[name]}${from}. Change`}
        >
          {fault !== undefined && '⚠ '}
          {phrase ?? QUESTIONS[name]}
        </button>
        {isEdited && (
          <button
            type="button"
            class="take-back"
            title="Take back what was set by hand"
            aria-label={`${PARAMETER_LABELS[name]}: take back what was set by hand`}
            onClick={() => console.store.dispatch({ type: 'parameter taken back', name })}
          >
            ↺
          </button>
        )}
      </span>
      {fault !== undefined && <span class="rule">{fault.rule}</span>}
    </li>
  );
}
