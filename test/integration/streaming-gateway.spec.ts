import { SUBPROTOCOL, apiKeyOf } from '#streaming';
import { UnauthenticatedError } from '#errors';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createConnection } from 'node:net';
import { messageFaults } from '../support/message-faults.ts';
import { SessionWatcher, refusalOf } from '../support/session-watcher.ts';
import { type StreamingNode, startStreamingNode } from '../support/streaming-node.ts';
import { type TestDatabase, createTestDatabase } from '../support/test-database.ts';
import { progressBody, statusBody, terminalBody } from '../support/workflow-event-bodies.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

jest.setTimeout(60_000);

describe('the session gateway', () => {
  let test: TestDatabase;
  let node: StreamingNode;

  beforeAll(async () => {
    test = await createTestDatabase();
    node = await startStreamingNode(test.url);
  });

  afterAll(async () => {
    await node.close();
    await test.drop();
  });

  it('streams a session that was opened before its run, and keeps the socket after the run has ended', async () => {
    const watcher = await SessionWatcher.open(node.session('early'));
    await node.publisher.publish('early', 'early-1', statusBody());
    node.publisher.progress('early', 'early-1', progressBody(50));
    const end = await node.publisher.publish('early', 'early-1', terminalBody());
    await watcher.received(3);

    expect(watcher.events.map(({ type }) => type)).toEqual(['agent_status', 'progress', 'error']);
    expect(watcher.texts[2]).toBe(end.message);
    await node.publisher.publish('early', 'early-2', statusBody());
    await watcher.received(4);
    expect(watcher.sequences).toEqual(upTo(4));
    expect(watcher.events[3].workflow_id).toBe('early-2');
    await watcher.close();
    expect((await watcher.closed).code).toBe(1000);
  });

  it('sends every type of message as the AsyncAPI document describes it', async () => {
    const watcher = await SessionWatcher.open(node.session('described'));
    await node.publisher.publish('described', 'described-1', statusBody());
    await node.publisher.publish('described', 'described-1', progressBody(50));
    await node.publisher.publish('described', 'described-1', {
      type: 'complete',
      agent_name: 'pricing',
      result: { status: 'skipped', reason: 'The strategy has no markdown checkpoint.' },
    });
    await node.publisher.publish('described', 'described-1', terminalBody());
    watcher.ws.send('{"type":"ping"}');
    watcher.ws.send('garbage');
    await watcher.until(() => watcher.events.length === 4 && watcher.others.length === 2);

    for (const message of [...watcher.events, ...watcher.others])
      expect([message.type, messageFaults(message)]).toEqual([message.type, '']);
    const served = (await (await fetch(`${node.url}/docs/asyncapi.json`)).json()) as {
      asyncapi: string;
      servers: { here: { host: string } };
    };
    expect(served.asyncapi).toBe('3.0.0');
    expect(served.servers.here.host).toBe(new URL(node.url).host);
    await watcher.close();
  });

  it('replays what lies after a sequence, byte for byte, then goes live', async () => {
    for (const i of upTo(20)) await node.publisher.publish('replay', 'replay-1', progressBody(i));
    const all = await SessionWatcher.open(node.session('replay', 0));
    const some = await SessionWatcher.open(node.session('replay', 12));
    const none = await SessionWatcher.open(node.session('replay', 20));
    await node.publisher.publish('replay', 'replay-1', terminalBody());
    await Promise.all([all.received(21), some.received(9), none.received(1)]);

    expect(all.sequences).toEqual(upTo(21));
    expect(some.texts).toEqual(all.texts.slice(12));
    expect(none.texts).toEqual(all.texts.slice(20));
    expect(all.texts).toEqual((await node.log.read('replay', 0)).map(({ message }) => message));
    await Promise.all([all, some, none].map((watcher) => watcher.close()));
  });

  it('loses and doubles nothing for clients that join while a run is talking', async () => {
    const total = 200;
    const watchers: Promise<SessionWatcher>[] = [];
    for (const i of upTo(total)) {
      const published = node.publisher.publish('joining', 'joining-1', progressBody(i % 100));
      if (i % 10 === 0) watchers.push(SessionWatcher.open(node.session('joining')));
      await published;
    }
    for (const watcher of await Promise.all(watchers)) {
      await watcher.received(total);
      expect(watcher.sequences).toEqual(upTo(total));
      await watcher.close();
    }
  });

  it('counts the clients of each session', async () => {
    const watchers = await Promise.all([
      SessionWatcher.open(node.session('counted')),
      SessionWatcher.open(node.session('counted')),
      SessionWatcher.open(node.session('other')),
    ]);
    expect(node.connections.count('counted')).toBe(2);
    expect(node.connections.counts().get('other')).toBe(1);
    expect(node.connections.broadcast('counted', await node.connections.heartbeatOf('counted'))).toBe(2);
    await Promise.all(watchers.slice(0, 2).map((watcher) => watcher.until(() => watcher.others.length > 0)));
    expect(watchers[2].others).toEqual([]);

    await Promise.all(watchers.map((watcher) => watcher.close()));
    expect(node.connections.count('counted')).toBe(0);
    expect(node.connections.counts().has('counted')).toBe(false);
  });

  describe('answers a client', () => {
    it('with a heartbeat for a ping', async () => {
      for (const i of upTo(3)) await node.publisher.publish('pinged', 'pinged-1', progressBody(i));
      const watcher = await SessionWatcher.open(node.session('pinged'));
      watcher.ws.send('{"type":"ping"}');
      await watcher.until(() => watcher.others.length > 0);

      expect(watcher.others).toEqual([
        { type: 'heartbeat', session_id: 'pinged', timestamp: expect.any(String), head_sequence: 3 },
      ]);
      await watcher.close();
    });

    it.each([
      ['garbage', 'hello', 'The frame is not JSON.'],
      ['another type', '{"type":"subscribe"}', 'There is no client message of type "subscribe".'],
      ['no type', '{"ping":1}', 'The frame is not an object with a "type" text.'],
      ['no object', '[null]', 'The frame is not an object with a "type" text.'],
      ['null', 'null', 'The frame is not an object with a "type" text.'],
      ['prototype keys', '{"__proto__":{"type":"ping"}}', 'The frame is not an object with a "type" text.'],
    ])('with an error for %s, which nobody else sees', async (_, frame, message) => {
      const other = await SessionWatcher.open(node.session('answered'));
      const watcher = await SessionWatcher.open(node.session('answered'), {
        headers: { 'x-request-id': 'asked-by-client-1' },
      });
      watcher.ws.send(frame);
      await watcher.until(() => watcher.others.length > 0);

      expect(watcher.others).toEqual([
        {
          type: 'error',
          session_id: 'answered',
          timestamp: expect.any(String),
          terminal: false,
          error: {
            error_type: 'WEBSOCKET_CONNECTION_ERROR',
            message,
            details: {},
            suggestions: [expect.stringContaining('{"type":"ping"}')],
            request_id: 'asked-by-client-1',
            timestamp: expect.any(String),
          },
        },
      ]);
      other.ws.send('{"type":"ping"}');
      await other.until(() => other.others.length > 0);
      expect(other.others.map(({ type }) => type)).toEqual(['heartbeat']);
      expect(await node.log.head('answered')).toBe(0);
      await Promise.all([watcher.close(), other.close()]);
    });

    it('by closing with 1003 for a binary frame', async () => {
      const watcher = await SessionWatcher.open(node.session('binary'));
      watcher.ws.send(Buffer.from('{"type":"ping"}'));
      expect((await watcher.closed).code).toBe(1003);
    });

    it('by closing with 1009 for a frame over 64 KiB, and not for one of 64 KiB', async () => {
      const watcher = await SessionWatcher.open(node.session('large'));
      watcher.ws.send('x'.repeat(64 * 1024));
      await watcher.until(() => watcher.others.length > 0);
      watcher.ws.send('x'.repeat(64 * 1024 + 1));
      expect((await watcher.closed).code).toBe(1009);
    });

    it('by closing with 1008 for more than 50 frames a second', async () => {
      const watcher = await SessionWatcher.open(node.session('flood'));
      for (let i = 0; i < 50; i++) watcher.ws.send('{"type":"ping"}');
      await watcher.until(() => watcher.others.length === 50);
      for (let i = 0; i < 50; i++) watcher.ws.send('{"type":"ping"}');
      expect(await watcher.closed).toEqual({ code: 1008, reason: 'More than 50 frames a second' });
    });

    it('by telling an after beyond the head from one that can be served', async () => {
      await node.publisher.publish('beyond', 'beyond-1', statusBody());
      const watcher = await SessionWatcher.open(node.session('beyond', 7));
      const { code } = await watcher.closed;

      expect(code).toBe(1008);
      expect(watcher.others).toMatchObject([
        {
          type: 'error',
          terminal: false,
          error: {
            error_type: 'WEBSOCKET_CONNECTION_ERROR',
            message: "after is 7, but the session's newest sequence is 1.",
            details: { after: 7, head_sequence: 1 },
          },
        },
      ]);
    });
  });

  describe('refuses at the upgrade', () => {
    it.each([
      ['a session id with a space', '/ws/orchestrator/a%20b', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      [
        'a session id of 65 characters',
        `/ws/orchestrator/${'a'.repeat(65)}`,
        400,
        'WEBSOCKET_CONNECTION_ERROR',
      ],
      ['no session id', '/ws/orchestrator/', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      ['a path in the session id', '/ws/orchestrator/a/b', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      ['broken percent-encoding', '/ws/orchestrator/%E0%A4%A', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      ['an after that is no number', '/ws/orchestrator/a?after=soon', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      ['a negative after', '/ws/orchestrator/a?after=-1', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      ['a fraction as after', '/ws/orchestrator/a?after=1.5', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      ['an empty after', '/ws/orchestrator/a?after=', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      ['two afters', '/ws/orchestrator/a?after=1&after=2', 400, 'WEBSOCKET_CONNECTION_ERROR'],
      [
        'an after over every sequence',
        '/ws/orchestrator/a?after=9999999999',
        400,
        'WEBSOCKET_CONNECTION_ERROR',
      ],
      ['another path', '/ws/other/a', 404, 'NOT_FOUND'],
    ])('%s', async (_, path, status, errorType) => {
      const refusal = await refusalOf(`${node.url.replace('http', 'ws')}${path}`, {
        headers: { 'x-request-id': 'refused-upgrade-1' },
      });

      expect(refusal.status).toBe(status);
      expect(refusal.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(refusal.headers['x-request-id']).toBe('refused-upgrade-1');
      expect(refusal.body).toMatchObject({ error_type: errorType, request_id: 'refused-upgrade-1' });
      expect(refusal.body.suggestions).not.toEqual([]);
    });

    it('a handshake that is none, as an ErrorResponse too', async () => {
      const { port } = new URL(node.url);
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = createConnection({ port: Number(port), host: '127.0.0.1' });
        let text = '';
        socket.on('data', (data) => (text += data.toString()));
        socket.on('close', () => resolve(text));
        socket.on('error', reject);
        socket.write(
          'GET /ws/orchestrator/a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
        );
      });
      const [head, body] = answer.split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(JSON.parse(body)).toMatchObject({ error_type: 'WEBSOCKET_CONNECTION_ERROR' });
    });

    it('an origin that is not allowed, an address with too many sockets, a client without its key', async () => {
      const keys: (string | null)[] = [];
      const strict = await startStreamingNode(test.url, {
        allowedOrigins: ['https://planning.example.com'],
        maxSocketsPerAddress: 2,
        access: {
          authorise: async (request) => {
            keys.push(apiKeyOf(request));
            if (keys.at(-1) === null) throw new UnauthenticatedError('A valid API key is needed.');
          },
        },
      });
      try {
        const url = strict.session('guarded');
        const foreign = await refusalOf(url, { origin: 'https://evil.example.com' });
        expect([foreign.status, foreign.body.error_type]).toEqual([403, 'FORBIDDEN']);
        const nobody = await refusalOf(url);
        expect([nobody.status, nobody.body.error_type]).toEqual([401, 'UNAUTHENTICATED']);

        const headers = { authorization: 'Bearer secret-1' };
        const first = await SessionWatcher.open(url, { headers, origin: 'https://planning.example.com' });
        const second = await SessionWatcher.open(url, { protocols: [SUBPROTOCOL, 'bearer.secret-2'] });
        expect(second.ws.protocol).toBe(SUBPROTOCOL);
        expect(keys).toEqual([null, 'secret-1', 'secret-2']);

        const crowded = await refusalOf(url, { headers });
        expect([crowded.status, crowded.body.error_type]).toEqual([429, 'RATE_LIMITED']);
        expect(crowded.headers['retry-after']).toBe('10');
        await first.close();
        await (await SessionWatcher.open(url, { headers })).close();
        await second.close();
      } finally {
        await strict.close();
      }
    });
  });

  it('answers an upgrade with its request id', async () => {
    const watcher = SessionWatcher.open(node.session('identified'), {
      headers: { 'x-request-id': 'kept-request-id' },
      finishRequest: (request, websocket) => {
        websocket.once('upgrade', ({ headers }) => ids.push(headers['x-request-id']));
        request.end();
      },
    });
    const ids: unknown[] = [];
    await (await watcher).close();
    expect(ids).toEqual(['kept-request-id']);
  });

  it('sends heartbeats with the head, unnumbered, on an idle session too', async () => {
    const quick = await startStreamingNode(test.url, { heartbeatIntervalMs: 20 });
    try {
      const idle = await SessionWatcher.open(quick.session('idle'));
      const busy = await SessionWatcher.open(quick.session('busy'));
      await quick.publisher.publish('busy', 'busy-1', statusBody());
      await busy.received(1);
      const before = busy.others.length;
      await idle.until(() => idle.others.length >= 3);
      await busy.until(() => busy.others.length >= before + 2);

      expect(idle.others.every((m) => m.type === 'heartbeat' && m.head_sequence === 0)).toBe(true);
      expect(busy.others.at(-1)).toEqual({
        type: 'heartbeat',
        session_id: 'busy',
        timestamp: expect.any(String),
        head_sequence: 1,
      });
      expect(await quick.log.head('idle')).toBe(0);
      await Promise.all([idle.close(), busy.close()]);
    } finally {
      await quick.close();
    }
  });

  it('drops a peer that no longer answers the protocol ping', async () => {
    const quick = await startStreamingNode(test.url, { heartbeatIntervalMs: 50 });
    try {
      const deaf = await SessionWatcher.open(quick.session('deaf'), { autoPong: false });
      const alive = await SessionWatcher.open(quick.session('deaf'));
      expect((await deaf.closed).code).toBe(1006);
      const heard = alive.others.length;
      await alive.until(() => alive.others.length > heard);
      expect(quick.connections.count('deaf')).toBe(1);
      expect(alive.ws.readyState).toBe(alive.ws.OPEN);
      await alive.close();
    } finally {
      await quick.close();
    }
  });

  it('closes with 1001 when it goes away, after everything said has been stored and sent', async () => {
    const leaving = await startStreamingNode(test.url);
    const watchers = await Promise.all(
      Array.from({ length: 5 }, () => SessionWatcher.open(leaving.session('leaving'))),
    );
    await leaving.publisher.publish('leaving', 'leaving-1', statusBody());
    for (const i of upTo(10)) leaving.publisher.progress('leaving', 'leaving-1', progressBody(i * 10));
    const said = leaving.publisher.publish('leaving', 'leaving-1', statusBody('completed'));
    await leaving.close();

    for (const watcher of watchers) {
      expect((await watcher.closed).code).toBe(1001);
      expect(watcher.texts.at(-1)).toBe((await said).message);
      expect(watcher.sequences).toEqual(upTo((await said).sequence));
      expect(watcher.events.at(-2)).toMatchObject({ type: 'progress', progress: 100 });
    }
  });
});
