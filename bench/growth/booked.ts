import type { PaymentIntent } from '../../embedded/psp/domain/payment-intent.ts';
import {
  captureIntent,
  confirmIntent,
  createIntent,
} from '../../embedded/psp/domain/payment-intent-decide.ts';
import { newId as newProviderId } from '../../embedded/psp/ids.ts';
import { type Cause, newCause } from '../../platform/decisions/cause.ts';
import { addMilliseconds } from '../../platform/decisions/values.ts';
import { newId } from '../../platform/identifiers.ts';
import { type CloudEvent, causedBy } from '../../platform/messaging/event.ts';
import { toMessage as toBookingMessage } from '../../subgraphs/booking/application/published-events.ts';
import type { Booking } from '../../subgraphs/booking/domain/booking.ts';
import { bookingDecider } from '../../subgraphs/booking/domain/booking-decide.ts';
import { toMessage as toPaymentMessage } from '../../subgraphs/payment/application/published-events.ts';
import type { Payment } from '../../subgraphs/payment/domain/payment.ts';
import { paymentDecider } from '../../subgraphs/payment/domain/payment-decide.ts';
import { toAssignmentMessage } from '../../subgraphs/room/application/published-events.ts';
import type { Assignment } from '../../subgraphs/room/domain/assignment.ts';
import { assignmentDecider } from '../../subgraphs/room/domain/assignment-decide.ts';
import type { Room } from '../../subgraphs/room/domain/room.ts';
import { createAggregate } from './aggregate.ts';

/** A booking that is asked for. */
export type Wanted = {
  readonly room: Room;
  readonly customerId: string;
  readonly slot: Booking['slot'];
  readonly requestedAt: string;
  /** Whether its slot has passed. */
  readonly isOver: boolean;
};

/** What a booking has become in each service, and all that has happened. */
export type Booked = {
  readonly booking: Booking;
  readonly bookingVersion: number;
  readonly payment: Payment;
  readonly paymentVersion: number;
  readonly assignment: Assignment;
  readonly assignmentVersion: number;
  /** Whether its slot has passed. */
  readonly isOver: boolean;
  readonly intent: PaymentIntent;
  readonly cause: Cause;
  readonly events: Readonly<Record<'booking' | 'payment' | 'room', readonly CloudEvent[]>>;
};

const METHOD = 'pm_card_visa';
const WEEK_S = 7 * 24 * 3_600;

/** Books a room as the services do: requested, paid, assigned, captured, confirmed, completed at its end. */
export function bookRoom({ room, customerId, slot, requestedAt, isOver }: Wanted): Booked {
  const after = (seconds: number) => addMilliseconds(requestedAt, seconds * 1_000);
  const cause = newCause();
  const { id: roomId, name, hostId, hourlyRate: price } = room;
  const id = newId();
  const paymentId = newId();
  const booking = createAggregate({ id, decider: bookingDecider, toMessage: toBookingMessage });
  const assignment = createAggregate({ id, decider: assignmentDecider, toMessage: toAssignmentMessage });
  const payment = createAggregate({ id: paymentId, decider: paymentDecider, toMessage: toPaymentMessage });
  const details = { id, room: { id: roomId, name, hostId }, customerId, slot, price, requestedAt };
  const { correlationId } = cause;
  const reference = { bookingId: id, paymentId, correlationId };
  const intent = chargeCard(price, reference, Math.floor(Date.parse(requestedAt) / 1_000));
  const intentOf = (at: string, status: 'authorized' | 'captured') =>
    ({
      type: 'recordIntent',
      at,
      intent: { intentId: intent.id, captureBefore: null, declineCode: null, status },
      newRefundId: newId(),
    }) as const;

  const requested = booking.handle({ type: 'request', at: requestedAt, details }, cause);
  const wanted = {
    id: paymentId,
    bookingId: id,
    roomId,
    customerId,
    amount: price,
    requestedAt,
    correlationId,
  };
  payment.handle({ type: 'request', at: requestedAt, details: wanted, paymentMethod: METHOD }, cause);
  const secured = payment.handle(intentOf(after(1), 'authorized'), cause);
  const paid = booking.handle({ type: 'recordAuthorization', at: after(1) }, cause);
  const of = { bookingId: id, roomId, customerId, slot };
  const assigned = assignment.handle(
    { type: 'assign', at: after(2), roomName: name, booking: of, refusal: null },
    causeOf(paid),
  );
  payment.handle({ type: 'capture', at: after(3) }, causeOf(assigned));
  const taken = payment.handle(intentOf(after(3), 'captured'), causeOf(assigned));
  const confirmed = booking.handle({ type: 'confirm', at: after(4) }, causeOf(taken));
  const completed = isOver ? booking.handle({ type: 'complete', at: slot.end }) : [];
  return {
    booking: booking.state(),
    bookingVersion: booking.version(),
    payment: payment.state(),
    paymentVersion: payment.version(),
    assignment: assignment.state(),
    assignmentVersion: assignment.version(),
    isOver,
    intent,
    cause,
    events: {
      booking: [...requested, ...paid, ...confirmed, ...completed],
      payment: [...secured, ...taken],
      room: assigned,
    },
  };
}

/** The cause of what follows from the last of some events. */
function causeOf(events: readonly CloudEvent[]): Cause {
  const last = events.at(-1);
  if (!last) throw new Error('A step of a booking has no event');
  return causedBy(last);
}

/** What the simulator does for a payment. @param at seconds since 1970 */
function chargeCard(
  { amount, currency }: Booking['price'],
  metadata: Readonly<Record<string, string>>,
  at: number,
): PaymentIntent {
  const details = {
    amount,
    currency: currency.toLowerCase(),
    captureMethod: 'manual',
    paymentMethod: METHOD,
    description: null,
    customer: null,
    receiptEmail: null,
    metadata,
  } as const;
  const { intent: created } = createIntent(newProviderId('pi'), details, at);
  const confirmation = { paymentMethod: null, pageUrl: '', returnUrl: null, declinesAction: true };
  const authorized = confirmIntent(created, confirmation, { at, authLifetimeS: WEEK_S });
  if (authorized.kind !== 'done') throw new Error('A card was declined');
  const captured = captureIntent(authorized.intent, null, { issuerRefuses: false });
  if (captured.kind !== 'done') throw new Error('A capture was refused');
  return captured.intent;
}
