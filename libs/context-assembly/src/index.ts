export { ContextAssembler, type RunSubject } from './context-assembler.service.ts';
export { DATASET_USAGE, type ContextAssemblyConfig, type DatasetUsage } from './context-assembly.config.ts';
export { ContextAssemblyModule } from './context-assembly.module.ts';
export { DatasetStore, type CategoryVersion } from './dataset.store.ts';
export { DEFAULT_DATASET, DefaultDataset } from './default-dataset.service.ts';
