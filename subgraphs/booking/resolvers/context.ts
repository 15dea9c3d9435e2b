import { actorOf } from '../../../platform/identity/identity.ts';
import { loaderBy, loaderFrom } from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { BookingServices } from '../application/services.ts';

/** What the resolvers of a request work with. */
export type BookingContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request, with loaders that batch the reads of that request. */
export function createContext(services: BookingServices) {
  const { queries, rooms, clock } = services;
  return (request: RequestContext) => ({
    ...request,
    services,
    actor: actorOf(request.identity, 'booking:manage'),
    loaders: {
      booking: loaderBy(
        (ids) => queries.byIds(ids, clock()),
        ({ id }) => id,
      ),
      room: loaderBy(rooms.byIds, ({ id }) => id),
      history: loaderFrom(queries.histories),
      /** The confirmed booking of each room at this instant. */
      current: loaderBy(
        (roomIds) => queries.current(roomIds, clock()),
        ({ room }) => room.id,
      ),
    },
  });
}
