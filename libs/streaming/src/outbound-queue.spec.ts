import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { MAX_WAITING_BYTES, OutboundQueue } from './outbound-queue.ts';

/** A socket that takes nothing until it is told to. */
class Gate extends Writable {
  readonly taken: Buffer[] = [];
  private pending: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.taken.push(chunk);
    this.pending = done;
  }

  /** Takes the write that waits; resolves after what follows from it has been handed over. */
  async release(): Promise<void> {
    this.pending?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const bytes = (size: number, fill = 'x'): Buffer => Buffer.alloc(size, fill);

describe(OutboundQueue.name, () => {
  const make = (): { gate: Gate; queue: OutboundQueue; overflows: () => number; open: boolean } => {
    let overflows = 0;
    const state = { gate: new Gate(), open: true, overflows: () => overflows };
    return Object.assign(state, {
      queue: new OutboundQueue(
        state.gate,
        () => state.open,
        () => overflows++,
      ),
    });
  };

  it('writes at once while the socket takes it, and in order after it did not', async () => {
    const { gate, queue } = make();
    queue.write(bytes(1, 'a'));
    queue.write(bytes(1, 'b'));
    queue.write(bytes(1, 'c'));
    expect(Buffer.concat(gate.taken).toString()).toBe('a');

    await gate.release();
    expect(Buffer.concat(gate.taken).toString()).toBe('abc');
    expect(gate.taken).toHaveLength(2); // what waited went in one write
  });

  it('overflows when more than the bound waits behind the bytes being written, however large these are', () => {
    const { queue, overflows } = make();
    queue.write(bytes(3 * MAX_WAITING_BYTES)); // a single frame may be larger
    queue.write(bytes(MAX_WAITING_BYTES));
    expect(overflows()).toBe(0);
    queue.write(bytes(1));
    expect(overflows()).toBe(1);
    queue.write(bytes(MAX_WAITING_BYTES * 2));
    expect(overflows()).toBe(1);
  });

  it('hands over bounded pieces, so that the bound holds while a backlog drains', async () => {
    const { gate, queue, overflows } = make();
    queue.write(bytes(1));
    for (let i = 0; i < 16; i++) queue.write(bytes(MAX_WAITING_BYTES / 16));
    await gate.release();
    queue.write(bytes(MAX_WAITING_BYTES / 16));

    expect(gate.taken.at(-1)).toHaveLength(MAX_WAITING_BYTES / 16);
    expect(overflows()).toBe(0);
    queue.write(bytes(1));
    expect(overflows()).toBe(1);
  });

  it('resolves flushed when all is out, when it ends, and when the socket closes', async () => {
    const first = make();
    await first.queue.flushed();
    first.queue.write(bytes(1));
    first.queue.write(bytes(1));
    let flushed = false;
    const flush = first.queue.flushed().then(() => (flushed = true));
    await first.gate.release();
    expect(flushed).toBe(false);
    await first.gate.release();
    await flush;

    const second = make();
    second.queue.write(bytes(1));
    const ended = second.queue.flushed();
    second.queue.end();
    await ended;

    const third = make();
    third.queue.write(bytes(1));
    const closed = third.queue.flushed();
    third.gate.destroy();
    await closed;
  });

  it('writes nothing to a peer that is closing', () => {
    const state = make();
    state.open = false;
    state.queue.write(bytes(1));
    expect(state.gate.taken).toEqual([]);
  });
});
