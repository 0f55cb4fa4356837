import { REPLENISHMENT_STRATEGIES } from '#contracts';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ParameterName, ParameterValues } from '../state/draft.ts';
import { isDate } from '../words/dates.ts';
import { PARAMETER_LABELS, phraseOf } from '../words/parameters.ts';

type Value = ParameterValues[ParameterName];

/**
 * One parameter, to be changed in its place. Enter or leaving takes the value, Escape leaves it as it was.
 *
 * @param onDone called with the value, or undefined for none that could be one
 */
export function ChipEditor({
  name,
  value,
  onDone,
}: {
  name: ParameterName;
  value: Value;
  onDone: (value: Value) => void;
}) {
  const field = useRef<HTMLInputElement & HTMLSelectElement>(null);
  const isDone = useRef(false);
  // Before the next key arrives; what is typed replaces the value.
  useLayoutEffect(() => {
    field.current?.focus();
    if (field.current instanceof HTMLInputElement) field.current.select();
  }, []);
  const finish = (taken: Value): void => {
    if (isDone.current) return; // the field also loses focus when it goes
    isDone.current = true;
    onDone(taken);
  };
  const take = (): void => finish(valueOf(name, field.current?.value ?? ''));
  return (
    <form
      class={`chip editing of-${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') finish(undefined);
      }}
    >
      <label>
        <span class="unseen">{PARAMETER_LABELS[name]}</span>
        {name === 'replenishment_strategy' ? (
          <select ref={field} defaultValue={String(value ?? 'none')} onBlur={take}>
            {REPLENISHMENT_STRATEGIES.map((strategy) => (
              <option key={strategy} value={strategy} selected={strategy === value}>
                {phraseOf(name, { replenishment_strategy: strategy })}
              </option>
            ))}
          </select>
        ) : (
          <input ref={field} {...inputOf(name)} defaultValue={textOf(name, value)} onBlur={take} />
        )}
        {UNITS[name]}
      </label>
    </form>
  );
}

const UNITS: Readonly<Partial<Record<ParameterName, string>>> = {
  forecast_horizon_weeks: ' weeks',
  dc_holdback_percentage: ' % held back',
  markdown_checkpoint_week: ' markdown week, empty for none',
  markdown_threshold: ' % sold, empty for none',
};

function inputOf(name: ParameterName): Record<string, string | number> {
  switch (name) {
    case 'forecast_horizon_weeks':
      return { type: 'number', min: 4, max: 52, step: 1 };
    case 'season_start_date':
      return { type: 'date' };
    case 'markdown_checkpoint_week':
      return { type: 'number', min: 1, max: 52, step: 1 };
    case 'dc_holdback_percentage':
    case 'markdown_threshold':
      return { type: 'number', min: 0, max: 100, step: 1 };
    case 'replenishment_strategy':
      return {};
  }
}

function textOf(name: ParameterName, value: Value): string {
  if (value === undefined || value === null) return '';
  const isFraction = name === 'dc_holdback_percentage' || name === 'markdown_threshold';
  return String(isFraction && typeof value === 'number' ? Math.round(100 * value) : value);
}

/** The value that a field's text stands for; undefined for none. */
function valueOf(name: ParameterName, text: string): Value {
  const number = text.trim() === '' ? NaN : Number(text);
  switch (name) {
    case 'forecast_horizon_weeks':
      return Number.isNaN(number) ? undefined : number;
    case 'season_start_date':
      return isDate(text) ? text : undefined;
    case 'replenishment_strategy':
      return text;
    case 'dc_holdback_percentage':
      return Number.isNaN(number) ? undefined : number / 100;
    case 'markdown_checkpoint_week':
      return Number.isNaN(number) ? null : number;
    case 'markdown_threshold':
      return Number.isNaN(number) ? null : number / 100;
  }
}
