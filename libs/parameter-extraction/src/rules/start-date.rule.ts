import { type DateMention, datesOf, nextDate } from './calendar-dates.ts';
import { type Candidate, isHistory, isOtherBusiness, standing } from './candidate.ts';
import { isCorrection, MOVED_FROM } from './changes.ts';
import type { Concept, Mark } from './concepts.ts';
import { shareRoles } from './share-roles.ts';
import { splitsOf } from './shares.ts';
import type { Span } from './span.ts';
import type { Near, StrategyText } from './strategy-text.ts';

/** The dates of the season that a text gives; a valid start and, where stated, a valid end. */
export interface SeasonDates {
  readonly start?: Span & { readonly date: string };
  readonly end?: Span & { readonly date: string };
  readonly candidates: readonly Candidate<string>[];
}

/** `open`: nothing in the text says what the date is for. */
type Role = 'start' | 'end' | 'open' | 'other';
type PlacedDate = DateMention & { readonly role: Role };

/** Every date of a text, what it is for, and which one starts the season. */
export function seasonDates(text: StrategyText, referenceDate: string): SeasonDates {
  const placed: PlacedDate[] = [];
  for (const mention of datesOf(text, referenceDate))
    if (!isHistory(text, mention.start) && !isOtherBusiness(text, mention.start) && !isShare(text, mention))
      placed.push({ ...mention, role: roleOf(text, mention, placed) });
  const said = placed.filter(({ role }) => role === 'start');
  const starts = said.filter((mention) => !isRefined(mention, said));
  const chosen =
    starts.length > 0
      ? starts
      : placed.filter((mention) => mention.role === 'open' && isLikely(text, mention));
  const candidates = chosen.map(({ date, start, end, role, kind }) => ({
    value: date ?? text.quote({ start, end }).quote,
    strength: role === 'open' ? 0.75 : { day: 1, relative: 0.9, month: 0.9 }[kind],
    start,
    end,
    ...(date === undefined && { violation: 'must be a date that exists, written YYYY-MM-DD' }),
  }));
  const held = standing(text, candidates).candidates;
  const first = chosen.find(
    ({ date, start }) => date !== undefined && held.some((candidate) => candidate.start === start),
  );
  const last = placed.find(({ role, start }) => role === 'end' && first !== undefined && start > first.start);
  const endDate =
    first?.date === undefined || last === undefined
      ? undefined
      : last.yearless === undefined
        ? last.date
        : nextDate(last.yearless.month, last.yearless.day, first.date);
  return {
    candidates,
    ...(first?.date !== undefined && { start: { start: first.start, end: first.end, date: first.date } }),
    ...(last !== undefined &&
      endDate !== undefined && { end: { start: last.start, end: last.end, date: endDate } }),
  };
}

/** "Sept launch (4 September)": a month is made exact by a day in it. */
function isRefined({ kind, date }: DateMention, all: readonly DateMention[]): boolean {
  return (
    kind === 'month' &&
    all.some((other) => other.kind === 'day' && other.date?.slice(0, 7) === date?.slice(0, 7))
  );
}

/** "1/3" beside a word for shares is a third of the buy, and "70/30" a split. */
function isShare(text: StrategyText, mention: DateMention): boolean {
  if (!/^\d+ ?\/ ?\d+$/.test(text.textOf(mention))) return false;
  const isHere = ({ start, end }: Span): boolean => start < mention.end && end > mention.start;
  return (
    splitsOf(text.plain).some(isHere) ||
    shareRoles(text).some((share) => isHere(share) && share.role !== undefined)
  );
}

const STARTS: readonly Concept[] = ['start', 'inStore', 'atLaunch'];
const OTHERS: readonly Concept[] = ['event', 'supply', 'check', 'markdown', 'ship', 'sellThrough'];

/** What a date is for: what joins it to the date before it, else the nearest word in its clause that dates can have. */
function roleOf(text: StrategyText, mention: DateMention, earlier: readonly PlacedDate[]): Role {
  const before = text.before(mention);
  const previous = earlier.at(-1);
  const joined =
    previous !== undefined && previous.role !== 'other' && previous.role !== 'end'
      ? text.plain.slice(previous.end, mention.start)
      : undefined;
  if (joined !== undefined && RANGE.test(joined) && !MOVED_FROM.test(before)) return 'end';
  if (END_BEFORE.test(before)) return mention.kind === 'relative' ? 'other' : 'end';
  // "start March 8 - correction, March 15": what corrects a start is one.
  if (joined !== undefined && previous?.role === 'start' && joined.length <= 44 && isCorrection(joined))
    return 'start';
  if (/\bsince\s*$/.test(before)) return 'other';
  if (LENGTH_FROM.test(before)) return 'start';
  const clause = text.clauseAt(mention.start);
  // What a date before this one has behind it speaks of that one.
  const since = mention.kind === 'relative' ? Math.max(clause.start, previous?.end ?? 0) : clause.start;
  const behind = { start: since, end: mention.start };
  // "I need the season's settings by 17 April"
  if (DUE.test(before) && text.nearest(mention, STARTS, 9, behind) === undefined) return 'other';
  const said = ownerIn(text, mention, behind, 9);
  if (said !== undefined) return said;
  if (MEETING.test(text.after(mention))) return 'other';
  if (SEASON_FROM.test(before) || ONWARDS.test(text.after(mention))) return 'start';
  const after = ownerIn(text, mention, { start: mention.end, end: clause.end }, 3);
  if (after !== undefined) return after;
  // "Two weeks from today the range gets its shelf and goes on sale": what opens a sentence is when all of it happens.
  if (mention.kind === 'relative' && /^\W*$/.test(before)) {
    const sentence = text.sentenceAt(mention.start);
    return ownerIn(text, mention, { start: mention.end, end: sentence.end }, 16) ?? 'open';
  }
  if (isMonthAlone(text, mention)) return 'open';
  // A start that has a date of its own already starts nothing else.
  const unclaimed = Math.max(text.sentenceAt(mention.start).start, previous?.end ?? 0);
  return ownerIn(text, mention, { start: unclaimed, end: mention.start }, 12) === 'start' ? 'start' : 'open';
}

