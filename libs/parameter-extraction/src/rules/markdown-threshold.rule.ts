import type { Candidate } from './candidate.ts';
import { MARKDOWN, WEAK_MARKDOWN } from './markdown-words.ts';
import { SHARE, shareOf } from './shares.ts';
import type { Span, StrategyText } from './strategy-text.ts';

const UNDER = String.raw`(?:below|under|less than|les than|lower than|fewer than|beneath|short of|not (?:yet )?(?:at|over|above|reached|hit|past|sold|cleared)|<=?|isn't (?:at|over|above)|is not (?:at|over|above)|aren't (?:at|over|above)|not above|sub|behind|shy of|no more than|at most|drops? to|falls? (?:below|under|to)|misses)`;
const NOT_SOLD = String.raw`(?:haven't|hasn't|have not|has not|not|didn't|don't|failed to|fails to|fail to)\s+(?:yet\s+)?(?:sold|sell|sold through|sell through|hit|reached|reach|cleared|clear|achieved|achieve|made|moved|shifted|got to|passed)(?:\s+(?:through|at least|more than|over))?`;
const S = `(?<share>${SHARE})`;

const THRESHOLD_RULES: readonly { readonly pattern: RegExp; readonly strength: number }[] = [
  {
    pattern:
      /\b(?:(?:md|markdown)[ _-]?)?(?:threshold|(?:st|sell[ _-]?through)[ _-]?(?:min(?:imum)?|floor|target|threshold)|trigger(?: level)?|target sell[ -]?through|sell[ -]?through (?:threshold|target|trigger))\s*(?:[:=]|is|of|at)?\s*(?:under |below |< ?)?(?<share>\d{1,3}(?:\.\d+)?\s?(?:%|percent|pct)?|0?\.\d+)(?!\s*(?:off|weeks?|wks?))/g,
    strength: 1,
  },
  {
    pattern: new RegExp(
      String.raw`${UNDER}\s*(?:a |an |the )?(?:sell[ -]?through (?:of |rate of )?)?(?:about |around |roughly )?${S}`,
      'g',
    ),
    strength: 1,
  },
  { pattern: new RegExp(String.raw`\b${NOT_SOLD}\s+(?:about |around |at least )?${S}`, 'g'), strength: 1 },
  {
    pattern: new RegExp(
      String.raw`${S}\s*(?:sell[ -]?through |s\/?t |sold )?(?:threshold|trigger|target)\b`,
      'g',
    ),
    strength: 0.95,
  },
  { pattern: new RegExp(String.raw`(?:threshold|trigger)\b[^.;]{0,20}?${S}`, 'g'), strength: 0.9 },
  {
    pattern: new RegExp(
      String.raw`\bif (?:only |just )?${S} (?:or less |or under )(?:is |has been |of stock )?(?:sold|sell)`,
      'g',
    ),
    strength: 0.9,
  },
  { pattern: new RegExp(String.raw`\b(?:unless|until)\b[^.;]{0,30}?${S}`, 'g'), strength: 0.85 },
];

/** The sell-through below which a markdown follows. */
export function thresholdCandidates(text: StrategyText, weeks: readonly Span[]): Candidate<number>[] {
  const candidates: Candidate<number>[] = [];
  for (const { pattern, strength } of THRESHOLD_RULES)
    for (const match of text.plain.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].trimEnd().length;
      const share = match.groups?.['share'] ?? '';
      const shareAt = text.plain.indexOf(share, start);
      const sentence = text.sentenceAt(start);
      const words = text.textOf(sentence);
      if (
        !MARKDOWN.test(words) &&
        !WEAK_MARKDOWN.test(words) &&
        !weeks.some((week) => week.start >= sentence.start && week.end <= sentence.end + 1)
      )
        continue;
      if (
        /^\s*(?:off|discount|margin|of (?:the )?(?:buy|units|stock) (?:at|in|held)|hold|weeks?|wks?|stores|units|doors)/.test(
          text.plain.slice(shareAt + share.length, shareAt + share.length + 30),
        )
      )
        continue;
      if (/\bmargin\b[^,;]{0,16}$/.test(text.plain.slice(sentence.start, shareAt))) continue;
      if (candidates.some((other) => start < other.end && end > other.start)) continue;
      const value = /[%p/]|^0?\.|[a-z]/.test(share)
        ? shareOf(share)
        : Number(share) <= 1
          ? Number(share)
          : Math.round(Number(share) * 100) / 10_000;
      if (Number.isNaN(value)) continue;
      candidates.push({
        value,
        start,
        end,
        strength,
        ...((value < 0 || value > 1) && { violation: 'must be a sell-through from 0 % to 100 %' }),
      });
    }
  return candidates;
}
