export { createTestDatabase, type TestDatabase } from './database.ts';
export { createTestIssuer, type TestIssuer } from './issuer.ts';
export { eventually } from './eventually.ts';
