import { REPLENISHMENT_STRATEGIES, type ReplenishmentStrategy } from '#contracts';
import type { Candidate } from './candidate.ts';
import type { Mark } from './concepts.ts';
import { isNegated, matterOf } from './negation.ts';
import { type RhythmMention, rhythmsOf } from './rhythms.ts';
import { quantitiesOf } from './shares.ts';
import type { Span } from './span.ts';
import type { StrategyText } from './strategy-text.ts';

const NOT_REFILLS = ['event', 'check', 'markdown', 'sellThrough'] as const;

/** How stores are refilled. A rhythm counts where refills are the nearest thing that could have it. */
export function replenishmentCandidates(text: StrategyText): Candidate<ReplenishmentStrategy>[] {
  const mentions = rhythmsOf(text).filter((mention) => belongsToRefills(text, mention));
  const stated = mentions.filter(
    (mention) => !isRetracted(text, mention, mentions) && !isEither(text, mention, mentions),
  );
  return [
    ...stated.map((mention) => rhythmCandidate(text, mention)),
    ...noneCandidates(text, mentions, stated),
  ];
}

function rhythmCandidate(text: StrategyText, mention: RhythmMention): Candidate<ReplenishmentStrategy> {
  const { start, end, days } = mention;
  const strategy = days === 7 ? 'weekly' : days === 14 ? 'bi-weekly' : undefined;
  return {
    value: strategy ?? (text.textOf(mention) as ReplenishmentStrategy),
    start,
    end,
    strength: 1,
    ...(strategy === undefined && { violation: `must be one of ${REPLENISHMENT_STRATEGIES.join(', ')}` }),
  };
}

/** "weekly or fortnightly" says neither. */
function isEither(text: StrategyText, mention: Span, all: readonly Span[]): boolean {
  return all.some((other) =>
    /^ ?(?:or|\/) ?$/.test(
      text.plain.slice(Math.min(other.end, mention.end), Math.max(other.start, mention.start)),
    ),
  );
}

const FILLER = new Set(
  'please then so just make it that go do only instead now yes no ok wait actually sorry on a basis and to be is cadence frequency rhythm'.split(
    ' ',
  ),
);

function belongsToRefills(text: StrategyText, mention: RhythmMention): boolean {
  if (text.marksIn(mention, 'refill').length > 0) return true;
  const clause = text.clauseAt(mention.start);
  const isSuppliers = text.marksIn(clause, 'supply').length > 0;
  // "vendor shipments every week, stores are topped up fortnightly": a supplier's rhythm is none of another clause.
  const within = isSuppliers ? clause : text.sentenceAt(mention.start);
  const refills = text.nearest(mention, ['refill'], 12, within);
  const ships = isSuppliers ? undefined : text.nearest(mention, ['ship', 'allocate'], 7);
  const others = text.nearest(mention, NOT_REFILLS, 7);
  const doer = [refills, ships]
    .filter((near) => near !== undefined)
    .sort((a, b) => a.distance - b.distance)
    .at(0);
  if (doer !== undefined && (others === undefined || doer.distance <= others.distance)) return true;
  // "Replenishment will not be weekly; it will come every two weeks."
  const sentence = text.sentenceAt(mention.start);
  const before = text.sentenceAt(Math.max(0, sentence.start - 1));
  if (
    others === undefined &&
    /^\W*(?:it|they|these|those|that|this)\b/.test(text.textOf(sentence)) &&
    text.marksIn(before, 'refill').length > 0
  )
    return true;
  // A rhythm of its own in a strategy is that of its refills: "…, weekly, 20% holdback".
  const besides = text.plain.slice(clause.start, mention.start) + text.plain.slice(mention.end, clause.end);
  if (
    (besides.match(/[a-z\d]+/g) ?? []).every((word) => FILLER.has(word)) &&
    text.marksIn(clause, ...NOT_REFILLS, 'supply').length === 0
  )
    return true;
  return others === undefined && text.nearest(mention, ['store', 'fromDc', 'dc'], 5, within) !== undefined;
}

