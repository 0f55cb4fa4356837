import { isCorrection, MOVED_FROM } from './changes.ts';
import type { Concept, Mark } from './concepts.ts';
import { isNegated } from './negation.ts';
import { isTied } from './share-grammar.ts';
import { quantitiesOf, type Quantity } from './shares.ts';
import { overlaps } from './span.ts';
import type { Near, StrategyText } from './strategy-text.ts';

/** What a share is a share of; undefined where no word near it tells. */
type ShareRole = 'held' | 'sent' | 'sellThrough' | 'other';

export interface PlacedQuantity extends Quantity {
  readonly role: ShareRole | undefined;
  /** The word that tells. */
  readonly by: Near | undefined;
}

const ROLES: Partial<Readonly<Record<Concept, ShareRole>>> = {
  hold: 'held',
  keep: 'held',
  dc: 'held',
  store: 'sent',
  inStore: 'sent',
  allocate: 'sent',
  atLaunch: 'sent',
  ship: 'sent',
  sellThrough: 'sellThrough',
  below: 'sellThrough',
  threshold: 'sellThrough',
  otherShare: 'other',
  markdown: 'other',
};
/** Words that tell less than others as near do. */
const HANDICAP: Partial<Readonly<Record<Concept, number>>> = {
  atLaunch: 2,
  markdown: 1,
  dc: 0.25,
  below: -0.25,
  otherShare: -0.5,
};
const REACH = 8;

/**
 * Every share of a text with its role: that of the nearest word that can own it. A word owns only the share nearest to
 * itself, so that in "20% held, 60% sold" neither takes the other's.
 */
export function shareRoles(text: StrategyText): readonly PlacedQuantity[] {
  const known = placed.get(text) ?? place(text);
  placed.set(text, known);
  return known;
}

/** Several rules ask for the shares of one text. */
const placed = new WeakMap<StrategyText, readonly PlacedQuantity[]>();

function place(text: StrategyText): readonly PlacedQuantity[] {
  const quantities = quantitiesOf(text);
  const owners = new Map<Quantity, Near>();
  for (const mark of text.marks) {
    const role = ROLES[mark.concept];
    if (role === undefined || isSpokenFor(text, mark)) continue;
    const owned = nearestQuantity(text, mark, quantities);
    if (owned === undefined || !isTied(text, owned, mark)) continue;
    const near = { ...mark, distance: text.distance(mark, owned) + (HANDICAP[mark.concept] ?? 0) };
    const rival = owners.get(owned);
    if (reaches(text, near, owned, role) && (rival === undefined || near.distance < rival.distance))
      owners.set(owned, near);
  }
  const roles: PlacedQuantity[] = [];
  for (const quantity of quantities) {
    const by = owners.get(quantity);
    const isOwned = by !== undefined && !isDate(text, quantity, by) && !isTime(text, quantity, by);
    roles.push(
      isOwned
        ? { ...quantity, by, role: roleOf(text, quantity, by) }
        : { ...quantity, ...inherited(text, quantity, roles.at(-1)) },
    );
  }
  return roles;
}

/** "hold back 30%… actually 25%": what corrects a share is a share of the same. */
function inherited(
  text: StrategyText,
  quantity: Quantity,
  previous: PlacedQuantity | undefined,
): Pick<PlacedQuantity, 'by' | 'role'> {
  const between = previous === undefined ? '' : text.plain.slice(previous.end, quantity.start);
  if (previous?.by === undefined || between.length > 40 || !isChange(text, previous, between))
    return { by: undefined, role: undefined };
  return { role: previous.role, by: { ...previous.by, start: quantity.start, end: quantity.end } };
}

function isChange(text: StrategyText, previous: Quantity, between: string): boolean {
  return isCorrection(between) || (between === ' to ' && MOVED_FROM.test(text.before(previous)));
}

function nearestQuantity(
  text: StrategyText,
  mark: Mark,
  quantities: readonly Quantity[],
): Quantity | undefined {
  let best: Quantity | undefined;
  const { start, end } = text.sentenceAt(mark.start);
  for (const quantity of quantities) {
    if (quantity.start < start || quantity.start >= end || overlaps(quantity, mark)) continue;
    if (best === undefined || text.distance(mark, quantity) < text.distance(mark, best)) best = quantity;
  }
  return best;
}

