import { Module } from '@nestjs/common';
import { ParameterExtractionController } from './parameter-extraction.controller.ts';
import { ParameterExtraction } from './parameter-extraction.service.ts';

/** Strategy texts in, season parameters out. */
@Module({
  controllers: [ParameterExtractionController],
  providers: [ParameterExtraction],
  exports: [ParameterExtraction],
})
export class ParameterExtractionModule {}
