import { loaderBy, loaderFrom } from '../../../platform/subgraph/index.ts';
import type { BookingServices } from '../application/services.ts';

export type BookingLoaders = ReturnType<typeof createLoaders>;

/** Batches the reads of one request. */
export function createLoaders({
  queries,
  rooms,
  clock,
}: Pick<BookingServices, 'queries' | 'rooms' | 'clock'>) {
  return {
    booking: loaderBy(queries.byIds, ({ id }) => id),
    roomName: loaderFrom(rooms.names),
    history: loaderFrom(queries.histories),
    /** The confirmed booking of each room at this instant. */
    current: loaderBy(
      (roomIds) => queries.current(roomIds, clock()),
      ({ room }) => room.id,
    ),
  };
}