const RANGE =
  /^,?(?: (?:sunday|saturday|monday),?)?\s*(?:-|to|(?:right |all the way )?through(?: to)?|thru|until|till?|and|> ?|(?:and )?(?:ends?|ending|finish(?:es|ing)?|clos(?:es|ing)|com(?:es|ing) off|runs? (?:to|until|through))(?: on)?)\s*(?:the )?(?:(?:sunday|saturday|monday|end of),? ?)?$/;
const END_BEFORE =
  /\b(?:ends?|ending|until|till?|(?<!sold )through(?: to)?|thru|end date|(?:last|final) (?:trading |selling |full )?day|finish(?:es|ing)?|clos(?:e|es|ing)|up to|com(?:es|ing) (?:off|out)(?: sale| the floor)?|out(?: of stores)? by|(?:off|gone|cleared?|over|done|finished)(?: the floor)? (?:by|on))(?:[ :=]|\b(?:on|the|is|of|sunday|saturday|early|mid|late)\b)*$/;
const LENGTH_FROM =
  /\b(?:weeks?|wks?|weks|w|months?|years?|quarter)\)?,? (?:on the floor |on sale |in total |in all |total )?(?:from|of trading from|starting|beginning|commencing|launching|as of|w\/c)[ :=]*(?:on |the |about |around |w\/c |week commencing |in )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?$/;
const SEASON_FROM =
  /\b(?:from|beginning|between|wk 1|week 1)[ :=]*(?:on |the |about |around |w\/c )*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:the )?$/;
const ONWARDS =
  /^,? onwards?|^ (?:forward|start|launch)|^, (?:launch|start|opening) (?:day|date)(?= *(?:[.,;]|$))/;
/** "notes from the 2/11 line meeting" */
const MEETING = /^ (?:[a-z]+ ){0,2}(?:meeting|call|catch[ -]?up|workshop|presentation)\b/;
const DUE = /\b(?:by|before|due|since|after|until)[ :=]*(?:the |end of )*$/;

/** Whose date it is, by the nearest word in a stretch that dates can belong to. */
function ownerIn(text: StrategyText, mention: DateMention, within: Span, reach: number): Role | undefined {
  const others = text.nearest(mention, OTHERS, reach, within);
  const starts = text.nearest(mention, STARTS, reach, within) ?? seasonOf(text, mention, within);
  const owner =
    others === undefined || (starts !== undefined && starts.distance <= others.distance) ? starts : others;
  if (owner === undefined) return undefined;
  if (owner.concept === 'ship') return roleOfShipment(text, owner);
  return OTHERS.includes(owner.concept) ? 'other' : 'start';
}

/** A word for the season near a date, where nothing is done to it: "we review the range on 3 May", "the 5/6 line review". */
function seasonOf(text: StrategyText, mention: DateMention, within: Span): Near | undefined {
  const season = text.nearest(mention, ['season'], 4, within);
  if (season === undefined) return undefined;
  const done =
    season.start > mention.start
      ? text.marksIn({ start: season.end, end: within.end }, ...OTHERS).at(0)
      : text.marksIn({ start: within.start, end: season.start }, ...OTHERS).at(-1);
  return done !== undefined && text.distance(done, season) <= 0.5 ? undefined : season;
}

/** Goods that reach stores, and a drop, start the season; what vendors send does not. */
function roleOfShipment(text: StrategyText, shipment: Mark): Role | undefined {
  const clause = text.clauseAt(shipment.start);
  if (text.marksIn(clause, 'supply', 'event', 'dc').length > 0) return 'other';
  const isDrop = /^drop/.test(text.plain.slice(shipment.start, shipment.end));
  return isDrop || text.marksIn(clause, 'store', 'inStore').length > 0 ? 'start' : undefined;
}

/** A month alone, or a day counted from today, says little by itself: "we may start", "let's talk next Monday". */
function isLikely(text: StrategyText, mention: PlacedDate): boolean {
  if (mention.kind === 'day') return true;
  if (mention.kind === 'relative') return false;
  if (!isMonthAlone(text, mention)) return true;
  const clause = text.clauseAt(mention.start);
  const words = text.plain.slice(clause.start, mention.start) + text.plain.slice(mention.end, clause.end);
  const isAlone = (words.match(/[a-z\d]+/g) ?? []).length <= 2 || /\b(?:weeks?|wks?|months)\b/.test(words);
  return isAlone && /\b(?:in|from|for)\s*$/.test(text.before(mention));
}

function isMonthAlone(text: StrategyText, mention: DateMention): boolean {
  return mention.kind === 'month' && !/[ \d-]/.test(text.textOf(mention));
}
