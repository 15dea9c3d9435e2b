export { createTestDatabase, type TestDatabase, testMongoUrl } from './database.ts';
export { type Delivery, deliver } from './deliver.ts';
export { disposable } from './disposable.ts';
export { eventually } from './eventually.ts';
export { createTestIssuer, type TestClaims, type TestIssuer } from './issuer.ts';
export { serveSubgraph } from './serve-subgraph.ts';
export type { ServiceProcess } from './service-process.ts';
export { storeEvents } from './store-events.ts';
export { createSubgraphClient, type SubgraphAnswer, type SubgraphClient } from './subgraph-client.ts';
