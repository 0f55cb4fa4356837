import {
  type Draft,
  PARAMETER_NAMES,
  type ParameterName,
  type ParameterValues,
  WORDS_LIMITS,
  violationsOf,
} from '../state/draft.ts';

interface Choice {
  readonly label: string;
  /** The planner's words with the suggested ones. */
  readonly words?: string;
  readonly set?: { readonly name: ParameterName; readonly value: ParameterValues[ParameterName] };
}

/** A suggestion of the server, cut into what is to be read and what can be clicked in. */
export interface SuggestedAct {
  readonly before: string;
  readonly choices: readonly Choice[];
}

/**
 * `Say how …, for example "15% holdback" or "everything to stores"` puts either in the words;
 * `field: the nearest allowed value is 52.` sets the field.
 */
export function actOf(suggestion: string, draft: Draft): SuggestedAct {
  const { words } = draft;
  const nearest = /^(\w+): the nearest allowed value is (\d+(?:\.\d+)?)( ?%)?\.?$/.exec(suggestion);
  const name = PARAMETER_NAMES.find((field) => field === nearest?.[1]);
  if (nearest !== null && name !== undefined)
    return {
      before: 'The nearest that can be: ',
      choices: [nearestChoice(name, nearest[2], nearest[3], draft)],
    };
  const [before, after] = suggestion.split('for example ');
  const quotes = [...(after ?? '').matchAll(/"([^"]+)"/g)].map(([, quote]) => quote);
  return {
    before: quotes.length === 0 ? suggestion : `${before}for example `,
    choices: quotes.flatMap((quote) => {
      const said = withWords(words, quote);
      return said.length > WORDS_LIMITS.max ? [] : [{ label: quote, words: said }];
    }),
  };
}

/** The nearest value in place of the one that was said; set by hand where the words have no figure to replace. */
function nearestChoice(name: ParameterName, figure: string, sign: string | undefined, draft: Draft): Choice {
  const label = figure + (sign ?? '');
  const quote = violationsOf(draft).find(({ field }) => field === name)?.quote;
  const mended = quote?.replace(/\d+(?:\.\d+)?/, figure);
  if (quote !== undefined && mended !== undefined && mended !== quote && draft.words.includes(quote))
    return { label: mended, words: draft.words.replace(quote, mended) };
  return { label, set: { name, value: Number(figure) / (sign === undefined ? 1 : 100) } };
}

function withWords(words: string, addition: string): string {
  const before = words.trim();
  if (before === '') return addition;
  return `${before.replace(/[.,;]$/, '')}, ${addition}`;
}
