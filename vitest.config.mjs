// Mutation testing alone uses this (stryker.config.mjs): Vitest keeps its process and its transformed modules from one mutant
// to the next. The specs are Jest's own: what they import of Jest, Vitest has too.
import { statSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

/** The first spec that fails ends a mutant's run: that beside the file comes first, those of whole plans last. */
class LikeliestFirst extends BaseSequencer {
  async sort(specs) {
    const rank = ({ moduleId }) =>
      moduleId.endsWith(`/${process.env.MUTATION_SPEC_BESIDE}`) ? 0 : statSync(moduleId).size;
    return specs.toSorted((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  resolve: {
    alias: [
      { find: '@jest/globals', replacement: 'vitest' },
      { find: /^#([^/]+)$/, replacement: `${import.meta.dirname}/libs/$1/src/index.ts` },
    ],
  },
  test: {
    include: process.env.MUTATION_SPECS?.split(' ') ?? ['libs/planning/src/**/*.spec.ts'],
    isolate: false, // the specs are pure, and every run of them starts with fresh modules
    sequence: { sequencer: LikeliestFirst },
    setupFiles: ['test/support/no-shrinking.ts'],
    testTimeout: 60_000,
  },
});
