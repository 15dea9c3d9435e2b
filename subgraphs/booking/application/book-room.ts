import { awaitReplication, isAwaitingReplication } from '../../../platform/awaiting-replication.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { transitionsOf } from '../../../platform/decisions/decider.ts';
import { unreachable } from '../../../platform/decisions/decision.ts';
import type { Clock, Instant } from '../../../platform/decisions/time.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { isStorableText } from '../../../platform/input/text.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type InvalidInput, invalid } from '../../../platform/outcomes.ts';
import type { Booking, BookingDetails } from '../domain/booking.ts';
import { type BookingCommand, bookingDecider } from '../domain/booking-decide.ts';
import { LARGEST_AMOUNT, priceOf } from '../domain/price.ts';
import { gapsBetween, type Slot, slotFrom, slotLengthMs } from '../domain/slot.ts';
import type {
  Authorization,
  BookingQueries,
  BookingStore,
  HandleBooking,
  PaymentService,
  PaymentUnavailable,
  RoomReplica,
  RoomReplicaStore,
} from './ports.ts';
import { requestedSlot } from './requested-slot.ts';

export type BookRoom = {
  /** Its command id becomes the booking's id. */
  readonly attempt: Attempt;
  readonly customerId: string;
  readonly roomId: string;
  /** Now, for one hour, when left out. */
  readonly slot?: { readonly start: string; readonly end: string } | null | undefined;
  readonly paymentMethod: string;
  readonly cause: Cause;
};

export type BookRoomOutcome =
  | { readonly kind: 'BookRoomSuccess'; readonly booking: Booking }
  | { readonly kind: 'SlotTaken'; readonly slot: Slot; readonly nextFreeSlot: Slot | null }
  | { readonly kind: 'RoomUnavailable'; readonly roomId: string }
  | Extract<Authorization, { kind: 'PaymentDeclined' }>
  | (PaymentUnavailable & GivenUp)
  | (InvalidInput & GivenUp);

type GivenUp = {
  /** The booking that was held and rejected for this; with the same command id there will be no other. */
  readonly rejectedBooking?: string;
};

type Refusal = Exclude<BookRoomOutcome, { kind: 'BookRoomSuccess' | 'PaymentDeclined' }>;

type Dependencies = {
  readonly handleBooking: HandleBooking;
  readonly bookings: BookingStore;
  readonly rooms: RoomReplicaStore;
  readonly payments: PaymentService;
  readonly queries: BookingQueries;
  readonly clock: Clock;
};

const LONGEST_PAYMENT_METHOD = 255;
const METHOD_UNKNOWN = 'payment_method_unknown';
const NEXT_SLOT_HORIZON_MS = 31 * 24 * 3_600_000;
/** When a payment came too late to count, the slot is free again at once. */
const RETRY_AFTER_S = 1;

/**
 * Books a room: holds the slot, asks for payment, and gives the slot back when there is none. Nothing is held or
 * charged unless the outcome is a success.
 */
