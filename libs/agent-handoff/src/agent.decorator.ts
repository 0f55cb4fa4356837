import { DiscoveryService } from '@nestjs/core';
import type { AgentPolicy } from './agent-definition.ts';

export interface AgentOptions {
  readonly name: string;
  /** Module with the work, for agents that need a thread of their own; others have a method `run(input, call)`. */
  readonly worker?: URL;
  /** What differs from the default policy. */
  readonly policy?: Partial<AgentPolicy>;
}

/**
 * Marks a provider as an agent; it is registered when the application starts. The class says what its results look like
 * (`resultFault`), and does the work in `run` unless a worker module does.
 */
export const Agent = DiscoveryService.createDecorator<AgentOptions>();
