export {
  AgentAlreadyRegisteredError,
  NotCallableAgentError,
  TransientAgentError,
  UnknownAgentError,
  type AgentCall,
  type AgentDefinition,
  type AgentPolicy,
  type AttemptRecord,
  type CallObserver,
} from './agent-definition.ts';
export { Agent, type AgentOptions } from './agent.decorator.ts';
export { AgentHandoffManager, type CallOptions } from './agent-handoff.manager.ts';
export { AgentHandoffModule, type AgentHandoffConfig } from './agent-handoff.module.ts';
export { WorkerPool } from './worker-pool.ts';
