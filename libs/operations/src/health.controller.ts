import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Readiness } from './readiness.service.ts';

/** Probes for supervisors and load balancers. */
@ApiTags('Operations')
@Controller('health')
export class HealthController {
  constructor(@Inject(Readiness) private readonly readiness: Readiness) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Does the process answer?',
    description: 'Restart it when this fails. Asks nothing else, the database neither.',
  })
  @ApiResponse({
    status: 200,
    description: 'It does',
    schema: {
      type: 'object',
      properties: { status: { type: 'string', enum: ['live'] } },
      required: ['status'],
    },
    example: { status: 'live' },
  })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Should work be sent here?',
    description: 'Whether the database, the workers and the data set `default` are usable.',
  })
  @ApiResponse({
    status: 200,
    description: 'They are; `checks` names what was looked at',
    schema: {
      type: 'object',
      properties: {
        status: { type: 'string', enum: ['ready'] },
        checks: { type: 'array', items: { type: 'string' } },
      },
      required: ['status', 'checks'],
    },
    example: { status: 'ready', checks: ['database', 'workers', 'dataset'] },
  })
  @ApiResponse({ status: 503, description: 'SERVICE_UNAVAILABLE: details.failing [{check, reason}]' })
  async ready(): Promise<{ status: 'ready'; checks: readonly string[] }> {
    return { status: 'ready', checks: await this.readiness.require() };
  }
}