/** A store or a shipment owns only what its own clause gives; a number of stores owns nothing beyond it. */
function reaches(text: StrategyText, mark: Near, quantity: Quantity, role: ShareRole): boolean {
  if (mark.distance > REACH) return false;
  const sameClause = text.clauseAt(mark.start).start === text.clauseAt(quantity.start).start;
  switch (role) {
    case 'sent':
      return sameClause;
    case 'other':
      return sameClause && mark.distance <= 1.5;
    case 'held':
      // What its own clause denies, "DC reserve: none", holds no share of another.
      return (
        sameClause || (mark.distance <= 4.5 && text.marksIn(text.clauseAt(mark.start), 'no').length === 0)
      );
    case 'sellThrough':
      return true;
  }
}

/** "hold" beside a sell-through or a margin holds no stock: "if sell-through stays under 60%". */
function roleOf(text: StrategyText, quantity: Quantity, by: Near): ShareRole {
  const role = ROLES[by.concept] ?? 'other';
  // "we pay the vendor half up front"
  if (role === 'sent' && isPaid(text, quantity)) return 'other';
  // "a third is not sent out" stays.
  if (role === 'sent' && by.start > quantity.end && isNegated(text, by, 1.5)) return 'held';
  if (by.concept === 'allocate' || by.concept === 'ship') return isBoundForDc(text, by) ? 'held' : role;
  if (by.concept !== 'keep') return role;
  const clause = text.clauseAt(quantity.start);
  if (text.marksIn(clause, 'hold', 'dc').length > 0) return role;
  if (text.marksIn(clause, 'sellThrough', 'below').length > 0) return 'sellThrough';
  // "the margin target stays at 58%"
  if (text.marksIn(clause, 'otherShare').some(({ end }) => end <= by.start)) return 'other';
  return role;
}

function isPaid(text: StrategyText, { start }: Quantity): boolean {
  const clause = text.clauseAt(start);
  const isAboutStores = text.marksIn(clause, 'store', 'inStore').length > 0;
  return (
    !isAboutStores &&
    (text.marksIn(clause, 'supply').length > 0 || /\b(?:pay|paid|invoice)/.test(text.textOf(clause)))
  );
}

/** "25% go to the DC", "send 30% to the DC": where it goes says more than that it goes. */
function isBoundForDc(text: StrategyText, verb: Mark): boolean {
  const clause = text.clauseAt(verb.start);
  const places = text.marksIn(clause, 'dc', 'store', 'inStore');
  // "the DC gets 25%"
  if (/^(?:get|receiv)/.test(text.textOf(verb))) {
    const taker = places.filter(({ end }) => end <= verb.start).at(-1);
    return taker?.concept === 'dc' && text.distance(taker, verb) <= 2;
  }
  const goal = places.find(
    (place) =>
      place.start >= verb.end &&
      /\b(?:to|into|in|at) (?:the |our |all )*(?:[a-z]+ )?$/.test(text.before(place)),
  );
  return goal?.concept === 'dc' && text.distance(verb, goal) <= 6;
}

/** "1/3" may be a day: where a word for starts stands nearer than one for shares. */
function isDate(text: StrategyText, quantity: Quantity, by: Near): boolean {
  if (!/^\d ?\/ ?\d$/.test(text.textOf(quantity))) return false;
  if (/\b(?:from|on|until|to|beginning|w\/c)\s*$/.test(text.before(quantity))) return true;
  const start = text.nearest(quantity, ['start', 'inStore'], REACH, text.clauseAt(quantity.start));
  return start !== undefined && start.distance <= by.distance;
}

/** "runs for a quarter": thirteen weeks, where a word for seasons stands nearer than one for shares. */
function isTime(text: StrategyText, quantity: Quantity, by: Near): boolean {
  if (!/quarters?$/.test(text.textOf(quantity))) return false;
  if (/\b(?:is|are|be) sold (?:over|for) $/.test(text.before(quantity))) return true;
  const season = text.nearest(quantity, ['season', 'start', 'inStore'], REACH, text.clauseAt(quantity.start));
  return (
    season !== undefined &&
    season.distance <= by.distance &&
    !/^ of (?:the|our|all|units|stock)/.test(text.after(quantity))
  );
}

/** "60 stores", "60% of stores": a store that is counted receives no share. */
function isSpokenFor(text: StrategyText, mark: Mark): boolean {
  if (mark.concept !== 'store') return false;
  const before = text.before(mark);
  if (/\bof (?:the |our |all )*$/.test(before)) return !/\bfavou?r of (?:the )?$/.test(before);
  return (
    /\d[\d,]* (?:(?!to|in|into|at)[a-z]+ )?$/.test(before) &&
    !/\b(?:to|in|into|across) (?:the |our |all )*\d[\d,]* (?:[a-z]+ )?$/.test(before)
  );
}
