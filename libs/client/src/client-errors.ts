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

/** Nothing answers at the address: no such host, no server on the port, or a connection that broke. */
export class ServerUnreachableError extends Error {
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(`${url} does not answer (${innermost(cause)}).`, { cause });
    this.name = 'ServerUnreachableError';
    this.url = url;
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

/** `fetch` says only that it failed; why stands in the cause of its cause. */
function innermost(error: unknown): string {
  let at = error as { cause?: unknown; code?: unknown; message?: string } | null | undefined;
  while (typeof at?.cause === 'object' && at.cause !== null) at = at.cause;
  return typeof at?.code === 'string' ? at.code : (at?.message ?? String(error));
}
