import { closest, distance } from 'fastest-levenshtein';
import { CommandError } from './command-error.ts';

const LISTED = 10;

/** The refusal of a name that is not there, with the one that was probably meant, or those there are. */
export function unknownName(what: string, given: string, names: readonly string[]): CommandError {
  const lower = (text: string): string => text.toLowerCase();
  const nearest = closest(lower(given), names.map(lower));
  const meant = names.find((name) => lower(name) === nearest);
  const isMisspelt = meant !== undefined && distance(lower(given), nearest) <= Math.max(2, meant.length / 3);
  const shown = (name: string): string => (name.startsWith('-') ? name : `"${name}"`);
  const more = names.length > LISTED ? ` and ${names.length - LISTED} more` : '';
  return new CommandError('usage', `There is no ${what} ${shown(given)}.`, {
    suggestions: [
      isMisspelt
        ? `Did you mean ${shown(meant)}?`
        : `There are: ${names.slice(0, LISTED).map(shown).join(', ')}${more}.`,
    ],
  });
}
