import { isCurrency } from '../../../platform/currency.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { transitionsOf, unreachable } from '../../../platform/decisions/decider.ts';
import { addMilliseconds, type Money } from '../../../platform/decisions/values.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type InputProblem,
  ifPresent,
  inputProblem,
  invalidInput,
  parseUuid,
  problemsIn,
  rangeProblem,
  textProblem,
} from '../../../platform/input.ts';
import { isVisible } from '../../../platform/text/visible.ts';
import type { Booking, BookingDetails } from '../domain/booking.ts';
import { bookingDecider } from '../domain/booking-decide.ts';
import { LARGEST_AMOUNT } from '../domain/price.ts';
import { gapsBetween, type Slot, slotFrom, slotLengthMs, upTo } from '../domain/slot.ts';
import { createAgreedPrice, type PriceChanged } from './agreed-price.ts';
import type { BookingLimits } from './booking-limits.ts';
import { createFindRoom } from './find-room.ts';
import { payablePrice } from './payable-price.ts';
import type { Dependencies, KnownRoom, PaymentService, PaymentSummary } from './ports.ts';
import { isSlot, requestedSlot } from './requested-slot.ts';
import type { ResumeBooking } from './resume-booking.ts';
import {
  GIVE_PAYMENT_METHOD,
  outcomeOf,
  type PaymentOutcome,
  type SettleAuthorization,
} from './settle-authorization.ts';

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
  | (Extract<PaymentOutcome, { kind: 'BookRoomSuccess' }> & {
      /** The room as this attempt has read it; undefined when it has not. */
      readonly room?: KnownRoom | undefined;
      /** The payment as this attempt has authorised it; undefined when it has not. */
      readonly payment?: PaymentSummary | undefined;
    })
  | { readonly kind: 'SlotTaken'; readonly slot: Slot; readonly nextFreeSlot: Slot | null }
  | { readonly kind: 'RoomUnavailable'; readonly roomId: string }
  | TooManyAttempts
  | PriceChanged
  | Exclude<PaymentOutcome, { kind: 'BookRoomSuccess' }>;

/** Payments of the customer were declined so often that they have to wait. */
export type TooManyAttempts = {
  readonly kind: 'TooManyAttempts';
  /** When a booking is taken again; at least 1. */
  readonly retryAfterSeconds: number;
};

type Refusal = Exclude<
  BookRoomOutcome,
  { kind: 'BookRoomSuccess' | 'PaymentActionRequired' | 'PaymentDeclined' | 'PaymentExpired' }
>;

const LONGEST_PAYMENT_METHOD = 255;
const NEXT_SLOT_HORIZON_MS = 31 * 24 * 3_600_000;

/**
 * Books a room: holds the slot, authorises the payment, and frees the slot when that fails. Nothing is
 * charged unless the outcome is a success; the slot is also held while the customer has to act.
 */
export function createBookRoom({
  settleAuthorization,
  resumeBooking,
  bookings,
  rooms,
  payments,
  queries,
  clock,
  limits,
  onTooManyAttempts,
}: Pick<Dependencies, 'bookings' | 'rooms' | 'payments' | 'queries' | 'clock'> & {
  readonly limits: BookingLimits;
  /** Called when a customer is refused for declined payments. */
  readonly onTooManyAttempts: () => void;
  readonly settleAuthorization: SettleAuthorization;
  readonly resumeBooking: ResumeBooking;
}) {
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
    const permit = await payments.acquire(command.customerId);
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
    paymentMethod,
    expectedPrice,
    ...command
  }: BookRoom): Promise<{ readonly details: BookingDetails; readonly room: KnownRoom } | Refusal> {
    const now = clock();
    const roomId = parseUuid(command.roomId);
    const slot = requestedSlot(command.slot, now, limits.horizonMs);
    const refusal = invalidInput(
      roomId ? undefined : inputProblem('roomId', 'MALFORMED', 'Give the id of a room: a UUID.'),
      isSlot(slot) ? undefined : slot,
      paymentMethodProblem(paymentMethod),
      ifPresent(expectedPrice, expectedPriceProblems),
    );
    if (refusal) return refusal;
    if (!roomId || !isSlot(slot)) throw new Error('An input with problems is refused');
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
    const { id, room, slot, customerId } = details;
    const { decide, evolve, initialState } = bookingDecider;
    const decision = decide({ type: 'request', at: details.requestedAt, details }, initialState);
    const requested = decision.accepted ? transitionsOf(evolve, initialState, decision.events) : [];
    const after = addMilliseconds(details.requestedAt, -limits.declinesWithinMs);
    const held = await bookings.hold(requested, cause, { most: limits.mostDeclines, after });
    switch (held) {
      case 'held':
        return { ...details, status: 'REQUESTED', action: null };
      case 'slot-taken':
        return { kind: 'SlotTaken', slot, nextFreeSlot: await nextFreeSlot(room.id, slot) };
      case 'exists':
        // Another attempt at this command was faster.
        return existing(id);
      case 'too-many-declines':
        return tooManyAttempts(customerId);
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
    if (held.action) return resumeBooking({ bookingId: id, cause });
    const authorization = await authorize({
      bookingId: id,
      roomId: held.room.id,
      customerId,
      amount,
      paymentMethod: paymentMethod.trim(),
      cause,
    });
    const outcome = outcomeOf(await settleAuthorization(id, authorization, cause));
    if (outcome.kind === 'PaymentUnavailable' && authorization.kind === 'PaymentUnavailable')
      return { ...outcome, retryAfterSeconds: authorization.retryAfterSeconds };
    // Nothing is captured before the booking is known to be paid.
    return outcome.kind === 'BookRoomSuccess' &&
      outcome.booking.status === 'PAID' &&
      authorization.kind === 'Authorized'
      ? { ...outcome, payment: { id: authorization.paymentId, status: 'AUTHORIZED' } }
      : outcome;
  }

  /** The customer may try again when the oldest declined payment does not count any more. */
  async function tooManyAttempts(customerId: string): Promise<TooManyAttempts> {
    onTooManyAttempts();
    const { mostDeclines, declinesWithinMs } = limits;
    const oldest = (await queries.declinedAt(customerId, mostDeclines)).at(-1);
    const waitMs = oldest === undefined ? 0 : Date.parse(oldest) + declinesWithinMs - Date.parse(clock());
    return { kind: 'TooManyAttempts', retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) };
  }

  async function existing(id: string): Promise<Booking> {
    const { state } = await bookings.load(id);
    if (!state) throw new Error(`The booking ${id} exists but cannot be loaded`);
    return state;
  }

  async function nextFreeSlot(roomId: string, slot: Slot): Promise<Slot | null> {
    const length = slotLengthMs(slot);
    const last = addMilliseconds(clock(), limits.horizonMs);
    const horizon = upTo(slotFrom(slot.start, NEXT_SLOT_HORIZON_MS + length), last);
    const gaps = gapsBetween((await queries.heldSlots([roomId], horizon)).get(roomId) ?? [], horizon);
    const gap = gaps.find((each) => slotLengthMs(each) >= length);
    return gap ? slotFrom(gap.start, length) : null;
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
