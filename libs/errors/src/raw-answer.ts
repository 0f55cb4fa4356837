import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type OrchestratorError, RetryLaterError, UnauthenticatedError } from './orchestrator-error.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';

/** Answers with an ErrorResponse where there is no HTTP response object, only the connection, and closes it. */
export function answerRaw(socket: Duplex, error: OrchestratorError, requestId: string): void {
  const body = JSON.stringify(error.toResponse(requestId));
  const headers = [
    `HTTP/1.1 ${error.httpStatus} ${STATUS_CODES[error.httpStatus]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
    `${REQUEST_ID_HEADER}: ${requestId}`,
    ...(error instanceof RetryLaterError ? [`Retry-After: ${error.retry_after_seconds}`] : []),
    ...(error instanceof UnauthenticatedError ? ['WWW-Authenticate: Bearer'] : []),
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
}
