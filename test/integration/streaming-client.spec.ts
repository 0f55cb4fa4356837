import type { WorkflowEvent } from '#contracts';
import {
  SeasonApiError,
  SeasonClient,
  ServerUnreachableError,
  StreamGapError,
  StreamLostError,
} from '#client';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { WebSocketServer } from 'ws';
import { type StreamingNode, startStreamingNode } from '../support/streaming-node.ts';
import { type TestDatabase, createTestDatabase } from '../support/test-database.ts';
import { startWire } from '../support/wire.ts';
import { progressBody, statusBody, terminalBody } from '../support/workflow-event-bodies.ts';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

jest.setTimeout(60_000);

describe(SeasonClient.name, () => {
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

  it('gives the undisturbed stream across cuts of the connection, and stops at the terminal message', async () => {
    const wire = await startWire(node.url);
    const client = new SeasonClient({ baseUrl: `${wire.url}/` });
    const events: WorkflowEvent[] = [];
    await node.publisher.publish('resumed', 'other', statusBody());
    const publishing = (async () => {
      for (const i of upTo(30)) await node.publisher.publish('resumed', 'resumed-1', progressBody(i));
      await node.publisher.publish('resumed', 'resumed-1', terminalBody());
    })();
    for await (const event of client.watchWorkflow({ session_id: 'resumed', workflow_id: 'resumed-1' })) {
      events.push(event);
      if (events.length % 7 === 0) wire.cut();
    }
    await publishing;
    wire.close();

    const stored = await node.log.read('resumed', 1);
    expect(events).toEqual(stored.map(({ message }) => JSON.parse(message) as WorkflowEvent));
  });

  it('says of a server that does not answer where it was looked for, and why not', async () => {
    const wire = await startWire(node.url);
    const client = new SeasonClient({ baseUrl: wire.url });
    wire.close();

    await expect(client.ready()).rejects.toThrow(ServerUnreachableError);
    await expect(client.datasets()).rejects.toThrow(`${wire.url} does not answer (ECONNREFUSED).`);
  });

  it('tells when the connection is lost and when it is there again', async () => {
    const wire = await startWire(node.url);
    const connections: boolean[] = [];
    const again = Promise.withResolvers<void>();
    const stream = new SeasonClient({ baseUrl: wire.url }).watchSession('told', {
      onConnection: (isConnected) => {
        connections.push(isConnected);
        if (isConnected && connections.length > 1) again.resolve();
      },
    });
    await node.publisher.publish('told', 'told-1', statusBody());
    await stream.next();
    wire.cut();
    const next = stream.next();
    await again.promise;
    await node.publisher.publish('told', 'told-1', terminalBody());

    expect((await next).value?.sequence).toBe(2);
    expect(connections).toEqual([true, false, true]);
    await stream.return();
    wire.close();
  });

  it('leaves what a busy caller cannot take in the log, and fetches it when the caller is ready', async () => {
    const stream = new SeasonClient({ baseUrl: node.url }).watchSession('busy');
    await node.publisher.publish('busy', 'busy-1', progressBody(0));
    expect((await stream.next()).value?.sequence).toBe(1);
    for (const i of upTo(1_200)) await node.publisher.publish('busy', 'busy-1', progressBody(i % 100));
    const seen: number[] = [1];
    while (seen.length < 1_201) seen.push((await stream.next()).value?.sequence ?? NaN);

    expect(seen).toEqual(upTo(1_201));
    await stream.return();
  });

  it('starts after a sequence and ends when its signal is aborted', async () => {
    for (const i of upTo(5)) await node.publisher.publish('aborted', 'aborted-1', progressBody(i));
    const abort = new AbortController();
    const seen: number[] = [];
    const client = new SeasonClient({ baseUrl: node.url });
    for await (const { sequence } of client.watchSession('aborted', { after: 2, signal: abort.signal })) {
      seen.push(sequence);
      if (sequence === 5) setImmediate(() => abort.abort());
    }
    expect(seen).toEqual([3, 4, 5]);
  });

  it('throws the server’s own error when what it asks for cannot be', async () => {
    const client = new SeasonClient({ baseUrl: node.url });
    const beyond = client.watchSession('beyond', { after: 9 }).next();
    await expect(beyond).rejects.toMatchObject({
      name: 'SeasonApiError',
      response: { error_type: 'WEBSOCKET_CONNECTION_ERROR', details: { after: 9, head_sequence: 0 } },
    });
    // The streaming part alone has no history: its 404 is what a refused upgrade is explained by here.
    await expect(client.watchSession('no session id').next()).rejects.toBeInstanceOf(SeasonApiError);
    await expect(client.workflow('nowhere')).rejects.toMatchObject({
      status: 404,
      response: { error_type: 'NOT_FOUND' },
    });
  });

  it('begins where the session still remembers, throws when the stream has a gap, and drops what it has already', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', (ws) => {
      for (const sequence of [7, 7, 8, 10])
        ws.send(
          JSON.stringify({ ...statusBody(), session_id: 's', workflow_id: 'w', sequence, timestamp: '' }),
        );
    });
    const { port } = server.address() as AddressInfo;
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { sequence } of new SeasonClient({
        baseUrl: `http://127.0.0.1:${port}`,
      }).watchSession('s'))
        seen.push(sequence);
    })();

    await expect(reading).rejects.toThrow(StreamGapError);
    expect(seen).toEqual([7, 8]);
    server.close();
  });

  it('gives up on a server that stays away for longer than its patience', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    const client = new SeasonClient({ baseUrl: `http://127.0.0.1:${port}` });

    await expect(client.watchSession('away', { patienceMs: 150 }).next()).rejects.toThrow(StreamLostError);
  });
});
