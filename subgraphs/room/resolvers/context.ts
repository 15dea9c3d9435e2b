import { actorOf } from '../../../platform/identity/identity.ts';
import type { Page } from '../../../platform/input.ts';
import { fieldLoader, fieldLoaderFrom, loaderBy } from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { RoomServices } from '../application/services.ts';

/** What the resolvers of a request work with. */
export type RoomContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request, with loaders that batch the reads of that request. */
export function createContext(services: RoomServices) {
  const { queries, clock } = services;
  return (request: RequestContext) => ({
    ...request,
    actor: actorOf(request.identity, 'room:manage'),
    services,
    loaders: {
      room: loaderBy(
        (ids) => queries.byIds(ids, clock()),
        ({ id }) => id,
      ),
      roomsOfHost: fieldLoader((hostIds, page: Page<[id: string]>) =>
        queries.pagesOfHosts(hostIds, page, clock()),
      ),
      roomCount: fieldLoaderFrom((hostIds) => queries.countsOfHosts(hostIds)),
    },
  });
}
