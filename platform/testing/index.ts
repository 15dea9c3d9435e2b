export { createTestDatabase, type TestDatabase } from './database.ts';
export { eventually } from './eventually.ts';
export { createTestIssuer, type TestIssuer } from './issuer.ts';
export { storeEvents } from './store-events.ts';
export { createSubgraphClient, type SubgraphAnswer } from './subgraph-client.ts';
