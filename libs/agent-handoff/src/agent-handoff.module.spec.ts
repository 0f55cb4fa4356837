import { describe, expect, it } from '@jest/globals';
import { Injectable, Module, type Type } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { OutletAgent } from '../../../test/fixtures/agents/outlet.agent.ts';
import { AgentAlreadyRegisteredError, NotCallableAgentError } from './agent-definition.ts';
import { Agent } from './agent.decorator.ts';
import { AgentHandoffManager } from './agent-handoff.manager.ts';
import { AgentHandoffModule } from './agent-handoff.module.ts';

const root = path.resolve(import.meta.dirname, '../../..');

async function applicationWith(...agents: Type[]): Promise<TestingModule> {
  @Module({ providers: agents })
  class Agents {}
  const application = await Test.createTestingModule({
    imports: [AgentHandoffModule.forRoot({ timeoutMs: 5_000, threads: 1 }), Agents],
  }).compile();
  application.enableShutdownHooks();
  return application;
}

describe(AgentHandoffModule.name, () => {
  it('finds an agent by its decorator: the one of docs/extending.md, added by its file alone', async () => {
    const application = await (await applicationWith(OutletAgent)).init();
    const handoff = application.get(AgentHandoffManager);
    const progress: number[] = [];

    const result = await handoff.call(
      'outlet',
      { inventory: { replenishment: { expected_leftover_units: 137 } }, pricing: { projected: null } },
      { observer: { onProgress: (percent) => progress.push(percent) } },
    );

    expect(result).toMatchObject({ outlet_units: 130 });
    expect(progress).toEqual([10]);
    expect(handoff.definition('outlet').policy).toEqual({ timeout_ms: 2_000, retries: 1, backoff_ms: 200 });
    await application.close();
  });

  it('shows that agent in the document as it is, in under 40 lines', () => {
    const source = readFileSync(path.join(root, 'test/fixtures/agents/outlet.agent.ts'), 'utf8');
    const page = readFileSync(path.join(root, 'docs/extending.md'), 'utf8');

    expect(source.split('\n').length).toBeLessThan(40);
    expect(page).toContain('```ts\n' + source + '```');
  });

  it('refuses to start with two agents of one name, or one that can do nothing', async () => {
    @Injectable()
    @Agent({ name: 'outlet' })
    class SecondOutletAgent {
      run(): null {
        return null;
      }
    }
    @Injectable()
    @Agent({ name: 'idle' })
    class IdleAgent {}

    const twice = await applicationWith(OutletAgent, SecondOutletAgent);
    await expect(twice.init()).rejects.toBeInstanceOf(AgentAlreadyRegisteredError);
    const idle = await applicationWith(IdleAgent);
    await expect(idle.init()).rejects.toBeInstanceOf(NotCallableAgentError);
    await Promise.all([twice.close(), idle.close()]);
  });
});
