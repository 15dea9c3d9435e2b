import { actorOf } from '../../../platform/identity/identity.ts';
import { loaderBy, loaderFrom } from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { SuppliesServices } from '../application/services.ts';

/** What the resolvers of a request work with. */
export type SuppliesContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request, with loaders that batch the reads of that request. */
export function createContext(services: SuppliesServices) {
  const { queries } = services;
  return (request: RequestContext) => ({
    ...request,
    services,
    actor: actorOf(request.identity, 'supplies:manage'),
    loaders: {
      supply: loaderBy(queries.byIds, ({ id }) => id),
      byRoom: loaderFrom(queries.byRooms),
    },
  });
}
