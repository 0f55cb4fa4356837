// What scripts/mutation.mjs runs for one file: its mutants against the specs named in MUTATION_SPECS (vitest.config.mjs).
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.config.mjs', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  tempDirName: 'reports/stryker-tmp',
  ignorePatterns: ['dist', 'coverage', 'reports', 'data', 'apps', '.state'],
  reporters: ['clear-text', 'json'],
  jsonReporter: { fileName: process.env.MUTATION_REPORT ?? 'reports/mutation.json' },
  clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false, reportMutants: false },
};
