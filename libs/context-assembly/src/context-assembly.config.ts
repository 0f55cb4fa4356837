export interface ContextAssemblyConfig {
  /** Folder of the data set "default". */
  readonly dataDir: string;
  /** Bound of one upload; unpacked bytes are bounded at four times that. */
  readonly maxUploadBytes: number;
}

/** Unpacked bytes that one packed byte of the bound may become. */
export const UNPACKED_FACTOR = 4;

export const CONTEXT_ASSEMBLY_CONFIG = Symbol('ContextAssemblyConfig');

/** Tells whether unfinished runs need a data set; the orchestrator provides it. */
export interface DatasetUsage {
  isInUse(datasetId: string): Promise<boolean>;
}

export const DATASET_USAGE = Symbol('DatasetUsage');