export function createBookRoom({ handleBooking, bookings, rooms, payments, queries, clock }: Dependencies) {
  return async (command: BookRoom): Promise<BookRoomOutcome> => {
    const { attempt, cause } = command;
    const earlier = attempt.isRetry ? (await bookings.load(attempt.commandId)).state : undefined;
    if (earlier) return pay(earlier, command, 0);
    const requested = await check(command);
    if ('kind' in requested) {
      // Time and room go on: another try of this command may have found both as they should be.
      const { state: other } = await bookings.load(attempt.commandId);
      return other ? pay(other, command, 0) : requested;
    }
    const turn = await payments.enter();
    if (turn.kind === 'PaymentUnavailable') return turn;
    try {
      const held = await hold(requested, cause);
      return 'kind' in held ? held : await pay(held, command, turn.waitedMs);
    } finally {
      turn.leave();
    }
  };

  /** Checks what is asked for. */
  async function check({
    attempt,
    customerId,
    roomId,
    paymentMethod,
    ...command
  }: BookRoom): Promise<BookingDetails | Refusal> {
    if (!isUuid(roomId)) return invalid('roomId', 'A room id is a UUID.');
    if (!isPlausible(paymentMethod)) return unknownPaymentMethod();
    const now = clock();
    const slot = requestedSlot(command.slot, now);
    if ('kind' in slot) return slot;
    const room = await findRoom(roomId);
    if (!room || room.closed || room.deleted) return { kind: 'RoomUnavailable', roomId };
    const price = priceOf(slot, room.hourlyRate);
    if (price.amount > LARGEST_AMOUNT)
      return invalid('slot', 'The price of this slot is too high: book a shorter one.');
    const id = attempt.commandId;
    return { id, room: { id: room.id, name: room.name }, customerId, slot, price, requestedAt: now };
  }

  /** Begins the booking, which holds the slot. */
  async function hold(details: BookingDetails, cause: Cause): Promise<Booking | Refusal> {
    const { id, room, slot } = details;
    const { decide, evolve, initialState } = bookingDecider;
    const decision = decide({ type: 'request', at: details.requestedAt, details }, initialState);
    const requested = decision.accepted ? transitionsOf(evolve, initialState, decision.events) : [];
    const held = await bookings.hold(requested, cause);
    switch (held) {
      case 'held':
        return { ...details, status: 'REQUESTED' };
      case 'slot-taken':
        return { kind: 'SlotTaken', slot, nextFreeSlot: await nextFreeSlot(room.id, slot) };
      case 'exists':
        // Another try of this command was quicker.
        return existing(id);
      default:
        return unreachable(held);
    }
  }

  /** Asks for the money of a held booking; of one that an earlier try brought further it says what became of it. */
  async function pay(
    held: Booking,
    { customerId, paymentMethod, cause }: BookRoom,
    waitedMs: number,
  ): Promise<BookRoomOutcome> {
    const { id, price: amount } = held;
    if (held.status !== 'REQUESTED') return outcomeOf(held);
    const authorization = await payments.authorize({
      waitedMs,
      bookingId: id,
      customerId,
      amount,
      paymentMethod,
      cause,
    });
    const outcome = outcomeOf(await settle(id, authorization, cause));
    return outcome.kind === 'PaymentUnavailable' && authorization.kind === 'PaymentUnavailable'
      ? { ...outcome, retryAfterSeconds: authorization.retryAfterSeconds }
      : outcome;
  }

  async function existing(id: string): Promise<Booking> {
    const { state } = await bookings.load(id);
    if (!state) throw new Error(`The booking ${id} is there and cannot be found`);
    return state;
  }

  /** A room that was registered a moment ago may be known here a moment later. */
  function findRoom(roomId: string): Promise<RoomReplica | undefined> {
    const find = () => rooms.find(roomId);
    return isAwaitingReplication(roomId, clock()) ? awaitReplication(find) : find();
  }

  /** Brings the answer of payment into the booking, and returns what the booking then is. */
  async function settle(id: string, authorization: Authorization, cause: Cause): Promise<Booking> {
    const settled = await handleBooking(id, () => toCommand(authorization, clock()), { cause });
    if (!settled.accepted || !settled.state)
      throw new Error(`The booking ${id} is gone while it is being paid`);
    return settled.state;
  }

  async function nextFreeSlot(roomId: string, slot: Slot): Promise<Slot | null> {
    const length = slotLengthMs(slot);
    const horizon = slotFrom(slot.start, NEXT_SLOT_HORIZON_MS + length);
    const gaps = gapsBetween(await queries.heldSlots(roomId, horizon), horizon);
    const gap = gaps.find((each) => slotLengthMs(each) >= length);
    return gap ? slotFrom(gap.start, length) : null;
  }
}

/** What the customer is told of a booking that payment has answered for. */
function outcomeOf(booking: Booking): BookRoomOutcome {
  if (booking.status !== 'REJECTED') return { kind: 'BookRoomSuccess', booking };
  const { id, reason, declineCode } = booking;
  switch (reason) {
    case 'PAYMENT_UNAVAILABLE':
      return { kind: 'PaymentUnavailable', retryAfterSeconds: RETRY_AFTER_S, rejectedBooking: id };
    case 'PAYMENT_DECLINED':
      if (declineCode === METHOD_UNKNOWN) return { ...unknownPaymentMethod(), rejectedBooking: id };
      return { kind: 'PaymentDeclined', declineCode: declineCode ?? 'generic_decline' };
    default:
      return unreachable(reason);
  }
}

/** What an answer of payment means for the booking. */
function toCommand(authorization: Authorization, at: Instant): BookingCommand {
  switch (authorization.kind) {
    case 'Authorized':
      return { type: 'recordAuthorization', at };
    case 'PaymentDeclined':
      return {
        type: 'rejectForPayment',
        at,
        reason: 'PAYMENT_DECLINED',
        declineCode: authorization.declineCode,
      };
    case 'PaymentMethodUnknown':
      return {
        type: 'rejectForPayment',
        at,
        reason: 'PAYMENT_DECLINED',
        declineCode: METHOD_UNKNOWN,
      };
    case 'PaymentUnavailable':
      return { type: 'rejectForPayment', at, reason: 'PAYMENT_UNAVAILABLE', declineCode: null };
    default:
      return unreachable(authorization);
  }
}

function isPlausible(paymentMethod: string): boolean {
  return (
    paymentMethod !== '' && paymentMethod.length <= LONGEST_PAYMENT_METHOD && isStorableText(paymentMethod)
  );
}

function unknownPaymentMethod(): InvalidInput {
  return invalid('paymentMethod', 'Name a payment method of the payment provider, such as pm_card_visa.');
}
