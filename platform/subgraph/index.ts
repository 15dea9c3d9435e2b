export { badUserInput, instantArgument, textArgument, uuidArgument } from './arguments.ts';
export { causeHeaders, causeOf } from './cause.ts';
export { type Loader, loaderBy, loaderFrom } from './loaders.ts';
export { executeOnce } from './mutation.ts';
export { type Connection, type KeyCheck, type Page, readPage, toConnection } from './pagination.ts';
export { commonProblem, problem } from './problems.ts';
export { loadReference, type Reference, toReference } from './references.ts';
export type { RequestContext } from './request-context.ts';
export { DateTimeScalar } from './scalars.ts';
export {
  type Route,
  type SubgraphOptions,
  type SubgraphServer,
  sendJson,
  startSubgraphServer,
  subgraphSchema,
} from './server.ts';
export { createServiceClient, type ServiceClient, ServiceUnavailable } from './service-client.ts';
