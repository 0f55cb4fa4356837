import type { ErrorResponse } from '#contracts';
import { SeasonApiError, ServerUnreachableError, StreamGapError, StreamLostError } from '#client';
import type { Outcome } from './outcome.ts';

/** Why there is no plan, for the person at the terminal. */
export class CommandError extends Error {
  readonly outcome: Outcome;
  readonly suggestions: readonly string[];
  /** The server's own words, where it said something. */
  readonly response: ErrorResponse | undefined;

  constructor(
    outcome: Outcome,
    message: string,
    { suggestions = [], response }: { suggestions?: readonly string[]; response?: ErrorResponse } = {},
  ) {
    super(message);
    this.name = 'CommandError';
    this.outcome = outcome;
    this.suggestions = suggestions;
    this.response = response;
  }

  static from(error: unknown): CommandError {
    if (error instanceof CommandError) return error;
    if (error instanceof SeasonApiError && error.status === 401)
      return new CommandError('unreachable', error.message, {
        response: error.response,
        suggestions: [
          'Set SEASON_ORCHESTRATOR_API_KEY to a key; whoever runs the server makes one: npm run keys -- create NAME',
        ],
      });
    if (error instanceof SeasonApiError) return CommandError.of(error.response, refusalOutcome(error));
    if (error instanceof ServerUnreachableError || error instanceof StreamLostError)
      return new CommandError('unreachable', error.message, {
        suggestions: [
          'Start a server with "npm start", or leave --server out and one is started for the command.',
        ],
      });
    if (error instanceof StreamGapError) return new CommandError('unreachable', error.message);
    return new CommandError('unexpected', error instanceof Error ? error.message : String(error));
  }

  static of(response: ErrorResponse, outcome: Outcome): CommandError {
    return new CommandError(outcome, response.message, { suggestions: response.suggestions, response });
  }
}

function refusalOutcome({ status, response }: SeasonApiError): Outcome {
  switch (response.error_type) {
    case 'DATA_NOT_FOUND':
    case 'WORKFLOW_NOT_FOUND':
      return 'usage';
    case 'WORKFLOW_CANCELLED':
    case 'APPROVAL_EXPIRED':
      return 'cancelled';
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
    case 'RATE_LIMITED':
      return 'unreachable';
    default:
      if (status === 503) return 'unreachable';
      return status >= 500 ? 'failed' : 'invalid';
  }
}
