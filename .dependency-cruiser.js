// The rules on imports, with their reasons. `npm run check` holds the code to them.

const TESTS = '\\.test\\.ts$|/testing/|/testing\\.ts$';
const SUBGRAPH = '^subgraphs/([^/]+)/';

/**
 * The folders of the router in the order in which a request passes through them, last first: a folder imports
 * only from levels above it in this list.
 */
const ROUTER_LEVELS = [
  ['graphql', 'context.ts', 'follow-file.ts'],
  ['auth', 'supergraph'],
  ['planning', 'limits', 'subgraphs'],
  ['execution'],
  ['operations'],
  ['subscriptions'],
  ['transports'],
  ['http'],
  ['config', 'metrics'],
  ['pages'],
];

function routerPath(names) {
  return `^router/(${names.map((name) => (name.endsWith('.ts') ? name.replace('.', '\\.') : `${name}/`)).join('|')})`;
}

/**
 * Type-only imports count. Files that are in no level (main.ts, router.ts, pipeline.ts, listeners.ts) may
 * import any of them.
 */
const routerFoldersGoDown = ROUTER_LEVELS.flatMap((level, index) =>
  level.map((name) => ({
    name: `router-folders-go-down/${name}`,
    comment:
      'A request passes the folders of the router in one order. Imports that follow it make each folder readable without those that come before.',
    severity: 'error',
    from: { path: routerPath([name]), pathNot: TESTS },
    to: {
      path: '^router/',
      pathNot: routerPath([name, ...ROUTER_LEVELS.slice(0, index).flat()]),
    },
  })),
);

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment:
        'Modules in a circle cannot be understood, tested or moved one by one. Circles of types count too.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'subgraphs-are-strangers',
      comment:
        'A subgraph knows another through events and GraphQL requests only: they share schema/ and platform/.',
      severity: 'error',
      from: { path: SUBGRAPH, pathNot: TESTS },
      to: { path: '^(subgraphs|router|embedded|e2e|bench|tools)/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'Decisions are tested without servers because the domain imports only itself, the types of decisions, how names are compared, and which amounts cards pay.',
      severity: 'error',
      from: { path: `${SUBGRAPH}domain/`, pathNot: TESTS },
      to: {
        pathNot:
          '^subgraphs/$1/domain/|^platform/(decisions/(actor|decider|values)|text/fold|card-amounts)\\.ts$',
      },
    },
    {
      name: 'arrows-point-inwards',
      comment: 'Use cases know ports, not what implements them.',
      severity: 'error',
      from: { path: `${SUBGRAPH}application/`, pathNot: TESTS },
      to: { path: '^subgraphs/$1/(store|resolvers|main\\.ts)|^platform/(postgres|mongo|subgraph)/' },
    },
    {
      name: 'stores-and-resolvers-are-siblings',
      comment: 'Resolvers go through the application; stores do not know of GraphQL.',
      severity: 'error',
      from: { path: `${SUBGRAPH}(store|resolvers)`, pathNot: TESTS },
      to: { path: '^subgraphs/$1/(store|resolvers|main\\.ts)', pathNot: '^subgraphs/$1/$2' },
    },
    {
      name: 'router-knows-no-domain',
      comment: 'The router serves any supergraph file.',
      severity: 'error',
      from: { path: '^router/', pathNot: TESTS },
      to: { path: '^(subgraphs|schema|embedded|e2e|bench|tools)/' },
    },
    ...routerFoldersGoDown,
    {
      name: 'platform-knows-no-service',
      comment: 'What services share must not depend on one of them.',
      severity: 'error',
      from: { path: '^platform/', pathNot: TESTS },
      to: { path: '^(subgraphs|schema|router|embedded|e2e|bench|tools)/' },
    },
    {
      name: 'events-are-plain',
      comment: 'The published language of the services is schemas and nothing else.',
      severity: 'error',
      from: { path: '^schema/', pathNot: TESTS },
      to: { pathNot: '^schema/|^platform/messaging/event\\.ts$|node_modules/zod/' },
    },
    {
      name: 'one-door-to-nats',
      comment: 'The client is due to be replaced by its successor: one folder imports it.',
      severity: 'error',
      from: { pathNot: `^platform/messaging/jetstream/|${TESTS}` },
      to: { path: 'node_modules/nats/' },
    },
    {
      name: 'development-tools-stay-out',
      comment:
        'What runs in production, and the commands of a running instance, are installed with --omit=dev.',
      severity: 'error',
      from: {
        path: '^(subgraphs|router|platform|schema|embedded|examples|tools/(audit|config|containers|events|views)|e2e/chaos)/',
        pathNot: [TESTS, '^embedded/development/'],
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nobody imports and nobody runs is dead.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [TESTS, '\\.(js|mjs)$', '^vitest\\.config\\.ts$', '\\.d\\.ts$'],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.cache|\\.data|docs)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
