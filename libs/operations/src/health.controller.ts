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
  @ApiOperation({ summary: 'The process answers: restart it when this fails' })
  @ApiResponse({ status: 200, schema: { example: { status: 'live' } } })
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Database, workers and the data set "default" are usable: send work here' })
  @ApiResponse({
    status: 200,
    schema: { example: { status: 'ready', checks: ['database', 'workers', 'dataset'] } },
  })
  @ApiResponse({ status: 503, description: 'SERVICE_UNAVAILABLE: details.failing [{check, reason}]' })
  async ready(): Promise<{ status: 'ready'; checks: readonly string[] }> {
    return { status: 'ready', checks: await this.readiness.require() };
  }
}
