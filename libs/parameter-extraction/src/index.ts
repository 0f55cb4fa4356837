export { type ExtractionConfig, type ModelConfig } from './extraction.config.ts';
export { ParameterExtractionModule } from './parameter-extraction.module.ts';
export { ParameterExtraction } from './parameter-extraction.service.ts';
