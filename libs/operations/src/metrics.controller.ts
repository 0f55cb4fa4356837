import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Metrics } from './metrics.service.ts';

@ApiTags('Operations')
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(Metrics) private readonly metrics: Metrics) {}

  @Get()
  @ApiOperation({
    summary: 'Metrics in the Prometheus text format',
    description: 'docs/operations.md says what each means, and what to watch.',
  })
  @ApiProduces('text/plain')
  @ApiResponse({
    status: 200,
    description: 'All metrics of this node',
    content: {
      'text/plain': {
        schema: { type: 'string' },
        example:
          '# TYPE season_extractions_total counter\nseason_extractions_total{provider="rules",outcome="ok"} 12\n',
      },
    },
  })
  async metricsText(@Res() response: Response): Promise<void> {
    const text = await this.metrics.text();
    response.setHeader('Content-Type', this.metrics.contentType).setHeader('Cache-Control', 'no-store');
    response.end(text);
  }
}
