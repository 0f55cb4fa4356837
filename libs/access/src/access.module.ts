import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ACCESS_CONFIG, type AccessConfig } from './access.config.ts';
import { Access } from './access.service.ts';
import { CallerGuard } from './caller.guard.ts';
import { KeyRing } from './key-ring.service.ts';
import { SessionRetention } from './session-retention.service.ts';

/** API keys, ownership and rates. The composition puts `Access.middleware` before the body parser. */
@Global()
@Module({})
export class AccessModule {
  static forRoot(config: AccessConfig): DynamicModule {
    return {
      module: AccessModule,
      providers: [
        { provide: ACCESS_CONFIG, useValue: config },
        KeyRing,
        Access,
        SessionRetention,
        { provide: APP_GUARD, useClass: CallerGuard },
      ],
      exports: [ACCESS_CONFIG, Access],
    };
  }
}
