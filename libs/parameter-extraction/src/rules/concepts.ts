import { overlaps, type Span } from './span.ts';

/**
 * What planners speak of, each with the words for it: stems and short phrases as regular expressions, in lower case, as
 * `StrategyText.plain` gives them. A word belongs to one concept; a longer phrase takes its words away from shorter ones
 * ("sell-through" is no "through"). Rules never list sentences: they ask which concept stands nearest to a value.
 */
const WORDS = {
  /** Stock kept back, whatever else is said. */
  hold: String.raw`hold(?:ing|s)?[ -]?backs?|h(?:old(?:ing|s)?|eld|b)|held(?: in)? ?back|with(?:hold(?:s|ing)?|held)|(?:in )?reserv(?:e(?! price)|es|ed|ing)|retain(?:s|ed|ing)?|retention|ring[ -]?fenc(?:e|es|ed|ing)|(?:set|sets|setting|put|puts|putting) (?:\w+ )?(?:aside|by)|buffer|stash(?:ed|ing)?|h(?:ang|old)(?:s|ing)? on ?to|h(?:ung|eld) on ?to|stockpil(?:e|ed|ing)|unallocated|in the bank`,
  /** Verbs that keep stock back where they have a share of it. */
  keep: String.raw`keep(?:s|ing)?|kept|stay(?:s|ed|ing)?|sit(?:s|ting)?|sat(?= (?:at|in|behind|back|on)\b)|remain(?:s|ed)?|wait(?:s|ing)?(?= (?:at|in|behind|there)\b)|leav(?:e|es|ing)|left(?= (?:behind|back|at|in|with)\b)|park(?:s|ed|ing)?|stor(?:ed|ing)|store(?= (?:\d|half|a ))|back(?![ -](?:to\b|in stock))|behind`,
  dc: String.raw`(?:n|r)?dcs?|d\.c\.?|distribution cent(?:er|re)s?|(?:fulfil+ment|logistics) cent(?:er|re)s?|distribution|warehous(?:e|es|ing)|whse|depots?|hubs?|central(?:ly)?|(?:at|in) (?:the )?cent(?:er|re)|the back`,
  /** Where refills come from is no place that holds a share. */
  fromDc: String.raw`(?:from|out of|ex|off) (?:the |our |a )?(?:[a-z]+ )?(?:(?:n|r)?dcs?|warehouse|depot|hub|distribution cent(?:er|re))`,
  store: String.raw`stores?|shops?|doors?|branch(?:es)?|boutiques?|showrooms?|locations?|flagships?|outlets?|(?:shop|sales|selling|store)[ -]?floors?|the floors?|concessions?|shel(?:f|ves)|storefronts?`,
  inStore: String.raw`in[ -](?:the |our |all |every )?(?:stores?|shops?|branches|boutiques|showrooms)|on (?:the )?(?:shop |sales |selling )?floor|on sale|on (?:the )?shel(?:f|ves)|(?:hit|reach|land)(?:s|ting|ing)? (?:in |into )?(?:the |our )?(?:stores?|shops?|floor|shelves|showrooms|branches|boutiques|doors)|in[ -]?store`,
  /** The launch allocation: what goes out first. */
  allocate: String.raw`allocat(?:e|es|ed|ing|ions?)|(?:initial|opening|first|launch|up ?-?front) (?:push|allocations?|fill|sets?|loads?|send|quantity)|push(?:es|ed|ing)?|go(?:es|ing)?(?! (?:live|on sale|into|to markdown))|gone|out|up ?-?front|get(?:s|ting)?|receiv(?:e|es|ing)|put out|straight away|straight|directly|leav(?:e|es|ing) the (?:dc|warehouse|depot)`,
  atLaunch: String.raw`(?:at|on|for) (?:the )?(?:season )?(?:launch|open(?:ing)?)(?: day)?|(?:on )?(?:day|week) (?:1|one)(?! (?:commences|starts|begins|is|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)| ?[=:])|launch day|(?:on|from) the first day|at the (?:start|outset)|immediately`,
  ship: String.raw`send(?:s|ing)?|sent|ship(?:s|ped|ping|ments?)?|dispatch(?:es|ed|ing)?|despatch(?:es|ed)?|deliver(?:s|ed|ing|y|ies)?|distribut(?:e|es|ed|ing)|releas(?:e|es|ed|ing)|consignments?|trucks?|lorr(?:y|ies)|loads?|runs to stores|drop(?:s|ped|ping)?|drip(?:s|ped|ping)?|feed(?:s|ing)?|fed|flow(?:s|ed|ing)?|trickl(?:e|es|ed|ing)`,
  refill: String.raw`repl(?:en(?:s|ish\w{0,6})?)?|top(?:s|ped|ping)?[ -]?(?:(?:them|it|stores?|shops?|doors?|branches|the stores|everyone|these|up) )?ups?|re-?fill(?:s|ed|ing)?|re-?stock(?:s|ed|ing)?|re-?suppl(?:y|ies|ied)|refresh(?:es|ed|ing)?|fill[ -]?ins?|fills(?! (?:the|our|up|a)\b)|call[ -]?offs?|follow[ -]?ups?|follow[ -]on (?:drops|deliveries|shipments)`,
  /** One shipment for the whole season. */
  once: String.raw`(?:one|1)[ -](?:shot|(?:and|&|n)[ -]done|off|time|hit)|once[ -]and[ -]done|once only|only once|(?:ship|send|deliver|allocate|push|drop)(?:s|ped|ing|ed|ping)? (?:(?:it|them|everything|stock|the lot|all) )?(?:only |just )?once(?! (?:a|per|every|each|in)\b)|sent (?:only |just )?once(?! (?:a|per|every|each|in)\b)|only (?:ship|send|deliver|allocate|drop)(?:s|ed)? once|in (?:one|a single|1) (?:go|hit|wave|batch|round)|(?:single|one|1|sole|lone|just one|only one)(?: (?:initial|store|only|upfront|launch|big|up-front|opening|bulk|full))?[ -](?:drop|shipment|delivery|allocation|send|push|dispatch|release|consignment|hit|intake|load|wave|batch|round|tranche|go)(?! (?:a|per|each|every) (?!(?:store|shop|branch|door|location|boutique|site)\b))|(?:initial|launch|opening) (?:allocation|drop|shipment|delivery) only|(?:only|just) (?:the|an) (?:initial|launch|opening) (?:allocation|drop|shipment|delivery)`,
  start: String.raw`(?:re-?)?start(?:s|ed|ing)?|begin(?:s|ning)?|commenc(?:e|es|ing|ement)|(?:re)?launch(?:es|ing|ed)?|kick(?:s|ing)?[ -]?off|open(?:s|ing)?|debut(?:s|ing)?|(?:go(?:es|ing)?[ -])?live|w\/?c|(?:wk|week) commencing|floor[ -]?(?:set|date)s?|(?:wk|week|w)\.? ?(?:1|one)(?=(?: |=|:| is)*(?:commences|starts|begins|is|=|:|on|\())|goes? on sale|(?<=\bwe )set|roll(?:s|ing)?[ -](?:(?:it|them) )?out|rollout|effective|as of|onwards?|onward|set live`,
  /** Words that say a stretch of time is the season's. */
  season: String.raw`seasons?|run(?:s|ning)?|trad(?:e|es|ing)|sell(?:s|ing)?|last(?:s|ing)|horizon|duration|length|long|window|life(?:span| ?cycle)?|programme|program|period|plan(?:s|ned|ning)?|campaign|capsule|edit|range|collection|line|story|assortment`,
  end: String.raw`until|till|through|thru|end(?:s|ing)?(?: date)?|finish(?:es|ing)?|clos(?:e|es|ing)|last day|up to`,
  /** Other people's dates and rhythms. */
  event: String.raw`meet(?:s|ings?)?|calls?|sign(?:s|ed)?[ -]?offs?|samples?|deadlines?|due|report(?:s|ing|ed)?|approv(?:e|es|ed|al)|present(?:s|ation)?|recap|confirmed|invoices?|payments?|book(?:ed|ings?)?|cancel|talk|speak|discuss|catch[ -]?up|workshop|training|audit|stock ?take|shoot|e-?mails?|decks?|hand(?:over|s over)|newsletters?|dashboards?|forecasts?(?! horizon)|figures|press|photo|party(?! (?:shoes?|dress\w*|wear|tops?|bags?|skirts?|heels?|shop|looks?|outfits?|season|range|edit|collection|line))|fair|conference|board(?! (?:shorts?|games?))|stock ?counts?|numbers|budgets?|wssi|updates?|trade (?:show|call|meeting|review|update)`,
  supply: String.raw`vendors?|et[ad]|(?:goods|cargo|stock|product)(?: is| are)? ready|ready dates?|suppliers?'?|factor(?:y|ies)|mill|lead[ -]?times?|lead|transit|containers?|vessel|freight|customs|pos?|(?:purchase )?orders?(?! to)|ordered|ordering|production|receipts?|inbound|land(?:s|ed|ing)?(?! on\b)|arriv(?:e|es|al|ing)|cover|suppl(?:y|ies)|notice|ex[ -]factory|sourcing`,
  markdown: String.raw`mark(?:s|ed|ing)?[ -]?downs?|m[ck]?[ -]?downs?|mkds?|mds?|m\/ds?|checkpoints?|clearance|price (?:cut|review|reduction|drop|change|check)s?|(?:cut|drop|reduc|slash)(?:e|es|s|ting|ping|ing)? (?:the )?prices?|reduc(?:e|ed|es|ing|tions?)|discount(?:s|ed|ing)?|mark (?:it|them|everything|anything|styles) down`,
  check: String.raw`check(?:s|ed|ing)?(?:[ -]?ins?)?|review(?:s|ed|ing)?|assess(?:es|ment)?|evaluat(?:e|es|ion)|look(?:s|ed)? at|(?:take|have) a look|revisit|gate|decision|decide|price`,
  sellThrough: String.raw`sell(?:ing)?[ -]?(?:through|thru)s?(?: rate)?|s\/?t|str|sold(?:[ -](?:through|thru|out))?|cleared|shifted|sell[ -]?out`,
  below: String.raw`<|below|under|less than|les than|lower than|fewer than|beneath|short of|shy of|sub|behind target|worse than|at most|unless|or (?:less|under|lower|below|worse|fewer)|fail(?:s|ed)? to|miss(?:es|ed)?|lags|trails|drops? (?:to|below|under)|fall(?:s|en)? (?:to|below|under)|(?:haven't|hasn't|have not|has not|havent|hasnt|not|didn't|did not|don't|do not|doesn't|does not|aren't|are not|isn't|is not|can't|cannot) (?:yet )?(?:been )?(?:at|over|above|sold|sell|reached|reach|hit|past|cleared|clear|achieved|achieve|made|make|moved|shifted|got to|get to|gone|passed|sold through|sell through|better than|up to|managed|reaching|hitting)`,
  above: String.raw`>|above|over|more than|at least|beats?|exceeds?|or (?:better|more|above|higher)`,
  threshold: String.raw`thresh(?:old)?s?|min(?:imum)?|floor(?=[ :=]+\d)|triggers?(?: level| point)?`,
  no: String.raw`no(?!\.? of\b)|not|none|nothing|nowt|nil|nada|zilch|nought|naught|zero|(?<![.,/])0(?! ?%|[.,/:-])|never|without|w\/o|don'?t|won'?t|isn'?t|aren'?t|doesn'?t|didn'?t|wouldn'?t|shouldn'?t|can'?t|cannot|nor|neither|skip(?:ping)?|avoid|n\/a|free of|forget|empt(?:y|ies|ied)|(?:switched|turned) off|(?<=(?:replenishment|replen|refills|top-?ups|holdback)(?: is| are| =|:)? )off`,
  /** What else a share may be of. */
  otherShare: String.raw`off|margins?|gm|gross|imu|mark-?up|growth|up on|down on|vat|tax|shrink(?:age)?|returns?|wastage|sure|certain|confident|likely|chance|of (?:the )?(?:sales|revenue|turnover|price|range|year|spaces|places|staff|people|time)|increase|higher|e-?com(?:merce)?|online|deposit|commission|full[ -]price|lfl|like[ -]for[ -]like|conversion|battery|capacity|budget|otb|duty|tariff|depth|deep|cost|marathon|more`,
  undecided: String.raw`tb[acd]|t\.b\.[acd]\.?|to be (?:[a-z]+ )?(?:agreed|confirmed|decided|advised|determined|finali[sz]ed|set|fixed)|undecided|(?:not|isn't|hasn't been|haven't|never) (?:yet |been )*(?:sure|decided|agreed|known|clear|fixed|set|chosen|confirmed|finali[sz]ed|locked|settled)|no (?:decision|idea|date)|un(?:clear|known|confirmed)|don'?t know|pending|to (?:follow|come)|(?:still|left|is|are|remains?|both) open|will confirm|let (?:you|me) know|how (?:much|often|many)|as needed|as required|when needed|to decide|not yet|ask`,
} as const;

export type Concept = keyof typeof WORDS;

/** Some words of a text that stand for a concept. */
export interface Mark extends Span {
  readonly concept: Concept;
}

const CONCEPTS = (Object.entries(WORDS) as [Concept, string][]).map(
  ([concept, words]) =>
    [concept, new RegExp(String.raw`(?<![a-z0-9'])(?:${words})(?![a-z0-9])`, 'g')] as const,
);

/** Every concept in a text, in its order; of words that overlap the longest phrase counts. */
export function marksOf(plain: string): readonly Mark[] {
  const found: Mark[] = [];
  for (const [concept, pattern] of CONCEPTS)
    for (const { index, 0: words } of plain.matchAll(pattern))
      found.push({ concept, start: index, end: index + words.length });
  found.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
  const kept: Mark[] = [];
  for (const mark of found) if (!kept.some((other) => overlaps(other, mark))) kept.push(mark);
  return kept.sort((a, b) => a.start - b.start);
}
