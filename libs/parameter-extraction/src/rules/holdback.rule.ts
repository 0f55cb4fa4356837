import type { Candidate } from './candidate.ts';
import { round, SHARE, shareOf } from './shares.ts';
import type { StrategyText } from './strategy-text.ts';

const DC = String.raw`(?:(?:\w+ )?(?:dc|d\.c\.|distribution cent(?:er|re)|warehouse|depot|hub)|central(?:ly)?|centre|the back)`;
const STORES = String.raw`(?:(?:the |our |all |its )*(?:\d+ |flagship )*(?:stores?|shops?|doors?|boutiques?|showrooms?|branches|locations|shop ?floors?|flagships))`;
const OF_BUY = String.raw`(?:\s*(?:(?:of )?(?:the |our |all |it|this )*(?:total |whole |entire |initial )?(?:buy|stock|units?|inventory|quantity|range|order|volume|goods|product|allocation|purchase|pieces|season's buy)?)\s*)?`;
const HELD = String.raw`(?:held|kept|retained|reserved|stays?|staying|sits?|remain|sitting|remains?|remaining|stored|parked|withheld|left|hold|keep)`;
const HOLD = String.raw`(?:hold(?:ing)?|keep(?:ing)?|retain(?:ing)?|reserv(?:e|ing)|withhold(?:ing)?|leave|leaving|park(?:ing)?|store|storing|set(?:ting)? aside)`;
const SEND = String.raw`(?:send(?:ing)?|ship(?:ping)?|push(?:ing)?|allocat(?:e|ing|ed)|releas(?:e|ing)|deliver(?:ing)?|put(?:ting)?|go(?:es|ing)?|(?:initial|up ?-?front|launch|opening|first|day[ -](?:1|one)) (?:push|allocation|drop|send|ship|shipment|release)(?: to (?:the )?(?:stores|shops|doors))? ?(?:is|of|=|:)|launch with|open with|distribute)`;
const EVERYTHING = String.raw`(?:everything|all (?:of (?:it|the (?:stock|inventory|units|buy))|(?:the )?(?:inventory|stock|units?|goods|product|pieces)(?: out)?)|the (?:lot|(?:full|entire|whole|total) (?:quantity|buy|order|allocation|stock|volume))|every (?:unit|piece|pair|item)|it all|full allocation|(?:full|entire|whole) (?:buy|quantity|stock)|all)`;

interface HoldbackRule {
  readonly name: string;
  readonly pattern: RegExp;
  readonly value: (match: RegExpMatchArray) => number;
  readonly strength?: number;
}

const group = (match: RegExpMatchArray): string => match.groups?.['share'] ?? '';
const held = (match: RegExpMatchArray): number => shareOf(group(match));
const sent = (match: RegExpMatchArray): number => round(1 - shareOf(group(match)));
const S = `(?<share>${SHARE})`;

