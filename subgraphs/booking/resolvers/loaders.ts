import DataLoader from 'dataloader';
import type { Clock } from '../../../platform/decisions/time.ts';
import type { BookingQueries, RoomReplicaStore } from '../application/ports.ts';
import type { BookingLoaders } from './context.ts';

type Dependencies = {
  readonly queries: BookingQueries;
  readonly rooms: RoomReplicaStore;
  readonly clock: Clock;
};

export function createLoaders({ queries, rooms, clock }: Dependencies): BookingLoaders {
  return {
    booking: new DataLoader(async (ids) => {
      const found = new Map((await queries.byIds(ids)).map((booking) => [booking.id, booking]));
      return ids.map((id) => found.get(id));
    }),
    roomName: new DataLoader(async (ids) => {
      const found = await rooms.names(ids);
      return ids.map((id) => found.get(id));
    }),
    history: new DataLoader(async (ids) => {
      const found = await queries.histories(ids);
      return ids.map((id) => found.get(id) ?? []);
    }),
    current: new DataLoader(async (roomIds) => {
      const found = new Map(
        (await queries.current(roomIds, clock())).map((booking) => [booking.room.id, booking]),
      );
      return roomIds.map((roomId) => found.get(roomId));
    }),
  };
}
