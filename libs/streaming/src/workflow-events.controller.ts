import { WorkflowNotFoundError } from '#errors';
import { Controller, Get, Headers, Inject, type OnModuleInit, Param, Res } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ApiHeader, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ConnectionManager } from './connection-manager.service.ts';
import { EventLog } from './event-log.ts';
import { EventStreamClient } from './event-stream-client.ts';
import { beyondHead, parseSequence } from './sequence.ts';
import { SessionFeeds } from './session-feeds.service.ts';
import { WORKFLOW_LOOKUP, type WorkflowLookup } from './streaming-config.ts';

/** The event stream of one run: the same messages as on the session's WebSocket. */
@ApiTags('Plan a season')
@Controller('orchestrator/workflows')
export class WorkflowEventsController implements OnModuleInit {
  private lookup!: WorkflowLookup;

  constructor(
    @Inject(ModuleRef) private readonly moduleRef: ModuleRef,
    @Inject(EventLog) private readonly log: EventLog,
    @Inject(SessionFeeds) private readonly feeds: SessionFeeds,
    @Inject(ConnectionManager) private readonly manager: ConnectionManager,
  ) {}

  onModuleInit(): void {
    this.lookup = this.moduleRef.get<WorkflowLookup>(WORKFLOW_LOOKUP, { strict: false });
  }

  @Get(':id/events')
  @ApiOperation({
    summary: "Follow a run's events (server-sent events)",
    description:
      'The run’s stored messages, then each new one: `id:` is the sequence, `data:` the JSON message of the WebSocket. Ends after the terminal message; a stream resumed behind it is answered 204.',
  })
  @ApiProduces('text/event-stream')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'Sequence after which to resume' })
  @ApiResponse({ status: 200, description: 'The event stream', schema: { type: 'string' } })
  @ApiResponse({ status: 204, description: 'The run has ended and the client has everything' })
  @ApiResponse({
    status: 400,
    description: 'WEBSOCKET_CONNECTION_ERROR: Last-Event-ID is no sequence of this session',
  })
  @ApiResponse({ status: 404, description: 'WORKFLOW_NOT_FOUND' })
  async follow(
    @Param('id') workflowId: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Res() response: Response,
  ): Promise<void> {
    const sessionId = await this.lookup.sessionOf(workflowId);
    if (sessionId === null) throw new WorkflowNotFoundError(workflowId);
    const after = lastEventId === undefined ? 0 : parseSequence('Last-Event-ID', lastEventId);
    const head = after === 0 ? 0 : await this.log.head(sessionId);
    if (after > head) throw beyondHead('Last-Event-ID', after, head);
    const end = await this.log.terminalSequence(workflowId);
    if (end !== null && after >= end) {
      response.status(204).end();
      return;
    }
    this.stream(response, sessionId, workflowId, after);
  }

  private stream(response: Response, sessionId: string, workflowId: string, after: number): void {
    const address = response.req.socket.remoteAddress ?? 'unknown';
    this.manager.admit(address);
    if (response.destroyed) return;
    const client = new EventStreamClient(response, sessionId, workflowId, address);
    client.open();
    if (response.req.method === 'HEAD') {
      response.end(); // the head is all there is to it
      return;
    }
    this.manager.connect(client);
    const subscription = this.feeds.subscribe(sessionId, client, after);
    response.once('close', () => {
      subscription.cancel();
      this.manager.disconnect(client);
    });
    subscription.live.catch(() => client.drop());
  }
}
