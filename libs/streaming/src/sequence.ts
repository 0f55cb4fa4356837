import { WebSocketConnectionError } from '#errors';

/** PostgreSQL's largest integer: no session has more events. */
const MAX_SEQUENCE = 2_147_483_647;

/**
 * A sequence that a client names as the last it has.
 * @throws WebSocketConnectionError when it is not a whole number from 0
 */
export function parseSequence(name: string, text: string): number {
  const sequence = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (sequence <= MAX_SEQUENCE) return sequence;
  throw new WebSocketConnectionError(
    `${name} must be a whole number from 0, the last sequence that the client has.`,
    { details: { [name]: text.slice(0, 200) }, suggestions: [`Leave ${name} out to receive everything.`] },
  );
}

/** The refusal of a client that claims to have what was never said. */
export function beyondHead(name: string, after: number, head_sequence: number): WebSocketConnectionError {
  return new WebSocketConnectionError(
    `${name} is ${after}, but the session's newest sequence is ${head_sequence}.`,
    {
      details: { after, head_sequence },
      suggestions: [`Use ${name} from 0 to ${head_sequence}; 0 receives everything.`],
    },
  );
}
