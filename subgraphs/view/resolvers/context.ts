import { actorOf } from '../../../platform/identity/identity.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { ViewServices } from '../application/services.ts';

/** What the resolvers of a request work with. */
export type ViewContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request. */
export function createContext(services: ViewServices) {
  return (request: RequestContext) => ({
    ...request,
    services,
    /** The caller as who manages supplies. */
    actor: actorOf(request.identity, 'supplies:manage'),
  });
}
