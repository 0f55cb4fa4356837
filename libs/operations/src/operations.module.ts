import { type DynamicModule, type FactoryProvider, Module } from '@nestjs/common';
import { HealthController } from './health.controller.ts';
import { MetricsController } from './metrics.controller.ts';
import { Metrics } from './metrics.service.ts';
import { OBSERVED, type Observed } from './readiness-check.ts';
import { Readiness } from './readiness.service.ts';

/** `GET /health/live`, `/health/ready` and `/metrics`, outside any prefix. */
@Module({})
export class OperationsModule {
  /** @param observed what is looked at; its factory may inject whatever is global, and `ModuleRef` */
  static forRoot(observed: Omit<FactoryProvider<Observed>, 'provide'>): DynamicModule {
    return {
      module: OperationsModule,
      controllers: [HealthController, MetricsController],
      providers: [{ provide: OBSERVED, ...observed }, Readiness, Metrics],
    };
  }
}
