export { type OrchestratorConfig } from './orchestrator.config.ts';
export { OrchestratorModule } from './orchestrator.module.ts';
export { PLAN_EXPORTS, planCsv, type PlanExport } from './plan-export.ts';
