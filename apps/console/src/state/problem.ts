import { SeasonApiError, StreamGapError } from '#client';
import type { ErrorResponse } from '#contracts';

/** What could not be done, as the server, or the page itself, says it. */
export type Problem = Pick<ErrorResponse, 'message' | 'suggestions' | 'details'> &
  Partial<Pick<ErrorResponse, 'error_type' | 'request_id'>>;

/** What went wrong, in the server's words where it had any. */
export function problemOf(error: unknown): Problem {
  if (error instanceof SeasonApiError) return error.response;
  if (error instanceof StreamGapError)
    return {
      message: 'The run’s messages came with a gap, so what is shown here may be incomplete.',
      suggestions: ['Load the page again.'],
      details: {},
    };
  // A browser says no more of a request that found nobody.
  if (error instanceof TypeError)
    return {
      message: 'The server could not be reached.',
      suggestions: ['See that it runs and that you are online, then try again.'],
      details: {},
    };
  throw error;
}
