import { actorOf } from '../../../platform/identity/identity.ts';
import {
  fieldLoader,
  fieldLoaderFrom,
  loaderBy,
  loaderFrom,
  loaderOfEach,
} from '../../../platform/subgraph/loaders.ts';
import type { RequestContext } from '../../../platform/subgraph/request-context.ts';
import type { BookingCriteria, BookingOwner, BookingPage } from '../application/ports.ts';
import type { BookingServices } from '../application/services.ts';
import type { Slot } from '../domain/slot.ts';

/** A list of the bookings that belong to each of several rooms or customers. */
type OwnedList = { readonly owner: BookingOwner; readonly criteria: BookingCriteria };

/** What the resolvers of a request work with. */
export type BookingContext = ReturnType<ReturnType<typeof createContext>>;

/** Returns the context of each request, with loaders that batch the reads of that request. */
export function createContext(services: BookingServices) {
  const { queries, rooms, clock } = services;
  return (request: RequestContext) => {
    /** The instant at which the request reads: equal arguments mean equal lists. */
    const now = clock();
    return {
      ...request,
      services,
      now,
      actor: actorOf(request.identity, 'booking:manage'),
      loaders: {
        // A mutation reads after it has written.
        booking: loaderBy(
          (ids) => queries.byIds(ids, clock()),
          ({ id }) => id,
        ),
        room: loaderBy(rooms.byIds, ({ id }) => id),
        /** The payment of each booking, as payment tells it. */
        payment: loaderOfEach((bookingId) => services.findPayment({ bookingId, cause: request.cause })),
        history: loaderFrom(queries.histories),
        /** The confirmed booking of each room at this instant. */
        current: loaderFrom(services.currentBookings),
        page: fieldLoader((ids, { owner, ...wanted }: OwnedList & { readonly page: BookingPage }) =>
          queries.pages(owner, ids, wanted, now),
        ),
        count: fieldLoaderFrom((ids, { owner, criteria }: OwnedList) =>
          queries.counts(owner, ids, criteria, now),
        ),
        freeSlots: fieldLoaderFrom((ids, interval: Slot) => services.freeSlots(ids, interval)),
      },
    };
  };
}
