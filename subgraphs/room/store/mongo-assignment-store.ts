import type { AggregateModels } from '../../../platform/mongo/schemas.ts';
import type { AssignmentStore } from '../application/ports.ts';
import type { StoredRoom } from './mongo-room-store.ts';

/** Where an event of an assignment names its customer. */
const CUSTOMER = 'data.booking.customer.id';

/** The assignments in rooms and in their events, published or not. */
export function createMongoAssignmentStore({
  aggregates,
  history,
}: Pick<AggregateModels<StoredRoom>, 'aggregates' | 'history'>): AssignmentStore {
  // The drivers' own collections: the schemas do not know the data of events.
  const rooms = aggregates.db.collection<{ _id: string }>(aggregates.collection.collectionName);
  const events = history.db.collection<{ _id: string }>(history.collection.collectionName);

  return {
    async rename({ customerId, pseudonym }, bookings) {
      const bookingIds = bookings.map(({ id }) => id);
      const roomIds = [...new Set(bookings.map(({ room }) => room.id))];
      const ofRooms = { _id: { $in: roomIds } };

      // A process that has cached the room notices by the revision that it has changed.
      await rooms.updateMany(
        { ...ofRooms, 'state.assignments.customerId': customerId },
        { $set: { 'state.assignments.$[theirs].customerId': pseudonym }, $inc: { revision: 1 } },
        { arrayFilters: [{ 'theirs.customerId': customerId, 'theirs.bookingId': { $in: bookingIds } }] },
      );
      // In this order: an event that leaves its room between the two is in the history by then.
      await rooms.updateMany(
        { ...ofRooms, [`outbox.${CUSTOMER}`]: customerId },
        { $set: { [`outbox.$[theirs].${CUSTOMER}`]: pseudonym } },
        {
          arrayFilters: [
            { [`theirs.${CUSTOMER}`]: customerId, 'theirs.data.booking.id': { $in: bookingIds } },
          ],
        },
      );
      await events.updateMany(
        { aggregateId: { $in: roomIds }, [CUSTOMER]: customerId, 'data.booking.id': { $in: bookingIds } },
        { $set: { [CUSTOMER]: pseudonym } },
      );
    },
  };
}
