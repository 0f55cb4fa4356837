import type { Candidate } from './candidate.ts';
import type { Mark } from './concepts.ts';
import { isNegated, matterOf } from './negation.ts';
import { type PlacedQuantity, shareRoles } from './share-roles.ts';
import { bareShare, round, splitsOf } from './shares.ts';
import type { Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

/** What share of the buy stays at the DC at launch. A share sent to stores is turned round. */
export function holdbackCandidates(text: StrategyText): Candidate<number>[] {
  const quantities = shareRoles(text);
  return [
    ...splitCandidates(text),
    ...shareCandidates(text, quantities),
    ...complementCandidates(text, quantities),
    ...keyCandidates(text),
    ...nothingCandidates(text, quantities),
  ].sort((a, b) => a.start - b.start);
}

function candidate(value: number, strength: number, ...parts: readonly Span[]): Candidate<number> {
  return {
    value,
    strength,
    start: Math.min(...parts.map(({ start }) => start)),
    end: Math.max(...parts.map(({ end }) => end)),
    ...((value < 0 || value > 1) && { violation: 'must be a share from 0 % to 100 %' }),
  };
}

/** "60/40 stores/DC": the order of the names is that of the shares. One name alone has the first share. */
function splitCandidates(text: StrategyText): Candidate<number>[] {
  return splitsOf(text.plain).flatMap((split) => {
    const sentence = text.sentenceAt(split.start);
    const near = (...concepts: Parameters<StrategyText['nearest']>[1]) =>
      text.nearest(split, concepts, 8, sentence);
    const dc = near('dc', 'hold');
    const store = near('store', 'inStore');
    if (dc === undefined && store === undefined) return [];
    const storesFirst =
      dc === undefined || (store !== undefined && store.start < dc.start)
        ? split.first
        : round(1 - split.first);
    return [candidate(round(1 - storesFirst), 1, split, ...(dc ? [dc] : []), ...(store ? [store] : []))];
  });
}

/** A share of which a word near it says that it is held, or sent. */
function shareCandidates(text: StrategyText, quantities: readonly PlacedQuantity[]): Candidate<number>[] {
  return quantities.flatMap((quantity) => {
    const { role, by, value, kind } = quantity;
    if (by === undefined || Number.isNaN(value) || (role !== 'held' && role !== 'sent')) return [];
    if (kind === 'all' && isNegated(text, quantity)) return [];
    if (isRemainder(text, quantity, quantities)) return [];
    const share = role === 'held' ? value : round(1 - value);
    const strength = by.distance <= 3 ? 1 : 0.9;
    return [{ ...candidate(share, strength, quantity, ...termOf(text, by)), at: quantity.start }];
  });
}

/** "hold 15%, the remaining 85% …": a share that only completes the one before says nothing new. */
function isRemainder(
  text: StrategyText,
  { start, value }: PlacedQuantity,
  all: readonly PlacedQuantity[],
): boolean {
  if (!/\b(?:remaining|other|last) $/.test(text.before({ start, end: start }))) return false;
  return all.some((other) => other.start < start && Math.abs(other.value + value - 1) < 0.001);
}

/** The word that tells, with those of its kind that touch it: "DC holdback". */
function termOf(text: StrategyText, by: Mark): readonly Mark[] {
  const near = text.marksIn(text.clauseAt(by.start), 'hold', 'dc', 'store', 'inStore');
  return [by, ...near.filter((mark) => text.distance(mark, by) === 0)];
}

/** "two thirds go first, the rest is held": the rest tells what the share beside it is. */
function complementCandidates(
  text: StrategyText,
  quantities: readonly PlacedQuantity[],
): Candidate<number>[] {
  return quantities.flatMap((rest, index) => {
    if (rest.kind !== 'rest') return [];
    const share = quantities[index - 1] as PlacedQuantity | undefined;
    if (share?.kind !== 'share' || share.role !== undefined || Number.isNaN(share.value)) return [];
    if (text.distance(share, rest) > 14) return [];
    // Refills are fed from what was held.
    const heldNow = rest.role === 'held' || text.nearest(rest, ['refill', 'ship'], 5) !== undefined;
    if (!heldNow && rest.role !== 'sent') return [];
    return [candidate(heldNow ? round(1 - share.value) : share.value, 0.85, share, rest)];
  });
}

const KEY_VALUE =
  /^(?: (?:dc|at|in|the|pct|percentage|percent|share|%|\(%\)))* *(?:(?:[:=]|is|of) *(-?\d{1,3}(?:\.\d+)?)(?![\d.,]*\d| ?(?:%|per|pct|pc|weeks?|wks?|days?|months?|(?:st|nd|rd|th)?[ -]?(?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\/|:|stores|units|in\b|out\b|of\b))|(?:[-|] )?(\d{1,2})(?= *(?:[,.;|)\n]|$)(?!\d)))/;

/** "holdback: 35", "DC | 0.3": a bare number behind a key. */
function keyCandidates(text: StrategyText): Candidate<number>[] {
  return text.marks
    .filter(({ concept }) => concept === 'hold' || concept === 'dc')
    .flatMap((mark) => {
      const value = KEY_VALUE.exec(text.after(mark));
      if (value === null) return [];
      return [
        candidate(bareShare(value[1] ?? value[2]), 1, { start: mark.start, end: mark.end + value[0].length }),
      ];
    });
}

/** "nothing stays behind", "no DC reserve", "holdback: none": a negation whose nearest matter is holding. */
function nothingCandidates(text: StrategyText, quantities: readonly PlacedQuantity[]): Candidate<number>[] {
  return text.marks
    .filter(({ concept }) => concept === 'no')
    .flatMap((no) => {
      const held = matterOf(text, no);
      const clause = text.clauseAt(no.start);
      if (held === undefined || !isHolding(text, held, clause)) return [];
      if (text.marksIn(clause, 'undecided').length > 0) return [];
      const isShare = quantities.some(
        ({ role, start, end }) => role === 'held' && start >= clause.start && end <= clause.end,
      );
      if (isShare) return [];
      return [candidate(0, 1, no, held)];
    });
}

/** "nothing is left to chance" holds nothing back; "nothing stays behind" does. */
function isHolding(text: StrategyText, { concept, start, end }: Mark, clause: Span): boolean {
  if (concept === 'hold' || concept === 'dc') return true;
  if (concept !== 'keep') return false;
  return (
    /^(?:keep|kept)/.test(text.plain.slice(start, end)) ||
    text.marksIn(clause, 'hold', 'keep', 'dc').length > 1
  );
}
