import type { Reasoning } from '#contracts';
import { atPointer } from './pointer.ts';

/** A stretch of a sentence: plain, or a fact with the pointer to its place in the plan. */
export interface FactStretch {
  readonly text: string;
  readonly pointer: string | null;
}

const NUMBER = /-?\d+(?:,\d{3})*(?:\.\d+)?(?:\s?%)?/g;
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Every way in which the reasoning prints a value (docs/invariants.md: its numbers are facts of the plan). */
function formsOf(value: number): readonly string[] {
  const whole = (number: number): string => grouped.format(Math.round(number) + 0);
  return [String(value), whole(value), `${whole(100 * value)} %`, value.toFixed(1), value.toFixed(2)];
}

/** A sentence, cut at its facts. `plan` is the plan, or as much of it as there is. */
export function factStretches({ text, facts }: Reasoning, plan: object): readonly FactStretch[] {
  const known = Object.values(facts).map((pointer) => ({ pointer, value: atPointer(plan, pointer) }));
  const marks = textMarks(text, known);
  const used = new Set<string>();
  // Facts stand in the order of the sentence; one that is printed twice leads to the same place twice.
  const take = (printed: string): string | null => {
    const shown = printed.replace(/\s?%/, ' %');
    const fitting = known.filter(({ value }) => typeof value === 'number' && formsOf(value).includes(shown));
    const pointer = (fitting.find((fact) => !used.has(fact.pointer)) ?? fitting[0])?.pointer ?? null;
    if (pointer !== null) used.add(pointer);
    return pointer;
  };
  for (const found of text.matchAll(NUMBER)) {
    const start = found.index;
    const end = start + found[0].length;
    if (marks.some((mark) => start < mark.end && end > mark.start)) continue;
    const pointer = take(found[0]);
    if (pointer !== null) marks.push({ start, end, pointer });
  }
  return cut(
    text,
    marks.sort((a, b) => a.start - b.start),
  );
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly pointer: string;
}

/** Facts that are texts with a number in them, such as dates and the names of models. */
function textMarks(text: string, facts: readonly { pointer: string; value: unknown }[]): Mark[] {
  return facts.flatMap(({ pointer, value }) => {
    if (typeof value !== 'string' || !/\d/.test(value) || value.length === text.length) return [];
    const start = text.indexOf(value);
    return start < 0 ? [] : [{ start, end: start + value.length, pointer }];
  });
}

function cut(text: string, marks: readonly Mark[]): FactStretch[] {
  const stretches: FactStretch[] = [];
  let at = 0;
  for (const { start, end, pointer } of marks) {
    if (start > at) stretches.push({ text: text.slice(at, start), pointer: null });
    stretches.push({ text: text.slice(start, end), pointer });
    at = end;
  }
  if (at < text.length) stretches.push({ text: text.slice(at), pointer: null });
  return stretches;
}
