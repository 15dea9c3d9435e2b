export { createTestDatabase, type TestDatabase } from './database.ts';
export { eventually } from './eventually.ts';
export { createTestIssuer, type TestIssuer } from './issuer.ts';
export { createSubgraphClient, type SubgraphAnswer } from './subgraph-client.ts';
