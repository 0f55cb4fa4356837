import type { ErrorResponse } from '#contracts';
import { isNativeError } from 'node:util/types';
import { HttpException } from '@nestjs/common';
import {
  ForbiddenError,
  MalformedJsonError,
  MalformedRequestError,
  OrchestratorError,
  PayloadTooLargeError,
  RouteNotFoundError,
  ServiceUnavailableError,
  UnauthenticatedError,
  UnsupportedMediaTypeError,
  ValidationError,
} from './orchestrator-error.ts';

/** What the edge knows of the request whose error it renders. */
export interface RequestFacts {
  readonly method: string;
  readonly path: string;
  readonly contentType?: string | undefined;
}

/** Node and PostgreSQL codes that mean "the database is not there right now", not "the query is wrong". */
const DATABASE_GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now
  '08000',
  '08003',
  '08006',
]);

/** What PostgreSQL says of text that it cannot keep, which is always text from outside. */
const UNSTORABLE_TEXT = new Set([
  '22021', // character_not_in_repertoire
  '22P05', // untranslatable_character
]);

/**
 * The one translation from anything thrown to an error of the catalogue. What is not ours becomes
 * INTERNAL_ERROR with a sentence that says nothing of the inside.
 */
export function toOrchestratorError(thrown: unknown, request: RequestFacts): OrchestratorError {
  if (thrown instanceof OrchestratorError) return thrown;
  const parser = bodyParserError(thrown, request);
  if (parser !== undefined) return parser;
  if (thrown instanceof HttpException) return fromHttpException(thrown, request);
  if (thrown instanceof Error && 'code' in thrown && UNSTORABLE_TEXT.has(String(thrown.code)))
    return new ValidationError([
      { field: request.path, value: null, rule: 'holds a text with NUL (U+0000), which no text may have' },
    ]);
  if (isDatabaseGone(thrown))
    return new ServiceUnavailableError('The database does not answer for the moment.', 2, { cause: thrown });
  return new OrchestratorError(
    'INTERNAL_ERROR',
    'Something went wrong on our side; the log has it under this request id.',
    {
      cause: thrown,
      suggestions: ['Try again; if it stays, report the request_id.'],
    },
  );
}

export function toErrorResponse(thrown: unknown, request: RequestFacts, requestId: string): ErrorResponse {
  return toOrchestratorError(thrown, request).toResponse(requestId);
}

export function isDatabaseGone(thrown: unknown): boolean {
  if (!isNativeError(thrown)) return false;
  const code = 'code' in thrown ? thrown.code : undefined;
  return (
    (typeof code === 'string' && DATABASE_GONE.has(code)) ||
    /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/.test(
      thrown.message,
    ) ||
    ('errors' in thrown && Array.isArray(thrown.errors) && thrown.errors.some(isDatabaseGone))
  );
}

/** Express' body parser marks its errors with a `type`; Nest may have wrapped them. */
function bodyParserError(thrown: unknown, request: RequestFacts): OrchestratorError | undefined {
  const candidate = thrown instanceof HttpException && thrown.cause instanceof Error ? thrown.cause : thrown;
  const type = isNativeError(candidate) && 'type' in candidate ? candidate.type : undefined;
  switch (type) {
    case 'entity.parse.failed':
      return new MalformedJsonError(`The body is not JSON: ${(candidate as Error).message}.`, {
        suggestions: ['Check quotes, commas and brackets near the place named.'],
      });
    case 'entity.too.large':
      return new PayloadTooLargeError(Number((candidate as { limit?: number }).limit ?? 0));
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new UnsupportedMediaTypeError(request.contentType, 'application/json in UTF-8');
    case 'request.aborted':
    case 'request.size.invalid':
      return new MalformedRequestError('The body ended before its announced length.');
    default:
      return undefined;
  }
}

function fromHttpException(thrown: HttpException, request: RequestFacts): OrchestratorError {
  switch (thrown.getStatus()) {
    case 400:
      return malformed(thrown);
    case 401:
      return new UnauthenticatedError(thrown.message);
    case 403:
      return new ForbiddenError(thrown.message);
    case 404:
      return new RouteNotFoundError(request.method, request.path);
    case 413:
      return new PayloadTooLargeError(0);
    case 415:
      return new UnsupportedMediaTypeError(request.contentType, 'application/json');
    default:
      return new OrchestratorError(
        'INTERNAL_ERROR',
        'Something went wrong on our side; the log has it under this request id.',
        {
          cause: thrown,
        },
      );
  }
}

/** What Express and its body parser refuse to read; what they threw is the cause. */
function malformed({ message, cause }: HttpException): MalformedRequestError {
  return isNativeError(cause) && cause.name === 'URIError'
    ? new MalformedRequestError(`The path cannot be decoded: ${message}.`, {
        suggestions: ['Encode the path as UTF-8, with % and two hexadecimal digits a byte.'],
      })
    : new MalformedRequestError(`The body is not what its headers say: ${message}.`, {
        suggestions: ['Send it packed as Content-Encoding says, or leave that header out.'],
      });
}
