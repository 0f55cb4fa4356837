import type { ErrorResponse } from '#contracts';

/** The server answered with an ErrorResponse. */
export class SeasonApiError extends Error {
  /** HTTP status; 400 for a refusal on an open WebSocket. */
  readonly status: number;
  readonly response: ErrorResponse;

  constructor(status: number, response: ErrorResponse) {
    super(response.message);
    this.name = 'SeasonApiError';
    this.status = status;
    this.response = response;
  }
}

/** The stream left out a sequence: the server broke its promise, and what follows cannot be trusted. */
export class StreamGapError extends Error {
  readonly expected: number;
  readonly received: number;

  constructor(expected: number, received: number) {
    super(`The stream went from sequence ${expected - 1} to ${received}.`);
    this.name = 'StreamGapError';
    this.expected = expected;
    this.received = received;
  }
}

/** The server could not be reached for the whole time that resuming was tried. */
export class StreamLostError extends Error {
  constructor(url: string, milliseconds: number) {
    super(`${url} could not be reached for ${Math.round(milliseconds)} ms.`);
    this.name = 'StreamLostError';
  }
}
