import { awaitReplication, isAwaitingReplication } from '../../../platform/awaiting-replication.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { transitionsOf, unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, invalid, isStorableText, isUuid } from '../../../platform/input.ts';
import type { Booking, BookingDetails, RejectionReason } from '../domain/booking.ts';
import { type BookingCommand, bookingDecider } from '../domain/booking-decide.ts';
import { LARGEST_AMOUNT, priceOf } from '../domain/price.ts';
import { gapsBetween, type Slot, slotFrom, slotLengthMs } from '../domain/slot.ts';
import type {
  Authorization,
  Dependencies,
  PaymentService,
  PaymentUnavailable,
  RoomReplica,
} from './ports.ts';
import { requestedSlot } from './requested-slot.ts';

/** The command id becomes the id of the booking. */
export type BookRoom = CommandContext & {
  readonly customerId: string;
  readonly roomId: string;
  /** The hour from now when left out. */
  readonly slot?: { readonly start: string; readonly end: string } | null | undefined;
  readonly paymentMethod: string;
};

export type BookRoomOutcome =
  | { readonly kind: 'BookRoomSuccess'; readonly booking: Booking }
  | { readonly kind: 'SlotTaken'; readonly slot: Slot; readonly nextFreeSlot: Slot | null }
  | { readonly kind: 'RoomUnavailable'; readonly roomId: string }
  | Extract<Authorization, { kind: 'PaymentDeclined' }>
  | (PaymentUnavailable & Abandoned)
  | (InvalidInput & Abandoned);

type Abandoned = {
  /**
   * The booking that was held and then rejected. Its command has ended, so that a retry needs a new command.
   */
  readonly rejectedBooking?: string;
};

type Refusal = Exclude<BookRoomOutcome, { kind: 'BookRoomSuccess' | 'PaymentDeclined' }>;

const LONGEST_PAYMENT_METHOD = 255;
const METHOD_UNKNOWN = 'payment_method_unknown';
const NEXT_SLOT_HORIZON_MS = 31 * 24 * 3_600_000;
/** The slot of a rejected booking is free at once. */
const RETRY_AFTER_S = 1;

/**
 * Books a room: holds the slot, authorises the payment, and frees the slot when that fails. Nothing is held
 * or charged unless the outcome is a success.
 */
export function createBookRoom({ handleBooking, bookings, rooms, payments, queries, clock }: Dependencies) {
  return async (command: BookRoom): Promise<BookRoomOutcome> => {
    const { attempt, cause } = command;
    const earlier = attempt.isRetry ? (await bookings.load(attempt.commandId)).state : undefined;
    if (earlier) return pay(earlier, command, payments);
    const requested = await check(command);
    if ('kind' in requested) {
      // Another attempt at this command may have run before the room or the time changed.
      const { state: other } = await bookings.load(attempt.commandId);
      return other ? pay(other, command, payments) : requested;
    }
    const permit = await payments.acquire();
    if (permit.kind === 'PaymentUnavailable') return permit;
    try {
      const held = await hold(requested, cause);
      return 'kind' in held ? held : await pay(held, command, permit);
    } finally {
      permit.release();
    }
  };

  /** Checks the command and completes its details. */
  async function check({
    attempt,
    customerId,
    roomId,
    paymentMethod,
    ...command
  }: BookRoom): Promise<BookingDetails | Refusal> {
    if (!isUuid(roomId)) return invalid('roomId', 'Give the id of a room, which is a UUID.');
    if (!isWellFormed(paymentMethod)) return unknownPaymentMethod();
    const now = clock();
    const slot = requestedSlot(command.slot, now);
    if ('kind' in slot) return slot;
    const room = await findRoom(roomId);
    if (!room || room.closed || room.deleted) return { kind: 'RoomUnavailable', roomId };
    const price = priceOf(slot, room.hourlyRate);
    if (price.amount > LARGEST_AMOUNT)
      return invalid('slot', 'The price of this slot is too high: book a shorter slot.');
    const id = attempt.commandId;
    return { id, room: { id: room.id, name: room.name }, customerId, slot, price, requestedAt: now };
  }

  /** Requests the booking, which holds the slot. */
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
        // Another attempt at this command was faster.
        return existing(id);
      default:
        return unreachable(held);
    }
  }

  /**
   * Authorises the payment of a held booking. A booking that an earlier attempt has taken further is
   * returned.
   */
  async function pay(
    held: Booking,
    { customerId, paymentMethod, cause }: BookRoom,
    { authorize }: Pick<PaymentService, 'authorize'>,
  ): Promise<BookRoomOutcome> {
    const { id, price: amount } = held;
    if (held.status !== 'REQUESTED') return outcomeOf(held);
    const authorization = await authorize({ bookingId: id, customerId, amount, paymentMethod, cause });
    const outcome = outcomeOf(await settle(id, authorization, cause));
    return outcome.kind === 'PaymentUnavailable' && authorization.kind === 'PaymentUnavailable'
      ? { ...outcome, retryAfterSeconds: authorization.retryAfterSeconds }
      : outcome;
  }

  async function existing(id: string): Promise<Booking> {
    const { state } = await bookings.load(id);
    if (!state) throw new Error(`The booking ${id} exists but cannot be loaded`);
    return state;
  }

  /** A new room may reach the replica a moment after its registration. */
  function findRoom(roomId: string): Promise<RoomReplica | undefined> {
    const find = () => rooms.find(roomId);
    return isAwaitingReplication(roomId, clock()) ? awaitReplication(find) : find();
  }

  /** Applies the result of the authorisation to the booking, and returns the booking. */
  async function settle(id: string, authorization: Authorization, cause: Cause): Promise<Booking> {
    const settled = await handleBooking(id, () => toCommand(authorization, clock()), { cause });
    if (!settled.accepted || !settled.state)
      throw new Error(`The booking ${id} disappeared during its payment`);
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

/** The outcome of a booking after its payment was authorised or refused. */
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

/** The command that applies the result of an authorisation. */
function toCommand(authorization: Authorization, at: Instant): BookingCommand {
  const rejectFor = (reason: RejectionReason, declineCode: string | null) =>
    ({ type: 'rejectForPayment', at, reason, declineCode }) as const;
  switch (authorization.kind) {
    case 'Authorized':
      return { type: 'recordAuthorization', at };
    case 'PaymentDeclined':
      return rejectFor('PAYMENT_DECLINED', authorization.declineCode);
    case 'PaymentMethodUnknown':
      return rejectFor('PAYMENT_DECLINED', METHOD_UNKNOWN);
    case 'PaymentUnavailable':
      return rejectFor('PAYMENT_UNAVAILABLE', null);
    default:
      return unreachable(authorization);
  }
}

function isWellFormed(paymentMethod: string): boolean {
  return (
    paymentMethod !== '' && paymentMethod.length <= LONGEST_PAYMENT_METHOD && isStorableText(paymentMethod)
  );
}

function unknownPaymentMethod(): InvalidInput {
  return invalid('paymentMethod', 'Give a payment method of the payment provider, such as pm_card_visa.');
}
