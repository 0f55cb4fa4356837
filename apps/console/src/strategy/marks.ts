import type { Draft, ParameterName } from '../state/draft.ts';
import { PARAMETER_NAMES, violationsOf } from '../state/draft.ts';

/** A stretch of the planner's words: plain, or the words that state a parameter. */
export interface Stretch {
  readonly text: string;
  readonly parameter: ParameterName | null;
  readonly isAtFault: boolean;
}

interface Mark {
  readonly start: number;
  readonly end: number;
  readonly parameter: ParameterName;
  readonly isAtFault: boolean;
}

/**
 * The words, cut at the quotes that parameters came from. Words that were typed since are looked for where they are
 * now; a quote that is gone, or that lies in another one, marks nothing.
 */
export function stretchesOf(draft: Draft): readonly Stretch[] {
  const { words } = draft;
  const marks = [...statedMarks(draft), ...faultMarks(draft)].sort((a, b) => a.start - b.start);
  const stretches: Stretch[] = [];
  let at = 0;
  for (const { start, end, parameter, isAtFault } of marks) {
    if (start < at) continue;
    if (start > at) stretches.push({ text: words.slice(at, start), parameter: null, isAtFault: false });
    stretches.push({ text: words.slice(start, end), parameter, isAtFault });
    at = end;
  }
  if (at < words.length) stretches.push({ text: words.slice(at), parameter: null, isAtFault: false });
  return stretches;
}

function statedMarks({ words, provenance, edits }: Draft): Mark[] {
  return PARAMETER_NAMES.flatMap((parameter) => {
    const { quote, start = -1 } = provenance[parameter] ?? {};
    if (quote === undefined || quote === '' || Object.hasOwn(edits, parameter)) return [];
    const at = words.startsWith(quote, start) && start >= 0 ? start : words.indexOf(quote);
    return at < 0 ? [] : [{ start: at, end: at + quote.length, parameter, isAtFault: false }];
  });
}

function faultMarks(draft: Draft): Mark[] {
  return violationsOf(draft).flatMap(({ field, quote }) => {
    const parameter = PARAMETER_NAMES.find((name) => name === field);
    const at = quote === undefined ? -1 : draft.words.indexOf(quote);
    if (parameter === undefined || quote === undefined || at < 0) return [];
    return [{ start: at, end: at + quote.length, parameter, isAtFault: true }];
  });
}
