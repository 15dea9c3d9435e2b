/** For tests: booking's database, and the bookings and rooms that tests speak of. */
import { join } from 'node:path';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import { transitionsOf } from '../../../platform/decisions/decider.ts';
import { newId } from '../../../platform/identifiers.ts';
import { createPool, migrate, type Pool } from '../../../platform/postgres/index.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase } from '../../../platform/testing/index.ts';
import type {
  BookingQueries,
  BookingStore,
  HandleBooking,
  RoomReplica,
  RoomReplicaStore,
} from '../application/ports.ts';
import type { Booking, BookingDetails, BookingEvent } from '../domain/booking.ts';
import { bookingDecider } from '../domain/booking-decide.ts';
import type { Slot } from '../domain/slot.ts';
import { createPostgresBookingQueries } from '../store/postgres-booking-queries.ts';
import { createPostgresBookingStore } from '../store/postgres-booking-store.ts';
import { createPostgresRoomReplicaStore } from '../store/postgres-room-replica-store.ts';

export const log = createLogger('test', 'silent');
export const cause: Cause = { correlationId: 'story', causationId: 'request' };

const DAY = '2030-05-01';

/** An instant on the day that the tests play on, such as `at('09:30')`. */
export function at(time: string): string {
  return `${DAY}T${time}:00.000Z`;
}

/** A slot on that day, such as `slot('09:00', '10:00')`. */
export function slot(start: string, end: string): Slot {
  return { start: at(start), end: at(end) };
}

export type Fixture = {
  readonly url: string;
  readonly pool: Pool;
  readonly bookings: BookingStore;
  readonly handleBooking: HandleBooking;
  readonly rooms: RoomReplicaStore;
  readonly queries: BookingQueries;
  /** How often events were stored and their publication asked for. */
  readonly stored: () => number;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Booking's own database with its stores. */
export async function createFixture(): Promise<Fixture> {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'booking', log });
  await migrate(pool, 'booking', {
    series: 'booking',
    folder: join(import.meta.dirname, '../store/migrations'),
  });
  let stored = 0;
  const bookings = createPostgresBookingStore(pool, () => {
    stored += 1;
  });
  return {
    url: database.url,
    pool,
    bookings,
    handleBooking: createCommandHandler(bookings, bookingDecider),
    rooms: createPostgresRoomReplicaStore(pool),
    queries: createPostgresBookingQueries(pool),
    stored: () => stored,
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A room in service for 10 people at 1,000 KRW an hour, unless said otherwise. */
export function roomOf(fields: Partial<RoomReplica> = {}): RoomReplica {
  return {
    // Registered long ago, so that nobody waits for its event.
    id: `0190b6a0${newId().slice(8)}`,
    version: 1,
    name: 'Han',
    capacity: 10,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    closed: false,
    deleted: false,
    ...fields,
  };
}

export function detailsOf(fields: Partial<BookingDetails> = {}): BookingDetails {
  return {
    id: newId(),
    room: { id: newId(), name: 'Han' },
    customerId: 'alice',
    slot: slot('09:00', '10:00'),
    price: { amount: 1_000, currency: 'KRW' },
    requestedAt: at('08:00'),
    ...fields,
  };
}

/** Tries to hold a slot. */
export function hold({ bookings }: Pick<Fixture, 'bookings'>, details: BookingDetails) {
  const requested = { type: 'BookingRequested', at: details.requestedAt, details } as const;
  return bookings.hold(transitionsOf(bookingDecider.evolve, undefined, [requested]), cause);
}

/** What leads from a held slot to each status. */
const PATHS: Record<Booking['status'], readonly BookingEvent[]> = {
  REQUESTED: [],
  PAID: [{ type: 'BookingPaid', at: at('08:01') }],
  CONFIRMED: [
    { type: 'BookingPaid', at: at('08:01') },
    { type: 'BookingConfirmed', at: at('08:02') },
  ],
  COMPLETED: [
    { type: 'BookingPaid', at: at('08:01') },
    { type: 'BookingConfirmed', at: at('08:02') },
    { type: 'BookingCompleted', at: at('23:00') },
  ],
  REJECTED: [
    { type: 'BookingRejected', at: at('08:01'), reason: 'PAYMENT_DECLINED', declineCode: 'expired_card' },
  ],
  CANCELLED: [{ type: 'BookingCancelled', at: at('08:03'), by: 'CUSTOMER', reason: 'ill' }],
};

/** Appends events to a stored booking, as the command handler does. */
export async function append(
  { bookings }: Pick<Fixture, 'bookings'>,
  id: string,
  events: readonly BookingEvent[],
  handles?: string,
) {
  const { state, version } = await bookings.load(id);
  const transitions = transitionsOf(bookingDecider.evolve, state, events);
  return bookings.append({ id, expectedVersion: version, transitions, cause, handles });
}

/** A stored booking in a status. Throws when its slot is taken. */
export async function book(
  fixture: Pick<Fixture, 'bookings'>,
  status: Booking['status'],
  fields: Partial<BookingDetails> = {},
): Promise<BookingDetails> {
  const details = detailsOf(fields);
  const held = await hold(fixture, details);
  if (held !== 'held') throw new Error(`The slot ${details.slot.start} cannot be held: ${held}`);
  if (PATHS[status].length > 0) await append(fixture, details.id, PATHS[status]);
  return details;
}
