import { MalformedRequestError, PayloadTooLargeError, answerRaw } from '#errors';
import { randomUUID } from 'node:crypto';
import { maxHeaderSize, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Answers with an ErrorResponse what Node cannot read as HTTP; no request of it ever reaches the application. */
export function answerBrokenRequests(server: Server): void {
  server.on('clientError', (fault: NodeJS.ErrnoException, socket: Socket) => {
    if (fault.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) return void socket.destroy();
    answerRaw(socket, errorOf(fault), randomUUID());
  });
}

function errorOf({ code }: NodeJS.ErrnoException): MalformedRequestError | PayloadTooLargeError {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new PayloadTooLargeError(maxHeaderSize, 'The head of the request');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new MalformedRequestError('The request was not sent whole in time.');
    default:
      return new MalformedRequestError(
        'This is no request of HTTP/1.1: its first line or a header is broken.',
      );
  }
}

/** Whether part of an answer is out, into which nothing may be written. Node's own handler asks its socket the same. */
function isAnswering(socket: Socket & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}
