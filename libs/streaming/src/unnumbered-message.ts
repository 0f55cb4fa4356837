import type { ConnectionError, Heartbeat } from '#contracts';
import { textFrame } from './web-socket-frame.ts';

/** A message outside the log, framed once for however many clients it goes to. */
export class UnnumberedMessage {
  readonly message: Heartbeat | ConnectionError;
  private framed: Buffer | undefined;

  constructor(message: Heartbeat | ConnectionError) {
    this.message = message;
  }

  get frame(): Buffer {
    return (this.framed ??= textFrame(JSON.stringify(this.message)));
  }
}
