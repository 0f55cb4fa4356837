import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EventStreamReader } from '../support/event-stream-reader.ts';
import { SessionWatcher } from '../support/session-watcher.ts';
import { type StreamingNode, startStreamingNode } from '../support/streaming-node.ts';
import { type TestDatabase, createTestDatabase } from '../support/test-database.ts';
import { progressBody, statusBody, terminalBody } from '../support/workflow-event-bodies.ts';

jest.setTimeout(60_000);

describe('the event stream of a run', () => {
  let test: TestDatabase;
  let node: StreamingNode;
  let other: StreamingNode;
  const streamOf = (workflowId: string, at: StreamingNode = node): string =>
    `${at.url}/api/orchestrator/workflows/${workflowId}/events`;

  beforeAll(async () => {
    test = await createTestDatabase();
    [node, other] = await Promise.all([
      startStreamingNode(test.url),
      startStreamingNode(test.url, { heartbeatIntervalMs: 20, maxSocketsPerAddress: 2 }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([node.close(), other.close()]);
    await test.drop();
  });

  it('says what the WebSocket says, message for message, of its own run only, and ends after the terminal one', async () => {
    const socket = await SessionWatcher.open(node.session('twin'));
    await node.publisher.publish('twin', 'twin-1', statusBody());
    const early = await EventStreamReader.open(streamOf('twin-1'));
    await node.publisher.publish('twin', 'twin-2', statusBody());
    for (let i = 1; i <= 10; i++) {
      await node.publisher.publish('twin', 'twin-1', progressBody(i, 'two\nlines'));
      await node.publisher.publish('twin', 'twin-2', progressBody(i));
    }
    const late = await EventStreamReader.open(streamOf('twin-1', other));
    await node.publisher.publish('twin', 'twin-1', terminalBody());
    await node.publisher.publish('twin', 'twin-2', statusBody('completed'));
    await Promise.all([early.ended, late.ended, socket.received(24)]);

    const own = socket.texts.filter((_, i) => socket.events[i].workflow_id === 'twin-1');
    expect(early.messages.map(({ data }) => data)).toEqual(own);
    expect(early.messages.map(({ id }) => id)).toEqual(
      own.map((text) => String((JSON.parse(text) as { sequence: number }).sequence)),
    );
    expect(late.messages).toEqual(early.messages);
    expect(early.retry).toBe(1_000);
    expect(early.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(early.headers.get('cache-control')).toContain('no-cache');
    await socket.close();
  });

  it('answers HEAD with the head alone, and holds nothing open for it', async () => {
    await node.publisher.publish('head', 'head-1', statusBody());

    const response = await fetch(streamOf('head-1'), { method: 'HEAD' });

    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
      '',
    ]);
    expect(node.connections.count('head')).toBe(0);
  });

  it('resumes after Last-Event-ID, cut after every message, and answers 204 when nothing can follow', async () => {
    for (let i = 1; i <= 6; i++) {
      await node.publisher.publish('cut', 'cut-1', progressBody(i));
      await node.publisher.publish('cut', 'cut-2', progressBody(i));
    }
    await node.publisher.publish('cut', 'cut-1', terminalBody());
    const whole = await EventStreamReader.open(streamOf('cut-1'));
    await whole.ended;

    const resumed: typeof whole.messages = [];
    while (resumed.length < whole.messages.length) {
      const reader = await EventStreamReader.open(streamOf('cut-1'), resumed.at(-1)?.id ?? 0);
      await reader.received(1);
      reader.close();
      resumed.push(reader.messages[0]);
    }
    expect(resumed).toEqual(whole.messages);
    // 204 tells a browser's EventSource to stay away.
    expect((await EventStreamReader.open(streamOf('cut-1'), 13)).status).toBe(204);
  });

  it('opens for a run that has said nothing yet', async () => {
    const reader = await EventStreamReader.open(streamOf('unstarted:waiting'));
    await other.publisher.publish('waiting', 'another', statusBody());
    const event = await other.publisher.publish('waiting', 'unstarted:waiting', statusBody());
    await reader.received(1);

    expect(reader.messages).toEqual([{ id: '2', data: event.message }]);
    reader.close();
  });

  it('keeps the connection alive with comments that name the head', async () => {
    await other.publisher.publish('beating', 'beating-1', statusBody());
    const reader = await EventStreamReader.open(streamOf('beating-1', other));
    await reader.until(() => reader.comments.length >= 2);

    expect(reader.comments[0]).toMatch(/^heartbeat \d{4}-\d\d-\d\dT[\d:.]+Z head_sequence 1$/);
    expect(reader.messages).toHaveLength(1);
    reader.close();
  });

  it.each([
    ['an unknown run', 'nowhere', undefined, 404, 'WORKFLOW_NOT_FOUND'],
    ['a Last-Event-ID that is no number', 'refused-1', 'soon', 400, 'WEBSOCKET_CONNECTION_ERROR'],
    ['a Last-Event-ID beyond the head', 'refused-1', '5', 400, 'WEBSOCKET_CONNECTION_ERROR'],
  ])('refuses %s', async (_, workflowId, lastEventId, status, errorType) => {
    await node.publisher.publish('refused', 'refused-1', statusBody(), { dedupeKey: 'first' });
    const answer = await fetch(streamOf(workflowId), {
      headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
    });

    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error_type: errorType });
  });

  it('counts among the connections of its address and is forgotten when it closes', async () => {
    await other.publisher.publish('counted', 'counted-1', statusBody());
    const socket = await SessionWatcher.open(other.session('counted'));
    const reader = await EventStreamReader.open(streamOf('counted-1', other));
    await reader.received(1);
    expect(other.connections.count('counted')).toBe(2);
    expect((await fetch(streamOf('counted-1', other))).status).toBe(429);

    reader.close();
    const beats = socket.others.length;
    await socket.until(() => socket.others.length > beats + 1);
    expect(other.connections.count('counted')).toBe(1);
    await socket.close();
  });

  it('is ended when the server goes away', async () => {
    const leaving = await startStreamingNode(test.url);
    const reader = await EventStreamReader.open(streamOf('unstarted:left', leaving));
    const event = await leaving.publisher.publish('left', 'unstarted:left', statusBody());
    await leaving.close();
    await reader.ended;

    expect(reader.messages).toEqual([{ id: '1', data: event.message }]);
  });
});
