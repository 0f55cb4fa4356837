import { type DynamicModule, Module } from '@nestjs/common';
import { EXTRACTION_CONFIG, type ExtractionConfig } from './extraction.config.ts';
import { ExtractionStore } from './extraction.store.ts';
import { ParameterExtractionController } from './parameter-extraction.controller.ts';
import { ParameterExtraction } from './parameter-extraction.service.ts';

/** Strategy texts in, season parameters out. */
@Module({})
export class ParameterExtractionModule {
  static forRoot(config: ExtractionConfig): DynamicModule {
    return {
      module: ParameterExtractionModule,
      controllers: [ParameterExtractionController],
      providers: [{ provide: EXTRACTION_CONFIG, useValue: config }, ExtractionStore, ParameterExtraction],
      exports: [ParameterExtraction],
    };
  }
}
