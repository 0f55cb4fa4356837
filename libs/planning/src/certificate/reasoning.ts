import type { PlanDraft, Reasoning } from '#contracts';

/** The parts of a plan a sentence may speak of; each agent has those made so far. */
export type PlanSoFar = Readonly<Partial<Record<keyof PlanDraft, object>>>;

/** A number in a sentence that no fact of the sentence accounts for, or a fact that points at nothing. */
export interface ReasoningFault {
  /** JSON Pointer of the sentence in the plan. */
  readonly at: string;
  readonly text: string;
  readonly fault: string;
}

/** The value a JSON Pointer (RFC 6901) names in `root`, or undefined where it names nothing. */
export function resolvePointer(root: unknown, pointer: string): unknown {
  if (pointer === '') return root;
  if (!pointer.startsWith('/')) return undefined;
  let value: unknown = root;
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

const grouped = new Intl.NumberFormat('en-US');
/** Whole, with thousands commas: as people read units. */
export const wholeNumber = (value: number): string => grouped.format(Math.round(value) + 0);
const wholePercent = (value: number): string => `${wholeNumber(100 * value)} %`;

/** Whether a fraction that is not zero would be shown as 0 %. */
export const printsAsZero = (fraction: number): boolean => fraction > 0 && fraction < 0.005;

/** Whether a fraction that is less than the whole would be shown as 100 %. */
export const printsAsWhole = (fraction: number): boolean => fraction >= 0.995 && fraction < 1;

export const unitsWord = (count: number): string => (count === 1 ? 'unit' : 'units');

const FORMATS = {
  units: wholeNumber,
  percent: wholePercent,
  decimal1: (value: number) => value.toFixed(1),
  decimal2: (value: number) => value.toFixed(2),
} as const;

type Format = keyof typeof FORMATS;

/**
 * Makes the sentences of one agent. The returned function fills a template's places, `{name}` or `{name:format}`,
 * with what the pointer of that name finds in `plan`; the formats are `units` (whole, with thousands commas; the
 * default), `percent` (a fraction as whole percents), `decimal1` and `decimal2`. Text values are put in as they are.
 *
 * @example reasonAbout({ demand })('The season total is {total} units.', { total: '/demand/total_units' })
 * @throws TypeError for a place without a pointer, a pointer without a place, or one that finds no number or text.
 */
export function reasonAbout(plan: PlanSoFar) {
  return (template: string, facts: Readonly<Record<string, string>> = {}): Reasoning => {
    const unused = new Set(Object.keys(facts));
    const text = template.replaceAll(
      /\{(\w+)(?::(\w+))?\}/g,
      (_place, name: string, format: string = 'units') => {
        const pointer = facts[name];
        const value = pointer === undefined ? undefined : resolvePointer(plan, pointer);
        unused.delete(name);
        if (typeof value === 'string') return value;
        if (typeof value !== 'number' || !Number.isFinite(value))
          throw new TypeError(`{${name}} (${pointer ?? 'no pointer'}) finds no number or text in the plan.`);
        if (!Object.hasOwn(FORMATS, format))
          throw new TypeError(`{${name}:${format}} has an unknown format.`);
        return FORMATS[format as Format](value);
      },
    );
    if (unused.size > 0) throw new TypeError(`No place in the template for ${[...unused].join(', ')}.`);
    return { text, facts };
  };
}

/** Every way a value may be printed; a percentage only with its sign. */
const printedForms = (value: number): string[] => [
  String(value),
  ...Object.values(FORMATS).map((format) => format(value)),
];

function faultsOf(plan: PlanSoFar, sentence: Reasoning): string[] {
  const faults: string[] = [];
  const forms = new Set<string>();
  let text = sentence.text;
  for (const [name, pointer] of Object.entries(sentence.facts)) {
    const value = resolvePointer(plan, pointer);
    if (typeof value === 'number') for (const form of printedForms(value)) forms.add(form);
    else if (typeof value === 'string') text = text.replaceAll(value, '');
    else faults.push(`fact "${name}" (${pointer}) finds no number or text`);
  }
  for (const [printed] of text.matchAll(/-?\d+(?:,\d{3})*(?:\.\d+)?(?: ?%)?/g))
    if (!forms.has(printed)) faults.push(`"${printed}" is none of the facts`);
  return faults;
}

/** Every number in the plan's sentences that is not one of the sentence's facts; empty when all are. */
export function checkReasoning(plan: PlanSoFar): ReasoningFault[] {
  return (['demand', 'inventory', 'pricing'] as const).flatMap((part) => {
    const sentences = (plan[part] as { readonly reasoning?: readonly Reasoning[] } | undefined)?.reasoning;
    return (sentences ?? []).flatMap((sentence, i) =>
      faultsOf(plan, sentence).map((fault) => ({
        at: `/${part}/reasoning/${i}`,
        text: sentence.text,
        fault,
      })),
    );
  });
}
