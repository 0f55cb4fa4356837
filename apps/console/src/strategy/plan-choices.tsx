import type { PlanOptions } from '#contracts';
import type { PageState } from '../state/page.ts';
import { useConsole } from '../use-console.ts';

interface OptionField {
  readonly name: Exclude<keyof PlanOptions, 'holiday_country'>;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number | 'any';
}

const OPTIONS: readonly OptionField[] = [
  { name: 'unit_price', label: 'Full price of a unit', min: 0.01, max: 1e9, step: 'any' },
  { name: 'unit_cost', label: 'Cost to make a unit', min: 0, max: 1e9, step: 'any' },
  { name: 'salvage_value', label: 'Value of a unit left over', min: 0, max: 1e9, step: 'any' },
  {
    name: 'service_level',
    label: 'Probability of not running out, 0.5 to 0.999',
    min: 0.5,
    max: 0.999,
    step: 'any',
  },
  { name: 'lead_time_weeks', label: 'Weeks from the DC to a store', min: 0, max: 26, step: 1 },
  { name: 'clusters', label: 'Store clusters', min: 1, max: 10, step: 1 },
  { name: 'price_elasticity', label: 'Price elasticity', min: 0.1, max: 10, step: 'any' },
  { name: 'gap_multiplier', label: 'Multiplier of the markdown gap', min: 1, max: 3, step: 'any' },
  { name: 'seed', label: 'Seed of the random draws', min: 0, max: 4_294_967_295, step: 1 },
];

/** What is planned: the category, and choices that most plans leave as they are. */
export function PlanChoices({ page }: { page: PageState }) {
  const { dispatch } = useConsole().store;
  const { draft, dataset } = page;
  const chosen = Object.keys(draft.options).length;
  return (
    <div class="choices">
      <label>
        <span class="unseen">Category</span>
        <select
          class="phrase"
          value={draft.categoryId ?? ''}
          onChange={({ currentTarget }) =>
            dispatch({ type: 'category chosen', categoryId: currentTarget.value })
          }
        >
          {dataset === null && <option value="">…</option>}
          {dataset?.categories.map(({ category_id }) => (
            <option key={category_id} value={category_id} selected={category_id === draft.categoryId}>
              {category_id}
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={draft.requireApproval}
          onChange={({ currentTarget }) =>
            dispatch({ type: 'approval wanted', isWanted: currentTarget.checked })
          }
        />
        ask me before pricing
      </label>
      <details class="options">
        <summary>{chosen === 0 ? 'more choices' : `more choices (${chosen} made)`}</summary>
        <div class="fields">
          {OPTIONS.map(({ name, label, ...bounds }) => (
            <label key={name}>
              {label}
              <input
                type="number"
                {...bounds}
                value={draft.options[name] ?? ''}
                placeholder="as usual"
                onInput={({ currentTarget: { value } }) =>
                  dispatch({ type: 'option set', name, value: value === '' ? undefined : Number(value) })
                }
              />
            </label>
          ))}
          <label>
            Holidays of the country
            <input
              type="text"
              pattern="[A-Z]{2}"
              maxLength={2}
              size={6}
              value={draft.options.holiday_country ?? ''}
              placeholder="e.g. US"
              onInput={({ currentTarget: { value } }) =>
                dispatch({
                  type: 'option set',
                  name: 'holiday_country',
                  value: value === '' ? undefined : value.toUpperCase(),
                })
              }
            />
          </label>
        </div>
      </details>
    </div>
  );
}