const HOLDBACK_RULES: readonly HoldbackRule[] = [
  {
    name: 'key: value',
    pattern:
      /\b(?:dc[ _-]?)?(?:hold[ _-]?back|reserve|held back|dc hold|dc share|dc)(?:[ _-]?(?:percentage|percent|pct|share|%))?(?:[ _-](?:at|in)(?: the)?[ _-]dc)?\s*[:=]\s*(?<share>\d{1,3}(?:\.\d+)?\s?(?:%|percent|pct)?|0?\.\d+)(?![\d/])/g,
    value: (match) =>
      /[%p]|^0?\.\d/.test(group(match))
        ? held(match)
        : Number(group(match)) <= 1
          ? Number(group(match))
          : round(Number(group(match)) / 100),
  },
  {
    name: 'a negative share',
    pattern:
      /\bhold[ _-]?back\s*(?:[:=]|of|at|is)?\s*(?<share>-\d{1,3})\s?%|(?<before>-\d{1,3})\s?%\s*(?:dc )?hold[ -]?back/g,
    value: (match) => Number(match.groups?.['share'] ?? match.groups?.['before']) / 100,
  },
  {
    name: 'key: fraction in words',
    pattern: new RegExp(
      String.raw`\b(?:hold[ -]?back|reserve)(?:[ -]?(?:at|in)(?: the)?[ -]dc)?\s*(?:[:=]|is|of)\s*${S}`,
      'g',
    ),
    value: held,
  },
  {
    name: '45% holdback',
    pattern: new RegExp(
      String.raw`${S}\s*(?:(?:dc|central|warehouse|at|in|the|back|of|stock|inventory|buy)[ -]+)*(?:hold[ -]?backs?|reserve[ds]?|hold\b(?! (?:back|at|in))|hold at|in reserve|kept back|held back|retained)\b`,
      'g',
    ),
    value: held,
  },
  {
    name: 'hold back 45%',
    pattern: new RegExp(
      String.raw`\b${HOLD}\s+(?:back\s+)?(?:only |about |around |roughly |just |up to |at least )?${S}(?!\s*(?:off|sell|sold|margin|of (?:the )?(?:margin|price|sales)))`,
      'g',
    ),
    value: held,
    strength: 0.95,
  },
  {
    name: 'holdback of 45%',
    pattern: new RegExp(
      String.raw`\bhold[ -]?back\s+(?:at|of|to|is|=|should be|will be|set at|around|about)?\s*${S}`,
      'g',
    ),
    value: held,
  },
  {
    name: 'with 20% back',
    pattern: new RegExp(String.raw`${S}${OF_BUY}\s*back(?:\s+(?:at|in)\s+(?:the\s+)?${DC})?\b(?! to)`, 'g'),
    value: held,
    strength: 0.9,
  },
  {
    name: '45% held at the DC',
    pattern: new RegExp(
      String.raw`${S}${OF_BUY}\s*(?:is |are |will be |will |to be |being |gets? |would be |should )?${HELD}\s+(?:back |be |behind |in reserve )*(?:(?:at|in|by|on|within)?\s*(?:the |our )*${DC}|back\b|in reserve|behind)`,
      'g',
    ),
    value: held,
  },
  {
    name: '45% at the DC',
    pattern: new RegExp(String.raw`${S}${OF_BUY}\s*(?:at|in|into|to|for)\s+(?:the |our )*${DC}\b`, 'g'),
    value: held,
    strength: 0.9,
  },
  {
    name: 'DC, where 45% sits',
    pattern: new RegExp(
      String.raw`\b(?:dc|warehouse|depot|distribution cent(?:er|re)),? where (?:about |around )?${S}${OF_BUY}\s*(?:is |are |will be |will )?${HELD}`,
      'g',
    ),
    value: held,
  },
  {
    name: 'DC holds 45%',
    pattern: new RegExp(
      String.raw`\b(?:dc|warehouse|depot|distribution cent(?:er|re))\s+(?:holds?|keeps?|retains?|reserves?|holdback|reserve|share|stock)\s*(?:is|of|at)?\s*${S}`,
      'g',
    ),
    value: held,
  },
  {
    name: 'send 55% to stores',
    pattern: new RegExp(
      String.raw`\b${SEND}\s+(?:out )?(?:only |about |around |just )?${S}${OF_BUY}(?!\s*(?:off|sell|sold))`,
      'g',
    ),
    value: sent,
    strength: 0.9,
  },
  {
    name: '55% to stores',
    pattern: new RegExp(
      String.raw`${S}${OF_BUY}\s*(?:(?:is|are|will)\s+)?(?:(?:going |to )?(?:go(?:es)?|sent|shipped|allocated|pushed|out|straight|direct(?:ly)?|up front)\s+)*(?:to|into|in|out to)\s+${STORES}`,
      'g',
    ),
    value: sent,
    strength: 0.9,
  },
  {
    name: '60/40 stores/DC',
    pattern:
      /(?<a>\d{1,3})%?\s*[/:-]\s*(?<b>\d{1,3})%?\s*(?:split\s*)?(?:between\s+|across\s+)?\(?(?:the )?(?<first>stores?|shops?|doors?|branches|boutiques|showrooms|dc|warehouse|depot)\s*(?:[/:&-]|and|vs\.?|to|\s)\s*(?:the )?(?<second>stores?|shops?|doors?|branches|boutiques|showrooms|dc|warehouse|depot)/g,
    value: split,
  },
  {
    name: 'stores/DC 60/40',
    pattern:
      /\b(?<first>stores?|shops?|doors?|branches|dc|warehouse|depot)\s*(?:[/:&-]|and|vs\.?|to)\s*(?<second>stores?|shops?|doors?|branches|dc|warehouse|depot)\s*(?:split|ratio|mix)?\s*(?:is|of|at|[:=])?\s*(?<a>\d{1,3})%?\s*[/:-]\s*(?<b>\d{1,3})/g,
    value: split,
  },
  {
    name: 'nothing held back',
    pattern: new RegExp(
      String.raw`\b(?:no|zero|0|nil|without(?: any)?|don't want (?:any|a))\s+(?:dc |central |warehouse |stock |inventory )*(?:hold[ -]?back|reserves?|held back|kept back|retention)\b`,
      'g',
    ),
    value: () => 0,
  },
  {
    name: 'holdback none',
    pattern:
      /\b(?:dc[ _-]?)?(?:hold[ _-]?back|reserve(?: at (?:the )?dc)?)\s*(?:[:=-]|is)\s*(?:none|no|nil|zero|nothing|n\/a)\b/g,
    value: () => 0,
  },
  {
    name: 'nothing at the DC',
    pattern: new RegExp(
      String.raw`\b(?:nothing|no stock|no units|no inventory|none(?: of it)?)\s+(?:is |to be |will be |gets? |should be )?(?:${HELD}|at|in)\s*(?:back|behind|in reserve|at|in|the|our|\s)*(?:${DC})?`,
      'g',
    ),
    value: () => 0,
  },
  {
    name: 'hold nothing back',
    pattern: new RegExp(
      String.raw`\b${HOLD}\s+(?:back\s+)?(?:nothing|none)\b|\b(?:don't|do not|won't|not|never)\s+(?:want to )?${HOLD}\s+(?:anything|any(?: stock| units| inventory)?)\b|\b(?:don't|do not|won't|not)\s+hold\s+(?:anything |stock )?back\b`,
      'g',
    ),
    value: () => 0,
  },
  {
    name: 'everything to stores',
    pattern: new RegExp(
      String.raw`\b${EVERYTHING}\s+(?:(?:is|are|will be|gets?|goes?|going|go|ships?|moves?|out|sent|shipped|allocated|pushed|straight|direct(?:ly)?|upfront|up front|at launch|on day (?:1|one)|immediately)\s+)*(?:to|into|in|out to)\s+${STORES}`,
      'g',
    ),
    value: () => 0,
  },
  {
    name: '100% to stores',
    pattern: new RegExp(
      String.raw`\b100\s?(?:%|percent)${OF_BUY}\s*(?:(?:goes|sent|shipped|allocated|out|up front)\s+)*(?:to|into|in)\s+${STORES}`,
      'g',
    ),
    value: () => 0,
  },
  {
    name: 'send it all',
    pattern: new RegExp(
      String.raw`\b(?:send|ship|push|allocate|release)\s+${EVERYTHING}\s+(?:out\s+)?(?:at launch|on day|up ?front|day (?:1|one)|immediately|straight away|to (?:${STORES}))`,
      'g',
    ),
    value: () => 0,
  },
];

/** What share of the buy stays at the DC at launch. A share sent to stores is turned round. */
export function holdbackCandidates(text: StrategyText): Candidate<number>[] {
  const candidates: Candidate<number>[] = [];
  for (const { pattern, value, strength = 1 } of HOLDBACK_RULES)
    for (const match of text.plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].trimEnd().length;
      const share = value(match);
      if (Number.isNaN(share)) continue;
      if (isOtherShare(text, match, start, end)) continue;
      if (candidates.some((other) => start < other.end && end > other.start)) continue;
      candidates.push({
        value: share,
        start,
        end,
        strength,
        ...((share < 0 || share > 1) && { violation: 'must be a share from 0 % to 100 %' }),
      });
    }
  return candidates;
}

/** "60% off", "60% sell-through", a margin: shares of something else. */
function isOtherShare(text: StrategyText, match: RegExpMatchArray, start: number, end: number): boolean {
  const share = match.groups?.['share'];
  if (share === undefined) return false;
  const at = text.plain.indexOf(share, start);
  const after = text.plain.slice(at + share.length, at + share.length + 26);
  if (
    /^[^\S\n]*(?:off|discount|sell|sold|st\b|s\/t|margin|markdown|shrink|growth|up on|down on|more|less|of (?:the )?(?:margin|price|sales|year))/.test(
      after,
    )
  )
    return true;
  return (
    /\b(?:below|under|less than|margin (?:is|of)|sell[ -]?through (?:of|is|below|under))\s*$/.test(
      text.plain.slice(Math.max(0, at - 24), at),
    ) || end <= start
  );
}

function split(match: RegExpMatchArray): number {
  const { a, b, first, second } = match.groups ?? {};
  const isDc = (name: string): boolean => /^(dc|warehouse|depot)/.test(name);
  if (Number(a) + Number(b) !== 100 || isDc(first) === isDc(second)) return NaN;
  return round(Number(isDc(first) ? a : b) / 100);
}
