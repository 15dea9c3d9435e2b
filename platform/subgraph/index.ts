export { causeHeaders, causeOf } from './cause.ts';
export { badUserInput, instantArgument, isPublicError, textArgument, uuidArgument } from './errors.ts';
export { type Connection, type KeyCheck, type Page, readPage, toConnection } from './pagination.ts';
export { idempotencyConflict, problem } from './problems.ts';
export { DateTimeScalar } from './scalars.ts';
export {
  type RequestContext,
  type Route,
  type SubgraphOptions,
  type SubgraphServer,
  sendJson,
  startSubgraphServer,
  subgraphSchema,
} from './server.ts';
export { createServiceClient, type ServiceClient, ServiceUnavailable } from './service-client.ts';
