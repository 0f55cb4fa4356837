// What scripts/mutation.mjs runs for one file: its mutants against the specs of its own folder.
const specs = process.env.MUTATION_SPECS ?? 'libs/planning';

export default {
  testRunner: 'jest',
  testRunnerNodeArgs: [
    '--experimental-vm-modules',
    '--conditions=source',
    '--disable-warning=ExperimentalWarning',
  ],
  jest: {
    configFile: 'jest.config.ts',
    config: { roots: [`<rootDir>/${specs}`], globalSetup: undefined, globalTeardown: undefined },
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 60_000, // a busy machine is no endless loop
  tempDirName: 'reports/stryker-tmp',
  ignorePatterns: ['dist', 'coverage', 'reports', 'data', 'apps', '.state'],
  reporters: ['json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
};
