/** Who may import whom (docs/architecture.md). Every rule is an error: CI fails on the first arrow that points the wrong way. */
const lib = (name) => `^libs/${name}/`;
const only = (name, allowed) => ({
  name: `${name}-imports-only-${allowed.join('-') || 'nothing'}`,
  severity: 'error',
  from: { path: lib(name) },
  to: {
    path: '^(libs|apps|test|data|scripts)/',
    pathNot: [lib(name), ...allowed.map(lib), '^test/support/', '^test/fixtures/'],
  },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('contracts', []),
    only('planning', ['contracts']),
    only('errors', ['contracts']),
    only('database', ['contracts', 'errors']),
    only('access', ['contracts', 'errors', 'database']),
    only('operations', ['contracts', 'errors', 'database']),
    only('parameter-extraction', ['contracts', 'errors', 'database', 'planning']),
    only('context-assembly', ['contracts', 'errors', 'database', 'planning', 'access']),
    only('agent-handoff', ['contracts', 'errors', 'database']),
    only('streaming', ['contracts', 'errors', 'database', 'access']),
    only('agents', ['planning', 'contracts', 'agent-handoff']),
    only('client', ['contracts']),
    {
      name: 'console-knows-only-the-contracts-and-the-client',
      severity: 'error',
      from: { path: '^apps/console/' },
      to: {
        path: '^(libs|apps|test|data|scripts)/',
        pathNot: ['^apps/console/', lib('contracts'), lib('client')],
      },
    },
    {
      name: 'nothing-imports-the-console',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: '^apps/console/' },
      to: { path: '^apps/console/' },
    },
    {
      name: 'what-browsers-run-is-free-of-node',
      severity: 'error',
      from: { path: '^(apps/console/src|libs/client|libs/contracts)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'cli-is-a-client-like-any-other',
      severity: 'error',
      from: { path: '^apps/cli/' },
      to: {
        path: '^(libs|apps|test|data|scripts)/',
        pathNot: ['^apps/cli/', lib('client'), lib('contracts'), '^test/support/'],
      },
    },
    {
      name: 'orchestrator-never-imports-apps',
      severity: 'error',
      from: { path: lib('orchestrator') },
      to: { path: '^apps/' },
    },
    {
      name: 'libs-are-entered-by-their-index',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^libs/$1/' },
    },
    {
      name: 'apps-enter-libs-by-their-index',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/[^/]+/src/(?!index\\.ts$)' },
    },
    {
      name: 'contracts-and-planning-are-free-of-frameworks-and-io',
      severity: 'error',
      from: { path: '^libs/(contracts|planning)/', pathNot: '\\.spec\\.ts$' },
      to: {
        path: [
          'node_modules/(@nestjs|pg|ws|express|@dbos-inc|nestjs-pino|pino|piscina|class-validator)',
          '^(node:)?(http|https|net|dgram|child_process|worker_threads)$',
        ],
      },
    },
    {
      name: 'product-code-never-imports-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/|\\.spec\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'types', 'import', 'default', 'node'],
      exportsFields: ['exports'],
    },
  },
};
