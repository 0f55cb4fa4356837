import { REPLENISHMENT_STRATEGIES, type ReplenishmentStrategy } from '#contracts';
import type { Candidate } from './candidate.ts';
import type { StrategyText } from './strategy-text.ts';

/** What stores are sent after the launch, as a noun or a verb. */
const REFILL = String.raw`(?:replen(?:ish(?:es|ed|ing|ments?)?)?|top(?:ping|ped)?[ -]?(?:them |stores? |up )?ups?|top (?:stores|them|shops|doors) up|top(?:ping)? up|re-?fill(?:s|ed|ing)?|re-?stock(?:s|ed|ing)?|shipments?|deliver(?:y|ies)|drops|feeds?|flow(?:s|ed)?|refresh(?:es)?)`;
const VERB = String.raw`(?:replenish(?:ed|ing)?|top up|refill(?:ed|ing)?|restock(?:ed|ing)?|send|ship(?:ped)?|feed|drip|deliver(?:ed)?|flow|release)`;

type Rhythm = ReplenishmentStrategy | 'unsupported';

const RHYTHMS: readonly { readonly rhythm: Rhythm; readonly pattern: RegExp }[] = [
  {
    rhythm: 'bi-weekly',
    pattern:
      /\b(?:bi[- ]?w(?:ee)?kly|fortnightly|every[ -](?:2|other|second|alternate)[ -]w(?:ee)?ks?|every (?:other )?fortnight|(?:once )?(?:a|per|each) fortnight|alternate weeks?|(?:once )?every 14 days|2[- ]weekly|every 2(?:nd|th) week|each other week)\b/g,
  },
  {
    rhythm: 'unsupported',
    pattern:
      /\b(?:daily|every day|each day|(?:bi-?)?monthly|every (?:(?:[3-9]|\d\d) (?:weeks?|days?)|2 days|other day|month|2 months|quarter)|once a month|(?:a|per|each) month|(?:2|3|4) times (?:a|per) week|twice (?:a|per) week|twice[ -]weekly|(?:every )?(?:[3-9]|\d\d)[- ]weekly|every third week|every (?:3rd|3th|4th) week|quarterly|hourly|semi-weekly)\b/g,
  },
  {
    rhythm: 'weekly',
    pattern:
      /(?<!bi)(?<!bi[ -])(?<!(?<!\d)\d[ -])(?<!semi-)(?<!twice[ -])\b(?:weekly|wkly|every w(?:ee)?k|each w(?:ee)?k|once a week|(?:once )?per week|week[- ]on[- ]week|every 7 days|a week(?= (?:to|from|after|throughout)))\b/g,
  },
];

/** Things that happen at a rhythm and are no refills. */
const OTHER_NOUN =
  /^[ -]*(?:sales?|report(?:s|ing)?|meet(?:ing)?s?|calls?|trad(?:e|ing)(?: (?:call|meeting|review|update))?|reviews?|updates?|newsletters?|e-?mails?|check(?:s|-ins?)?|figures|data|forecasts?|numbers|budgets?|promotions?|wssi|markdowns?|rate of sale|sell)\b/;
const OTHER_VERB =
  /\b(?:review(?:ed|s)?|report(?:ed|s)?|meet(?:s|ing)?|check(?:ed|s)?|look(?:ed)? at|forecast|update[ds]?|sell(?:ing|s)?|sold|talk|speak|catch up)\b[^,;]{0,20}$/;

