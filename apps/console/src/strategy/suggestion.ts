import {
  type Draft,
  PARAMETER_NAMES,
  type ParameterName,
  type ParameterValues,
  WORDS_LIMITS,
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
export function actOf(suggestion: string, { words }: Draft): SuggestedAct {
  const nearest = /^(\w+): the nearest allowed value is ([\d.]+)( ?%)?\.?$/.exec(suggestion);
  const name = PARAMETER_NAMES.find((field) => field === nearest?.[1]);
  if (nearest !== null && name !== undefined) {
    const value = Number(nearest[2].replace(/\.$/, '')) / (nearest[3] === undefined ? 1 : 100);
    return {
      before: 'The nearest that can be: ',
      choices: [{ label: `${nearest[2]}${nearest[3] ?? ''}`, set: { name, value } }],
    };
  }
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

function withWords(words: string, addition: string): string {
  const before = words.trim();
  if (before === '') return addition;
  return `${before.replace(/[.,;]$/, '')}, ${addition}`;
}
