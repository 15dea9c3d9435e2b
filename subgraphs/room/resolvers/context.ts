import type { GraphQLResolveInfo } from 'graphql';
import type { Instant } from '../../../platform/decisions/values.ts';
import { actorOf } from '../../../platform/identity/identity.ts';
import type { Page } from '../../../platform/input.ts';
import { asksFor } from '../../../platform/subgraph/asked-fields.ts';
import { fieldLoader, fieldLoaderFrom, loaderBy } from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { RoomServices } from '../application/services.ts';

/** What the resolvers of a request work with. */
export type RoomContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request, with loaders that batch the reads of that request. */
export function createContext(services: RoomServices) {
  const { queries, clock } = services;
  return (request: RequestContext) => {
    /** The instant of a read; null when the operation does not look at what changes with the time. */
    const loadersAt = (at: () => Instant | null) => ({
      room: loaderBy(
        (ids) => queries.byIds(ids, at()),
        ({ id }) => id,
      ),
      roomsOfHost: fieldLoader((hostIds, page: Page<[id: string]>) =>
        queries.pagesOfHosts(hostIds, page, at()),
      ),
    });
    const [withStatus, without] = [loadersAt(clock), loadersAt(() => null)];
    const loadersFor = (info: GraphQLResolveInfo) => (asksForStatus(info) ? withStatus : without);
    return {
      ...request,
      actor: actorOf(request.identity, 'room:manage'),
      services,
      loaders: {
        room: (info: GraphQLResolveInfo) => loadersFor(info).room,
        roomsOfHost: (info: GraphQLResolveInfo) => loadersFor(info).roomsOfHost,
        roomCount: fieldLoaderFrom((hostIds) => queries.countsOfHosts(hostIds)),
      },
    };
  };
}

/** Whether an operation reads what changes with the time. */
export function asksForStatus(info: GraphQLResolveInfo): boolean {
  return asksFor(info, 'status') || asksFor(info, 'statusSince');
}
