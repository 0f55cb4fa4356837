import type { Concept, Mark } from './concepts.ts';
import type { Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

const MATTERS: readonly Concept[] = [
  'hold',
  'keep',
  'dc',
  'store',
  'refill',
  'ship',
  'once',
  'markdown',
  'check',
  'sellThrough',
  'start',
  'undecided',
  'supply',
  'event',
];

/** What a negation takes away: what comes next in its clause, else what stands right before ("holdback: none"). */
export function matterOf(text: StrategyText, no: Mark): Mark | undefined {
  const matters = text.marksIn(text.clauseAt(no.start), ...MATTERS);
  const next = matters.findIndex(({ start }) => start >= no.end);
  if (next >= 0 && text.distance(no, matters[next]) <= 5) {
    const [first, second] = matters.slice(next, next + 2) as [Mark, Mark | undefined];
    // "no DC replenishment" is about replenishment.
    const isCompound =
      (first.concept === 'dc' || first.concept === 'store') &&
      second !== undefined &&
      text.distance(first, second) <= 1;
    return isCompound ? second : first;
  }
  // "holdback - none": a negation of its own belongs to what it stands behind.
  const clause = text.clauseAt(no.start);
  const isAlone = text.textOf(clause).replace(/[^a-z\d/]/g, '') === text.textOf(no).replace(/[^a-z\d/]/g, '');
  const reach = isAlone && / - $/.test(text.plain.slice(0, no.start)) ? 3 : 2.5;
  const within = isAlone ? text.sentenceAt(no.start) : clause;
  const before = text
    .marksIn(within, ...MATTERS)
    .filter(({ end }) => end <= no.start)
    .at(-1);
  return before !== undefined && text.distance(before, no) <= reach ? before : undefined;
}

/** Whether a negation in its clause stands shortly before a stretch. */
export function isNegated(text: StrategyText, span: Span, reach = 3): boolean {
  const no = text
    .marksIn(text.clauseAt(span.start), 'no')
    .filter(({ end }) => end <= span.start)
    .at(-1);
  return no !== undefined && text.distance(no, span) <= reach;
}
