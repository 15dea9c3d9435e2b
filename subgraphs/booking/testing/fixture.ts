import { join } from 'node:path';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { transitionsOf } from '../../../platform/decisions/decider.ts';
import type { Clock } from '../../../platform/decisions/values.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { StoredMessage, StreamErasure } from '../../../platform/messaging/jetstream/stream-erasure.ts';
import { createPostgresIdempotencyStore } from '../../../platform/postgres/idempotency.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase } from '../../../platform/testing/index.ts';
import type {
  Authorization,
  BookingStore,
  PaymentService,
  PaymentSummary,
  PaymentUnavailable,
  RoomReplica,
} from '../application/ports.ts';
import { createServices } from '../application/services.ts';
import type { Booking, BookingDetails, BookingEvent, CustomerAction } from '../domain/booking.ts';
import { bookingDecider } from '../domain/booking-decide.ts';
import type { Slot } from '../domain/slot.ts';
import { createPostgresBookingQueries } from '../store/postgres-booking-queries.ts';
import { createPostgresBookingStore } from '../store/postgres-booking-store.ts';
import { createPostgresErasureStore } from '../store/postgres-erasure-store.ts';
import { createPostgresRoomReplicaStore } from '../store/postgres-room-replica-store.ts';

export const log = createLogger('test', 'silent');
export const cause: Cause = { correlationId: 'story', causationId: 'request' };

const DAY = '2030-05-01';

/** An instant on the day of the tests, such as `at('09:30')`. */
export function at(time: string): string {
  return `${DAY}T${time}:00.000Z`;
}

/** A slot on that day, such as `slot('09:00', '10:00')`. */
export function slot(start: string, end: string): Slot {
  return { start: at(start), end: at(end) };
}

/**
 * Payment as it is where a test decides what it answers: the real one would need a provider that fails to
 * order.
 */
export type PaymentFake = PaymentService & {
  /** What it tells of a payment. */
  payment: PaymentSummary | PaymentUnavailable | undefined;
  /** The answer to an authorisation. */
  answer: (bookingId: string) => Promise<Authorization> | Authorization;
  /** Whether a booking is admitted; undefined admits it. */
  admit: () => Promise<PaymentUnavailable | undefined>;
  /** The requested authorisations, oldest first. */
  requests: Parameters<PaymentService['authorize']>[0][];
  /** The bookings whose authorisation was asked about, oldest first. */
  confirmations: string[];
  /** How many bookings are admitted and have not left. */
  inFlight: number;
  /** Makes it admit and authorise everything, and forget the requests. */
  reset(): void;
};

export const AUTHORIZED: Authorization = { kind: 'Authorized', paymentId: newId() };

function createPaymentFake(): PaymentFake {
  const fake: PaymentFake = {
    payment: undefined,
    answer: () => AUTHORIZED,
    admit: async () => undefined,
    requests: [],
    confirmations: [],
    inFlight: 0,
    reset() {
      fake.payment = undefined;
      fake.answer = () => AUTHORIZED;
      fake.admit = async () => undefined;
      fake.requests = [];
      fake.confirmations = [];
      fake.inFlight = 0;
    },
    async acquire() {
      const refusal = await fake.admit();
      if (refusal) return refusal;
      fake.inFlight += 1;
      return {
        kind: 'Admitted',
        authorize: fake.authorize,
        release() {
          fake.inFlight -= 1;
        },
      };
    },
    async confirm({ bookingId }) {
      fake.confirmations.push(bookingId);
      return fake.answer(bookingId);
    },
    find: async () => fake.payment,
    async authorize(request) {
      fake.requests.push(request);
      return fake.answer(request.bookingId);
    },
  };
  return fake;
}

/**
 * The streams where a test decides which messages there are, and whether services have handled them: with the
 * real ones every service would have to run.
 */
export type StreamsFake = StreamErasure & {
  messages: StoredMessage[];
  areAllHandled: boolean;
};

function createStreamsFake(): StreamsFake {
  const fake: StreamsFake = {
    messages: [],
    areAllHandled: true,
    ends: async () => new Map([['BOOKING', fake.messages.length]]),
    areHandled: async () => fake.areAllHandled,
    async erase(_range, isSelected) {
      const kept = fake.messages.filter((message) => !isSelected(message));
      const erased = fake.messages.length - kept.length;
      fake.messages = kept;
      return erased;
    },
    async eraseSubject(_context, subject) {
      fake.messages = fake.messages.filter((message) => message.subject !== subject);
    },
  };
  return fake;
}

export type Fixture = Awaited<ReturnType<typeof createFixture>>;

/**
 * The service's parts on a real, empty database, without server and stream, and with a clock that is set by
 * hand.
 */
export async function createFixture() {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'booking', log });
  await migrate(pool, 'booking', {
    series: 'booking',
    folder: join(import.meta.dirname, '../store/migrations'),
  });
  let stored = 0;
  let now = at('08:00');
  const clock = () => now;
  const payments = createPaymentFake();
  const streams = createStreamsFake();
  const stores = {
    bookings: createPostgresBookingStore(pool, () => {
      stored += 1;
    }),
    rooms: createPostgresRoomReplicaStore(pool, clock),
    queries: createPostgresBookingQueries(pool),
    erasures: createPostgresErasureStore(pool, () => {
      stored += 1;
    }),
  };

  /** The services of one more instance on the same database. */
  function createInstance(other: { readonly bookings?: BookingStore; readonly clock?: Clock } = {}) {
    const { bookings = stores.bookings } = other;
    return createServices({
      stores: { ...stores, bookings, idempotency: createPostgresIdempotencyStore(pool) },
      clients: { payments, streams },
      clock: other.clock ?? clock,
    });
  }

  return {
    url: database.url,
    pool,
    ...stores,
    payments,
    streams,
    clock,
    services: createInstance(),
    createInstance,
    /** How often events were stored, each time waking the relay. */
    stored: () => stored,
    /** Sets the time to an instant. */
    setClock(instant: string): void {
      now = instant;
    },
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** A room in service of the host henry for 10 people at 1,000 KRW an hour, unless the fields differ. */
export function roomOf(fields: Partial<RoomReplica> = {}): RoomReplica {
  return {
    // Registered long ago: a new room's id makes bookings wait for the replica.
    id: `0190b6a0${newId().slice(8)}`,
    version: 1,
    hostId: 'henry',
    name: 'Han',
    location: 'Seoul',
    capacity: 10,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed: false,
    deleted: false,
    ...fields,
  };
}

/** A room of the host henry as a booking refers to it, which is not in the replica. */
export function bookedRoom(fields: Partial<BookingDetails['room']> = {}): BookingDetails['room'] {
  return { id: newId(), name: 'Han', hostId: 'henry', ...fields };
}

export function detailsOf(fields: Partial<BookingDetails> = {}): BookingDetails {
  return {
    id: newId(),
    room: bookedRoom(),
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

/** What the customer of a waiting booking has to do. */
export const ACTION: CustomerAction = {
  clientSecret: 'pi_1_secret_1',
  redirectUrl: 'https://bank.example/1',
  expiresAt: at('08:10'),
};

/** A stored booking that waits for its customer. */
export async function waitingBooking(
  fixture: Pick<Fixture, 'bookings'>,
  fields: Partial<BookingDetails> = {},
) {
  const booking = await book(fixture, 'REQUESTED', fields);
  await append(fixture, booking.id, [{ type: 'PaymentActionRequired', at: at('08:00'), action: ACTION }]);
  return booking;
}

/** The events that lead from a held slot to each status. */
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
