import type { AggregateModels } from '../../../platform/mongo/schemas.ts';
import type { AssignmentErasures } from '../application/ports.ts';
import type { StoredAssignment } from './mongo-assignment-store.ts';
import type { StoredRoom } from './mongo-room-store.ts';

/** Where an event of an assignment names its customer. */
const CUSTOMER = 'data.booking.customer.id';

type Outbox = { readonly _id: string };

/**
 * Assignments and their events, published or not. The events of assignments that were made before these had
 * documents of their own are those of their rooms.
 */
export function createMongoAssignmentErasures(
  assignments: Pick<AggregateModels<StoredAssignment>, 'aggregates' | 'history'>,
  rooms: Pick<AggregateModels<StoredRoom>, 'aggregates'>,
): AssignmentErasures {
  // The drivers' own collections: the schemas do not know the data of events.
  const [ofBookings, ofRooms, events] = [assignments.aggregates, rooms.aggregates, assignments.history].map(
    ({ db, collection }) => db.collection<Outbox>(collection.collectionName),
  );
  if (!ofBookings || !ofRooms || !events) throw new Error('A collection is missing');

  return {
    async rename({ customerId, pseudonym }, bookings) {
      const bookingIds = bookings.map(({ id }) => id);
      const roomIds = [...new Set(bookings.map(({ room }) => room.id))];

      // A process that has cached the assignment notices by the revision that it has changed.
      await ofBookings.updateMany(
        { _id: { $in: bookingIds }, 'state.customerId': customerId },
        { $set: { 'state.customerId': pseudonym }, $inc: { revision: 1 } },
      );
      // In this order: an event that leaves its document between the two is in the history by then.
      for (const [collection, ids] of [
        [ofBookings, bookingIds],
        [ofRooms, roomIds],
      ] as const)
        await collection.updateMany(
          { _id: { $in: [...ids] }, [`outbox.${CUSTOMER}`]: customerId },
          { $set: { [`outbox.$[theirs].${CUSTOMER}`]: pseudonym } },
          {
            arrayFilters: [
              { [`theirs.${CUSTOMER}`]: customerId, 'theirs.data.booking.id': { $in: bookingIds } },
            ],
          },
        );
      await events.updateMany(
        {
          aggregateId: { $in: [...bookingIds, ...roomIds] },
          [CUSTOMER]: customerId,
          'data.booking.id': { $in: bookingIds },
        },
        { $set: { [CUSTOMER]: pseudonym } },
      );
    },
  };
}
