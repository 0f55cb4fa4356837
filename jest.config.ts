import type { Config } from 'jest';
import { availableParallelism } from 'node:os';

// Jest runs the TypeScript sources as native ES modules; swc only strips types and emits the
// decorator metadata that Nest's injector reads. `#lib` names resolve to sources, not to dist.
const config: Config = {
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test', '<rootDir>/data'],
  testEnvironment: '<rootDir>/test/support/node.environment.ts',
  testMatch: ['**/*.spec.ts', '**/*.e2e-spec.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(process.env['TEST_LONG'] === undefined ? ['/test/soak/'] : []),
  ],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^#([^/]+)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
  // With each suite V8 hands over the coverage of all that its process has loaded, earlier suites' modules too. So no suite
  // runs in Jest's own process, and a worker begins anew before it has loaded much: the run takes a tenth less.
  maxWorkers: Math.min(8, Math.max(2, availableParallelism() - 1)),
  workerIdleMemoryLimit: '350MB',
  testTimeout: 60_000, // no test measures time; a busy machine may take its own
  globalSetup: '<rootDir>/test/support/start-postgres.ts',
  globalTeardown: '<rootDir>/test/support/stop-postgres.ts',
  collectCoverageFrom: [
    'apps/{api,cli}/src/**/*.ts',
    'libs/*/src/**/*.ts',
    '!**/*.spec.ts',
    // Types alone: nothing of them is ever loaded.
    '!libs/contracts/src/{agent-contexts,dataset,parameter-extraction,sales-history,season-plan,workflow}.ts',
    '!libs/parameter-extraction/src/extraction.ts',
  ],
  coverageProvider: 'v8',
};

export default config;
