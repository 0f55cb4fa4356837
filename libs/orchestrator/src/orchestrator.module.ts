import { DATASET_USAGE } from '#context-assembly';
import { WORKFLOW_LOOKUP } from '#streaming';
import { type DynamicModule, Module } from '@nestjs/common';
import { ExecutionLog } from './execution-log.store.ts';
import { ExecutorRegistry } from './executor-registry.ts';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from './orchestrator.config.ts';
import { OrchestratorController } from './orchestrator.controller.ts';
import { RunEvents } from './run-events.service.ts';
import { RunSweeper } from './run-sweeper.service.ts';
import { SeasonControl } from './season-control.service.ts';
import { SeasonRunner } from './season-runner.service.ts';
import { WorkflowEngine } from './workflow-engine.service.ts';
import { WorkflowStore } from './workflow.store.ts';

/** The durable season workflow and its REST face. */
@Module({})
export class OrchestratorModule {
  static forRoot(config: OrchestratorConfig, imports: DynamicModule[]): DynamicModule {
    return {
      module: OrchestratorModule,
      imports,
      controllers: [OrchestratorController],
      providers: [
        { provide: ORCHESTRATOR_CONFIG, useValue: config },
        WorkflowStore,
        ExecutionLog,
        RunEvents,
        SeasonRunner,
        ExecutorRegistry,
        WorkflowEngine,
        RunSweeper,
        SeasonControl,
        {
          provide: WORKFLOW_LOOKUP,
          inject: [WorkflowStore],
          useFactory: (store: WorkflowStore) => ({
            sessionOf: async (workflowId: string) => (await store.find(workflowId))?.session_id ?? null,
          }),
        },
        {
          provide: DATASET_USAGE,
          inject: [WorkflowStore],
          useFactory: (store: WorkflowStore) => ({
            isInUse: async (datasetId: string) => (await store.unfinishedOn(datasetId)) > 0,
          }),
        },
      ],
      exports: [WorkflowStore, WorkflowEngine],
    };
  }
}
