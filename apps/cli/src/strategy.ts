import { SeasonApiError, type SeasonClient } from '#client';
import {
  REQUIRED_PARAMETERS,
  type ExtractionResult,
  type RequiredParameter,
  type SeasonParameters,
} from '#contracts';
import { CommandError } from './command-error.ts';
import type { Interruption } from './interruption.ts';
import { foundSoFar } from './report/extraction.report.ts';
import { printable, type Terminal } from './terminal.ts';

/** How often what is missing is asked for before the words are given back to their author. */
const ROUNDS = 3;

const QUESTIONS: Readonly<
  Record<RequiredParameter, { readonly question: string; readonly asWords: (answer: string) => string }>
> = {
  forecast_horizon_weeks: {
    question: 'How many weeks is the season?',
    asWords: (answer) => (/^\d+$/.test(answer) ? `${answer}-week season` : answer),
  },
  season_start_date: {
    question: 'When does it start? (March 1st, 2027-03-01)',
    asWords: (answer) => `starting ${answer.replace(/^(starting|from)\s+/i, '')}`,
  },
  replenishment_strategy: {
    question: 'How are stores refilled? (none, weekly, bi-weekly)',
    asWords: (answer) =>
      /^(none|no|weekly|bi-?weekly)$/i.test(answer)
        ? `${/^no/i.test(answer) ? 'no' : answer} replenishment`
        : answer,
  },
  dc_holdback_percentage: {
    question: 'How much stays at the DC at launch? (15 %, or 0 for everything to stores)',
    asWords: (answer) => (/^\d+(\.\d+)?\s*%?$/.test(answer) ? `${parseFloat(answer)}% holdback` : answer),
  },
};

/**
 * The season a text describes. What it leaves out is asked for where there is somebody to ask, and the answers become part
 * of the text, so that they are read and held to the rules as if they had stood there.
 *
 * @throws CommandError invalid
 */
export async function readStrategy(
  text: string,
  referenceDate: string | undefined,
  client: SeasonClient,
  terminal: Terminal,
  interruption: Interruption,
): Promise<ExtractionResult> {
  for (let round = 1, words = text; ; round++) {
    try {
      return await interruption.during(client.extractParameters(words, referenceDate));
    } catch (error) {
      const missing = missingIn(error);
      if (missing === undefined) throw error;
      const found = foundIn(error);
      if (!terminal.canAsk || round > ROUNDS || missing.length === REQUIRED_PARAMETERS.length)
        throw incomplete(error as SeasonApiError, found);
      if (round === 1 && found !== '') terminal.notes.write(`Understood: ${found}.\n`);
      terminal.notes.write(`${printable((error as SeasonApiError).message)}\n`);
      for (const field of missing) {
        const { question, asWords } = QUESTIONS[field];
        const answer = await terminal.ask(`  ${question} `);
        if (answer !== '') words = `${words.replace(/[\s.,;]+$/, '')}, ${asWords(answer)}`;
      }
    }
  }
}

function missingIn(error: unknown): readonly RequiredParameter[] | undefined {
  if (!(error instanceof SeasonApiError) || error.response.error_type !== 'PARAMETER_EXTRACTION_ERROR')
    return undefined;
  const missing = error.response.details['missing_parameters'] as readonly RequiredParameter[];
  return missing.filter((field) => field in QUESTIONS);
}

function foundIn(error: unknown): string {
  const { details } = (error as SeasonApiError).response;
  const parameters = (details['extracted_parameters'] ?? {}) as Partial<SeasonParameters>;
  return printable(foundSoFar(parameters, (details['provenance'] ?? {}) as ExtractionResult['provenance']));
}

function incomplete({ response }: SeasonApiError, found: string): CommandError {
  return new CommandError('invalid', response.message, {
    response,
    suggestions: [...(found === '' ? [] : [`Understood: ${found}.`]), ...response.suggestions],
  });
}