const RETRACTED =
  /\b(?:instead of|rather than|not|no(?! wait|,)|no longer|never|without|isn't|won't|don't|do not|used to be|was|were|from|moving off|forget|scrap|ditch|stop(?:ping)?|drop(?:ping)?)\b[^,.;:]{0,30}$/;

/** "weekly is too often", "weekly refills are not needed"; "weekly not fortnightly" dismisses the other. */
const DISMISSED =
  /^ (?:(?:is|are|was|were|would be|seems?|feels?) (?:not|no longer|too|overkill|unnecessary|pointless|excessive|off the table)\b|(?:isn't|aren't|no longer|overkill)\b|not (?:needed|required|wanted|necessary|possible)\b)/;

/** "not weekly", "instead of weekly", "from weekly to fortnightly": the rhythm that does not hold. */
function isRetracted(text: StrategyText, mention: RhythmMention, all: readonly RhythmMention[]): boolean {
  const clause = text.clauseAt(mention.start);
  const previous = all.filter(({ end }) => end <= mention.start).at(-1);
  const from = Math.max(clause.start, previous?.end ?? 0, mention.start - 44);
  const before = RETRACTED.exec(text.plain.slice(from, mention.start));
  if (before !== null && (!before[0].startsWith('from') || /^from\s+$/.test(before[0]))) {
    // "no holdback with weekly top-ups": the negation takes something else away.
    const no = text.marksIn({ start: from, end: mention.start }, 'no').at(-1);
    const matter = no === undefined ? undefined : matterOf(text, no);
    return (
      matter === undefined ||
      matter.concept === 'refill' ||
      matter.concept === 'ship' ||
      matter.start >= mention.start
    );
  }
  const noun = text.marks.find(({ concept, start }) => concept === 'refill' && start === mention.end + 1);
  return DISMISSED.test(text.after(noun ?? mention));
}

/** No refills: said so, or said by a single shipment. */
function noneCandidates(
  text: StrategyText,
  mentions: readonly RhythmMention[],
  stated: readonly RhythmMention[],
): Candidate<ReplenishmentStrategy>[] {
  const candidates: Candidate<ReplenishmentStrategy>[] = [];
  const add = (strength: number, ...parts: readonly Span[]): void => {
    candidates.push({
      value: 'none',
      strength,
      start: Math.min(...parts.map(({ start }) => start)),
      end: Math.max(...parts.map(({ end }) => end)),
    });
  };
  for (const no of text.marks.filter(({ concept }) => concept === 'no')) {
    const refill = refillDenied(text, no);
    if (refill === undefined) continue;
    const clause = text.clauseAt(no.start);
    if (text.marksIn(clause, 'undecided').length > 0) continue;
    const between = (mention: Span): boolean => mention.start >= clause.start && mention.end <= clause.end;
    if (stated.some(between)) continue;
    // "No weekly replenishment, do every other week" takes weekly away; alone it means none.
    const takesRhythm = mentions.some((mention) => between(mention) && !stated.includes(mention));
    if (takesRhythm && (stated.length > 0 || refill.end <= no.start || !isNegated(text, refill, 4))) continue;
    if (takesRhythm && mentions.some((mention) => between(mention) && mention.start > refill.end)) continue;
    add(takesRhythm ? 0.9 : 1, no, refill);
  }
  for (const once of text.marks.filter(({ concept }) => concept === 'once')) {
    if (isNegated(text, once) || !isOfStock(text, once)) continue;
    // "one launch drop, then weekly top-ups": the first of many.
    const later = stated.find(({ start }) => start > once.end);
    if (
      later !== undefined &&
      /\b(?:then|followed by|after that|thereafter|afterwards)\b/.test(
        text.plain.slice(once.end, later.start),
      )
    )
      continue;
    add(1, once);
  }
  return candidates;
}

/** "in one go" is one shipment where goods are spoken of, and else how something is planned. */
function isOfStock(text: StrategyText, once: Mark): boolean {
  if (!text.textOf(once).startsWith('in ')) return true;
  const clause = text.clauseAt(once.start);
  return (
    text.marksIn(clause, 'ship', 'allocate', 'store', 'inStore', 'atLaunch', 'dc').length > 0 ||
    quantitiesOf(text).some(
      ({ kind, start }) => kind === 'all' && start >= clause.start && start < clause.end,
    )
  );
}

/** What a negation denies, where that is refills, or any shipment after the first. */
function refillDenied(text: StrategyText, no: Mark): Mark | undefined {
  const matter = matterOf(text, no);
  if (matter?.concept === 'refill') return matter;
  if (matter?.concept === 'store') {
    const refill = text.nearest(matter, ['refill'], 2, text.clauseAt(no.start));
    return refill;
  }
  if (matter?.concept !== 'ship' || text.marksIn(text.clauseAt(no.start), 'supply').length > 0)
    return undefined;
  const words = text.plain.slice(Math.min(no.start, matter.start), Math.max(matter.end, no.end) + 16);
  const isNoun = /^(?:shipments|deliver(?:y|ies)|drops|consignments|feeds)$/.test(
    text.plain.slice(matter.start, matter.end),
  );
  return isNoun || /\b(?:more|further|second|another|again|else|later|repeat|follow)\b/.test(words)
    ? matter
    : undefined;
}
