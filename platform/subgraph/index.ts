export { badUserInput, DateTimeScalar, instantArgument, textArgument, uuidArgument } from './arguments.ts';
export { type Loader, loaderBy, loaderFrom, loadReference, type Reference, toReference } from './loaders.ts';
export { executeOnce, problem, type ResultOf, toResult } from './mutation.ts';
export { type Connection, type KeyCheck, readPage, toConnection } from './pagination.ts';
export { causeHeaders, causeOf, type RequestContext } from './request-context.ts';
export {
  type Route,
  type SubgraphOptions,
  type SubgraphServer,
  sendJson,
  startSubgraphServer,
  subgraphSchema,
} from './server.ts';
export { createServiceClient, type ServiceClient, ServiceUnavailable } from './service-client.ts';
