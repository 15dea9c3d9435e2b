import { isCurrency } from '../../../platform/currency.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { transitionsOf, unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant, Money } from '../../../platform/decisions/values.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type InputProblem,
  type InvalidInput,
  ifPresent,
  inputProblem,
  invalid,
  invalidInput,
  isUuid,
  problemsIn,
  rangeProblem,
  textProblem,
} from '../../../platform/input.ts';
import { isVisible } from '../../../platform/text/visible.ts';
import type { Booking, BookingDetails, RejectionReason } from '../domain/booking.ts';
import { type BookingCommand, bookingDecider } from '../domain/booking-decide.ts';
import { LARGEST_AMOUNT } from '../domain/price.ts';
import { gapsBetween, type Slot, slotFrom, slotLengthMs } from '../domain/slot.ts';
import { createAgreedPrice, type PriceChanged } from './agreed-price.ts';
import { createFindRoom } from './find-room.ts';
import { type PaymentRefused, payablePrice, refusalOf } from './payable-price.ts';
import type { Authorization, Dependencies, KnownRoom, PaymentService, PaymentUnavailable } from './ports.ts';
import { isSlot, requestedSlot } from './requested-slot.ts';

/** The command id becomes the id of the booking. */
export type BookRoom = CommandContext & {
  readonly customerId: string;
  readonly roomId: string;
  /** The hour from now when left out. */
  readonly slot?: { readonly start: string; readonly end: string } | null | undefined;
  readonly paymentMethod: string;
  /** The price that the customer has seen; any when left out. */
  readonly expectedPrice?: Money | null | undefined;
};

export type BookRoomOutcome =
  | {
      readonly kind: 'BookRoomSuccess';
      readonly booking: Booking;
      /** The room as this attempt has read it; undefined when it has not. */
      readonly room?: KnownRoom | undefined;
    }
  | { readonly kind: 'SlotTaken'; readonly slot: Slot; readonly nextFreeSlot: Slot | null }
  | { readonly kind: 'RoomUnavailable'; readonly roomId: string }
  | PriceChanged
  | Extract<Authorization, { kind: 'PaymentDeclined' }>
  | (PaymentUnavailable & Abandoned)
  | (PaymentRefused & Abandoned)
  | (InvalidInput & Abandoned);

type Abandoned = {
  /**
   * The booking that was held and then rejected. Its command has ended, so that a retry needs a new command.
   */
  readonly rejectedBooking?: string;
};

type Refusal = Exclude<BookRoomOutcome, { kind: 'BookRoomSuccess' | 'PaymentDeclined' }>;

const LONGEST_PAYMENT_METHOD = 255;
const GIVE_PAYMENT_METHOD = 'Give a payment method of the payment provider, such as pm_card_visa.';
const METHOD_UNKNOWN = 'payment_method_unknown';
const NEXT_SLOT_HORIZON_MS = 31 * 24 * 3_600_000;
/** The slot of a rejected booking is free at once. */
const RETRY_AFTER_S = 1;

/**
 * Books a room: holds the slot, authorises the payment, and frees the slot when that fails. Nothing is held
 * or charged unless the outcome is a success.
 */
export function createBookRoom({
  handleBooking,
  bookings,
  rooms,
  payments,
  queries,
  clock,
}: Pick<Dependencies, 'handleBooking' | 'bookings' | 'rooms' | 'payments' | 'queries' | 'clock'>) {
  const findRoom = createFindRoom({ rooms, clock });
  const agreedPrice = createAgreedPrice({ rooms });

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
      const held = await hold(requested.details, cause);
      if ('kind' in held) return held;
      const outcome = await pay(held, command, permit);
      return outcome.kind === 'BookRoomSuccess' ? { ...outcome, room: requested.room } : outcome;
    } finally {
      permit.release();
    }
  };

  /** Checks the command, reads the room and completes the details. */
  async function check({
    attempt,
    customerId,
    roomId,
    paymentMethod,
    expectedPrice,
    ...command
  }: BookRoom): Promise<{ readonly details: BookingDetails; readonly room: KnownRoom } | Refusal> {
    const now = clock();
    const slot = requestedSlot(command.slot, now);
    const refusal = invalidInput(
      isUuid(roomId) ? undefined : inputProblem('roomId', 'MALFORMED', 'Give the id of a room: a UUID.'),
      isSlot(slot) ? undefined : slot,
      paymentMethodProblem(paymentMethod),
      ifPresent(expectedPrice, expectedPriceProblems),
    );
    if (refusal) return refusal;
    if (!isSlot(slot)) throw new Error('A slot with problems is refused');
    const room = await findRoom(roomId);
    if (!room || room.closed || room.deleted) return { kind: 'RoomUnavailable', roomId };
    const price = payablePrice(slot, room.hourlyRate);
    if ('kind' in price) return price;
    const expected = ifPresent(expectedPrice, ({ amount, currency }) => ({ amount, currency }));
    const agreed = await agreedPrice({ roomId, slot, price, expected, now });
    if ('kind' in agreed) return agreed;
    const { id, name, hostId } = room;
    const details = {
      id: attempt.commandId,
      room: { id, name, hostId },
      customerId,
      slot,
      price: agreed,
      requestedAt: now,
    };
    return { details, room };
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
    const authorization = await authorize({
      bookingId: id,
      roomId: held.room.id,
      customerId,
      amount,
      paymentMethod: paymentMethod.trim(),
      cause,
    });
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
    case 'PAYMENT_REFUSED':
      return { ...refusalOf(declineCode), rejectedBooking: id };
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
    case 'PaymentRefused':
      return rejectFor('PAYMENT_REFUSED', authorization.code);
    case 'PaymentUnavailable':
      return rejectFor('PAYMENT_UNAVAILABLE', null);
    default:
      return unreachable(authorization);
  }
}

function paymentMethodProblem(paymentMethod: string): InputProblem | undefined {
  if (!isVisible(paymentMethod)) return inputProblem('paymentMethod', 'REQUIRED', GIVE_PAYMENT_METHOD);
  return textProblem('paymentMethod', paymentMethod, LONGEST_PAYMENT_METHOD);
}

function expectedPriceProblems({ amount, currency }: Money): readonly InputProblem[] {
  return problemsIn(
    rangeProblem('expectedPrice.amount', amount, 0, LARGEST_AMOUNT),
    isCurrency(currency)
      ? undefined
      : inputProblem('expectedPrice.currency', 'UNKNOWN', 'Give the currency that the price has.'),
  );
}

function unknownPaymentMethod(): InvalidInput {
  return invalid('paymentMethod', 'UNKNOWN', GIVE_PAYMENT_METHOD);
}
