/** The watchers of the fan-out benchmark: bare sockets that count, so that the machine's time goes to the sender. */
import { randomBytes } from 'node:crypto';
import { type Socket, connect } from 'node:net';

export type FanOutOrder =
  | {
      readonly do: 'connect';
      readonly url: string;
      readonly watchers: number;
      /** What each watcher is to receive: so many bytes, or so many events whose delay is measured. */
      readonly bytes?: number;
      readonly events?: number;
    }
  | { readonly do: 'await' }
  | { readonly do: 'disconnect' };

/** Milliseconds from publish to client; events lost and doubled over all watchers. */
export interface Delays {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly lost: number;
  readonly doubled: number;
}

export interface FanOutReport {
  /** Bytes over what was to come. */
  readonly excess: number;
  readonly delays?: Delays;
}

const SENT = /"sequence":(\d+),.*?sent at ([\d.]+);/g;

class Watcher {
  readonly ready: Promise<void>;
  received = 0;
  readonly delays: number[] = [];
  readonly sequences: number[] = [];
  private readonly socket: Socket;

  constructor(url: URL, onData: (watcher: Watcher, data: Buffer) => void) {
    this.socket = connect({ port: Number(url.port), host: url.hostname, noDelay: true });
    this.socket.write(
      `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\n\r\n`,
    );
    this.ready = new Promise((resolve, reject) => {
      this.socket.once('error', reject);
      this.socket.once('data', (answer: Buffer) => {
        if (!answer.toString('latin1').startsWith('HTTP/1.1 101')) return reject(new Error('not upgraded'));
        this.socket.on('data', (data: Buffer) => onData(this, data));
        resolve();
      });
    });
  }

  end(): void {
    this.socket.destroy();
  }
}

let watchers: Watcher[] = [];
let finished: Promise<FanOutReport>;

async function open(order: Extract<FanOutOrder, { do: 'connect' }>): Promise<void> {
  const url = new URL(order.url);
  let done: (report: FanOutReport) => void = () => undefined;
  finished = new Promise((resolve) => (done = resolve));
  let outstanding = order.watchers;
  const onData = (watcher: Watcher, data: Buffer): void => {
    if (order.events === undefined) {
      const before = watcher.received;
      watcher.received += data.length;
      if (before < (order.bytes ?? 0) && watcher.received >= (order.bytes ?? 0) && --outstanding === 0)
        done({ excess: watchers.reduce((sum, { received }) => sum + received - (order.bytes ?? 0), 0) });
      return;
    }
    const now = performance.timeOrigin + performance.now();
    for (const [, sequence, sentAt] of data.toString('latin1').matchAll(SENT)) {
      watcher.sequences.push(Number(sequence));
      watcher.delays.push(now - Number(sentAt));
    }
    if (watcher.sequences.at(-1) === order.events && --outstanding === 0)
      done({ excess: 0, delays: summary(order.events) });
  };
  for (let at = 0; at < order.watchers; at += 100) {
    const group = Array.from({ length: Math.min(100, order.watchers - at) }, () => new Watcher(url, onData));
    watchers.push(...group);
    await Promise.all(group.map(({ ready }) => ready));
  }
}

function summary(events: number): Delays {
  const all = watchers.flatMap(({ delays }) => delays).sort((a, b) => a - b);
  const at = (share: number): number => all[Math.min(all.length - 1, Math.floor(share * all.length))];
  const distinct = watchers.map(({ sequences }) => new Set(sequences).size);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    lost: sum(distinct.map((count) => events - count)),
    doubled: sum(watchers.map(({ sequences }, i) => sequences.length - distinct[i])),
  };
}

process.on('message', (order: FanOutOrder) => {
  const answer = async (): Promise<FanOutReport> => {
    switch (order.do) {
      case 'connect':
        await open(order);
        return { excess: 0 };
      case 'await':
        return finished;
      case 'disconnect':
        for (const watcher of watchers) watcher.end();
        watchers = [];
        return { excess: 0 };
    }
  };
  void answer().then((report) => process.send?.(report));
});
