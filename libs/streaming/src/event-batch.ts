import type { StoredEvent } from './event-log.ts';

/** Bytes of an event as one transport sends them. */
export type EventEncoder = (event: StoredEvent) => Buffer;

/**
 * Consecutive events on their way to any number of clients. They are encoded and joined once for each transport;
 * every client is written the same buffer.
 */
export class EventBatch {
  readonly events: readonly StoredEvent[];
  private readonly encodings = new Map<EventEncoder, Buffer>();

  /** @param events not empty, ascending in sequence */
  constructor(events: readonly StoredEvent[]) {
    this.events = events;
  }

  get first(): number {
    return this.events[0].sequence;
  }

  get last(): number {
    return this.events[this.events.length - 1].sequence;
  }

  encoded(encoder: EventEncoder): Buffer {
    let bytes = this.encodings.get(encoder);
    if (bytes === undefined) {
      bytes = this.events.length === 1 ? encoder(this.events[0]) : Buffer.concat(this.events.map(encoder));
      this.encodings.set(encoder, bytes);
    }
    return bytes;
  }

  /** What of it lies after a sequence; itself where all of it does. */
  after(sequence: number): EventBatch | null {
    if (sequence < this.first) return this;
    return sequence >= this.last ? null : new EventBatch(this.events.filter((e) => e.sequence > sequence));
  }
}

/** Cuts events into batches of at most `maxBytes` of text; a larger event travels alone. */
export function batchesOf(events: readonly StoredEvent[], maxBytes: number): EventBatch[] {
  const batches: EventBatch[] = [];
  let from = 0;
  let bytes = 0;
  events.forEach((event, at) => {
    if (at > from && bytes + event.message.length > maxBytes) {
      batches.push(new EventBatch(events.slice(from, at)));
      from = at;
      bytes = 0;
    }
    bytes += event.message.length;
  });
  if (from < events.length) batches.push(new EventBatch(events.slice(from)));
  return batches;
}