const NONE: readonly { readonly pattern: RegExp; readonly strength: number }[] = [
  {
    pattern: new RegExp(
      String.raw`\b(?:no|zero|without(?: any)?|nil|0)\s+(?:(?:ongoing|further|planned|in[- ]season|additional|subsequent|more|store|scheduled|follow[- ]up|automatic|mid[- ]season|any|post[- ]launch)\s+)*(?:${REFILL})\b`,
      'g',
    ),
    strength: 1,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:no|not|without|zero)\s+(?:a\s+)?(?:weekly|fortnightly|bi-?weekly|daily|monthly)\s+(?:store\s+)?(?:${REFILL})`,
      'g',
    ),
    strength: 0.6,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:don't|do not|won't|will not|not|never|doesn't|isn't|aren't|not going to|no plans? to|no need to|don't want(?: to)?|we're not)\s+(?:be\s+|want\s+|need\s+|plan(?:ning)?\s+(?:to\s+|on\s+|any\s+)?|to\s+|do\s+|have\s+|get\s+)*(?:any\s+)?(?:ongoing\s+|further\s+)?(?:${REFILL})\b(?!\s*(?:(?:stores?|them|it)\s+)?(?:weekly|fortnightly|every|each|bi-?weekly|daily|monthly|until|before))`,
      'g',
    ),
    strength: 1,
  },
  {
    pattern: new RegExp(
      String.raw`\b(?:${REFILL})(?:[ _-]strategy)?\s*(?:[:=]|is|-)\s*(?:none|no\b|nil|n\/a|off|zero|not required|not needed)`,
      'g',
    ),
    strength: 1,
  },
  {
    pattern:
      /\b(?:one|1)[ -](?:shot|and[ -]done|hit|off (?:drop|buy|shipment|delivery|allocation)|time (?:drop|buy|shipment|delivery|allocation|ship|send))\b|\bonce[ -]and[ -]done\b/g,
    strength: 1,
  },
  {
    pattern:
      /\b(?:single|one|1|just one|only one|sole)[ -](?:initial |store |only |upfront |launch )*(?:drop|shipment|delivery|allocation|send|push|dispatch|release|consignment)\b(?! (?:a|per|each|every) (?:week|fortnight|month|day)| (?:every|weekly|fortnightly))/g,
    strength: 1,
  },
  {
    pattern:
      /\binitial allocation only\b|\b(?:allocate|ship|send) (?:it )?once\b(?! (?:a|every|per))|\bno (?:second|further|repeat|follow[- ]up) (?:drops?|deliver(?:y|ies)|shipments?|sends?)\b|\bnothing (?:further|more|else) (?:is )?(?:sent|shipped|delivered)\b/g,
    strength: 1,
  },
];

const STANDS_ALONE_BEFORE = /(?:^|[,:(-]|\b(?:no|wait|sorry|actually|then|make (?:it|that)|and|but))\s*$/;
const STANDS_ALONE_AFTER = /^\s*(?:please|instead)?\s*(?:[,.;)\n]|- |$)/;

/** How stores are refilled. A rhythm counts only where it belongs to refills; "not weekly" takes one away. */
export function replenishmentCandidates(text: StrategyText): Candidate<ReplenishmentStrategy>[] {
  const candidates: Candidate<ReplenishmentStrategy>[] = [];
  const negated: number[] = [];
  for (const { rhythm, pattern } of RHYTHMS)
    for (const match of text.plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (candidates.some((other) => start < other.end && end > other.start)) continue;
      if (!belongsToRefills(text, start, end)) continue;
      const sentence = text.sentenceAt(start);
      const before = text.plain.slice(Math.max(sentence.start, start - 34), start);
      if (
        /\b(?:no|not|don't|do not|never|without|isn't|won't|rather than|instead of)\b[^,.;:]{0,30}$/.test(
          before,
        )
      ) {
        negated.push(start);
        continue;
      }
      candidates.push({
        value: rhythm as ReplenishmentStrategy,
        start,
        end,
        strength: 1,
        ...(rhythm === 'unsupported' && {
          value: match[0] as ReplenishmentStrategy,
          violation: `must be one of ${REPLENISHMENT_STRATEGIES.join(', ')}`,
        }),
      });
    }
  const rhythmStated = candidates.length > 0;
  for (const { pattern, strength } of NONE)
    for (const match of text.plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      // "no weekly replenishment, do every other week" takes weekly away; alone it means none.
      if (strength < 0.7 && rhythmStated) continue;
      candidates.push({ value: 'none', start, end, strength: strength < 0.7 ? 0.9 : strength });
    }
  return candidates;
}

function belongsToRefills(text: StrategyText, start: number, end: number): boolean {
  const sentence = text.sentenceAt(start);
  const before = text.plain.slice(sentence.start, start);
  const after = text.plain.slice(end, sentence.end);
  // "…, weekly, 20% holdback": a rhythm that stands alone in a strategy is that of its refills.
  if (STANDS_ALONE_BEFORE.test(before) && STANDS_ALONE_AFTER.test(after)) return true;
  if (OTHER_NOUN.test(after) || OTHER_VERB.test(before.slice(before.lastIndexOf(',') + 1))) return false;
  const near = text.plain.slice(Math.max(sentence.start, start - 70), Math.min(sentence.end, end + 60));
  if (new RegExp(String.raw`\b(?:${REFILL})\b`).test(near)) return true;
  return new RegExp(String.raw`\b${VERB}\b`).test(near) && !/\bmarkdowns?\b/.test(near);
}
