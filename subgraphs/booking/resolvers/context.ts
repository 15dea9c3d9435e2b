import type DataLoader from 'dataloader';
import type { Clock } from '../../../platform/decisions/time.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { createBookRoom } from '../application/book-room.ts';
import type { createCancelBooking } from '../application/cancel-booking.ts';
import type { createFreeSlots } from '../application/free-slots.ts';
import type { BookingHistoryEntry, BookingQueries, RoomReplicaStore } from '../application/ports.ts';
import type { Booking } from '../domain/booking.ts';

/** What the resolvers work with; the same for all requests. */
export type BookingServices = {
  readonly bookRoom: ReturnType<typeof createBookRoom>;
  readonly cancelBooking: ReturnType<typeof createCancelBooking>;
  readonly freeSlots: ReturnType<typeof createFreeSlots>;
  readonly queries: BookingQueries;
  readonly rooms: RoomReplicaStore;
  readonly idempotency: IdempotencyStore;
  readonly clock: Clock;
};

/** Batches the reads of one request. */
export type BookingLoaders = {
  readonly booking: DataLoader<string, Booking | undefined>;
  readonly roomName: DataLoader<string, string | undefined>;
  readonly history: DataLoader<string, readonly BookingHistoryEntry[]>;
  /** The confirmed booking that covers this instant, by room. */
  readonly current: DataLoader<string, Booking | undefined>;
};

export type BookingContext = RequestContext & {
  readonly services: BookingServices;
  readonly loaders: BookingLoaders;
};
