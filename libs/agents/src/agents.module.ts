import { Module } from '@nestjs/common';
import { DemandAgent } from './demand.agent.ts';
import { InventoryAgent } from './inventory.agent.ts';
import { PricingAgent } from './pricing.agent.ts';

/** The planning agents; `@Agent` registers them. */
@Module({ providers: [DemandAgent, InventoryAgent, PricingAgent] })
export class AgentsModule {}
