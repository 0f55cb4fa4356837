import { type DynamicModule, Module } from '@nestjs/common';
import { ContextAssembler } from './context-assembler.service.ts';
import { CONTEXT_ASSEMBLY_CONFIG, type ContextAssemblyConfig } from './context-assembly.config.ts';
import { DatasetCache } from './dataset.cache.ts';
import { DatasetStore } from './dataset.store.ts';
import { DatasetsController } from './datasets.controller.ts';
import { DefaultDataset } from './default-dataset.service.ts';

/** Sales and stores in, per-agent contexts out. */
@Module({})
export class ContextAssemblyModule {
  static forRoot(config: ContextAssemblyConfig): DynamicModule {
    return {
      module: ContextAssemblyModule,
      controllers: [DatasetsController],
      providers: [
        { provide: CONTEXT_ASSEMBLY_CONFIG, useValue: config },
        DatasetStore,
        DatasetCache,
        DefaultDataset,
        ContextAssembler,
      ],
      exports: [ContextAssembler, DatasetStore, DefaultDataset],
    };
  }
}
