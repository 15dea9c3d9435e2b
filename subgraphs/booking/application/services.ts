import { createBatchCommandHandler } from '../../../platform/decisions/batch-command-handler.ts';
import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { createSharedRead } from '../../../platform/shared-read.ts';
import { bookingDecider } from '../domain/booking-decide.ts';
import { createBookRoom } from './book-room.ts';
import { BOOKING_LIMITS, type BookingLimits } from './booking-limits.ts';
import { createCancelBooking } from './cancel-booking.ts';
import { createCarryOutErasure } from './carry-out-erasure.ts';
import { createConfirmPayment } from './confirm-payment.ts';
import { createEraseCustomer } from './erase-customer.ts';
import { createFreeSlots } from './free-slots.ts';
import { onCommunityEvents } from './on-community-events.ts';
import { onPaymentEvents } from './on-payment-events.ts';
import { onRoomEvents } from './on-room-events.ts';
import { onSuppliesEvents } from './on-supplies-events.ts';
import type { Dependencies } from './ports.ts';
import { createQuote } from './quote.ts';
import { createResumeBooking } from './resume-booking.ts';
import { ACTION_LIMIT_MS, createScheduledJobs } from './scheduled-jobs.ts';
import { createSettleAuthorization } from './settle-authorization.ts';

type Surroundings = Pick<Dependencies, 'clock'> & {
  readonly stores: Pick<Dependencies, 'bookings' | 'rooms' | 'queries' | 'erasures'> & {
    readonly idempotency: IdempotencyStore;
  };
  readonly clients: Pick<Dependencies, 'payments' | 'streams'>;
  /**
   * How long a booking may wait for payment before it is rejected, in milliseconds; `HOLD_LIMIT_MS` when left
   * out.
   */
  readonly holdLimitMs?: number | undefined;
  /**
   * How long a slot is held for a customer who has to act for the payment, in milliseconds;
   * `ACTION_LIMIT_MS` when left out.
   */
  readonly actionLimitMs?: number | undefined;
  /** `BOOKING_LIMITS` when left out. */
  readonly limits?: BookingLimits | undefined;
};

export type BookingServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({
  stores,
  clients,
  clock,
  holdLimitMs,
  actionLimitMs = ACTION_LIMIT_MS,
  limits = BOOKING_LIMITS,
}: Surroundings) {
  const { bookings, rooms, queries, erasures } = stores;
  const { payments, streams } = clients;
  let tooManyAttempts = 0;
  const handleBooking = createCommandHandler(bookings, bookingDecider);
  const handleBookings = createBatchCommandHandler(bookings, bookingDecider);
  const jobs = createScheduledJobs({ handleBooking, handleBookings, queries, clock, holdLimitMs });
  const settleAuthorization = createSettleAuthorization({ handleBooking, clock, actionLimitMs });
  const resumeBooking = createResumeBooking({ settleAuthorization, bookings, payments });
  return {
    ...stores,
    clock,
    bookRoom: createBookRoom({
      settleAuthorization,
      resumeBooking,
      bookings,
      rooms,
      payments,
      queries,
      clock,
      limits,
      onTooManyAttempts() {
        tooManyAttempts += 1;
      },
    }),
    limits,
    /** How often a customer was refused for declined payments. */
    tooManyAttempts: () => tooManyAttempts,
    resumeBooking,
    findPayment: payments.find,
    confirmPayment: createConfirmPayment({ settleAuthorization, bookings, payments }),
    cancelBooking: createCancelBooking({ handleBooking, bookings, rooms, clock }),
    eraseCustomer: createEraseCustomer({ erasures, clock, completeFinishedOf: jobs.completeFinishedOf }),
    /** The confirmed bookings of rooms whose slots contain this instant, by room. */
    currentBookings: createSharedRead(
      async (roomIds) =>
        new Map((await queries.current(roomIds, clock())).map((booking) => [booking.room.id, booking])),
    ),
    freeSlots: createFreeSlots({ queries, rooms, clock, limits }),
    quote: createQuote({ rooms, clock }),
    carryOutErasure: createCarryOutErasure({ erasures, streams, clock }),
    jobs,
    reactions: [
      ...onRoomEvents({ handleBooking, rooms, queries, clock }),
      ...onPaymentEvents({ handleBooking, clock }),
      ...onSuppliesEvents({ rooms }),
      ...onCommunityEvents({ erasures }),
    ],
  };
}
