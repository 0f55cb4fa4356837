import type { Writable } from 'node:stream';

/** What may wait behind the bytes now being written. */
export const MAX_WAITING_BYTES = 1024 * 1024;
/** What is handed to the socket at once; a larger buffer goes alone. */
const HANDOVER_BYTES = 64 * 1024;

/**
 * The bytes on their way to one client. While the socket takes them nothing is queued; behind a write that has not
 * left the process only references to shared buffers wait, so that a slow client costs pointers, not copies.
 */
export class OutboundQueue {
  private readonly target: Writable;
  private readonly isOpen: () => boolean;
  private readonly onOverflow: () => void;
  private waiting: Buffer[] = [];
  private waitingBytes = 0;
  private writing = false;
  private ended = false;
  private waiters: (() => void)[] = [];

  /**
   * @param isOpen whether data may still be written to the target
   * @param onOverflow called once, when more than MAX_WAITING_BYTES wait; the waiting bytes are dropped
   */
  constructor(target: Writable, isOpen: () => boolean, onOverflow: () => void) {
    this.target = target;
    this.isOpen = isOpen;
    this.onOverflow = onOverflow;
    target.once('close', () => this.end());
  }

  write(bytes: Buffer): void {
    if (this.ended) return;
    if (!this.writing) return this.handOver(bytes);
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    if (this.waitingBytes > MAX_WAITING_BYTES) {
      this.end();
      this.onOverflow();
    }
  }

  /** Resolves when everything written has left the process, or nothing more will. */
  flushed(): Promise<void> {
    if (this.ended || !this.writing) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  /** Drops what waits; nothing is written any more. */
  end(): void {
    this.ended = true;
    this.waiting = [];
    this.waitingBytes = 0;
    this.release();
  }

  private handOver(bytes: Buffer): void {
    if (!this.isOpen()) return this.end();
    this.writing = true;
    this.target.write(bytes, this.written);
  }

  private readonly written = (error?: Error | null): void => {
    this.writing = false;
    if (error || this.ended) return this.end();
    if (this.waiting.length === 0) return this.release();
    this.handOver(this.take());
  };

  private take(): Buffer {
    let count = 0;
    let bytes = 0;
    do bytes += this.waiting[count++].length;
    while (count < this.waiting.length && bytes + this.waiting[count].length <= HANDOVER_BYTES);
    const taken = this.waiting.splice(0, count);
    this.waitingBytes -= bytes;
    return taken.length === 1 ? taken[0] : Buffer.concat(taken, bytes);
  }

  private release(): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const resolve of waiters) resolve();
  }
}
