import { answeredId, type Outcome } from './history.ts';
import type { BookingRow, SystemState } from './system-state.ts';
import { SLOT_HOLDING_STATUSES, type Violation } from './violation.ts';

/** Who cancels a booking by a request. */
const PERSONS: ReadonlySet<BookingRow['cancelledBy']> = new Set(['CUSTOMER', 'HOST', 'ADMIN', 'STAFF']);

/** Checks the bookings against the answers that their clients got. */
export function checkAnswers(outcomes: readonly Outcome[], state: SystemState): readonly Violation[] {
  const violations: Violation[] = [];
  const bookings = new Map(state.bookings.map((row) => [row.id, row]));
  const acknowledged = new Map<string, Outcome>();
  /** Bookings whose cancellation was requested, or whose room was closed or deleted, without a refusal. */
  const cancellationsRequested = new Set<string>();
  const roomsClosedOrDeleted = new Set<string>();
  const refundedOutside = new Set<string>();

  function wrong(kind: Violation['kind'], bookingId: string | undefined, what: string): void {
    violations.push({ kind, bookingId, what });
  }

  for (const outcome of outcomes) {
    const { operation, completion } = outcome;
    const mayBeDone =
      completion.kind === 'unknown' ||
      (completion.kind === 'answer' && completion.answer.type.endsWith('Success'));
    if (operation.type === 'cancel' && mayBeDone && outcome.bookingId)
      cancellationsRequested.add(outcome.bookingId);
    if (operation.type === 'refund' && operation.amount === null && mayBeDone && outcome.bookingId)
      refundedOutside.add(outcome.bookingId);
    if ((operation.type === 'close' || operation.type === 'delete') && mayBeDone && outcome.roomId)
      roomsClosedOrDeleted.add(outcome.roomId);
    if (completion.kind === 'answer' && !isExpected(completion.answer.type))
      wrong('wrong answer', undefined, `operation ${operation.index} was answered ${completion.answer.type}`);
    if (operation.patience === 'persists' && (completion.kind === 'unknown' || completion.kind === 'refused'))
      wrong('stuck', undefined, `operation ${operation.index} (${operation.type}) never got an answer`);
  }

  for (const outcome of outcomes) {
    const id = outcome.operation.type === 'book' ? answeredId(outcome) : undefined;
    if (id === undefined) continue;
    const other = acknowledged.get(id);
    if (other)
      wrong(
        'double-booked',
        id,
        `it is the answer to operations ${other.operation.index} and ${outcome.operation.index}`,
      );
    acknowledged.set(id, outcome);
    checkAcknowledged(id, outcome);
  }

  function checkAcknowledged(id: string, { subject, roomId, slot, operation }: Outcome): void {
    const row = bookings.get(id);
    if (!row) {
      wrong('lost', id, `operation ${operation.index} got a booking that does not exist`);
      return;
    }
    const matchesRequest =
      row.customerId === subject &&
      row.roomId === roomId &&
      (!slot || (row.start === slot.start && row.end === slot.end));
    if (!matchesRequest)
      wrong('lost', id, `operation ${operation.index} requested another room, slot or customer`);
    if (row.status === 'REJECTED')
      wrong('lost', id, `operation ${operation.index} got a booking that is REJECTED`);
    if (row.status === 'CANCELLED') checkReason(row);
  }

  function checkReason({ id, cancelledBy, roomId }: BookingRow): void {
    const isByPerson = PERSONS.has(cancelledBy);
    if (isByPerson && !cancellationsRequested.has(id)) wrong('lost', id, 'it is cancelled without a request');
    if (cancelledBy === 'ROOM' && !roomsClosedOrDeleted.has(roomId))
      wrong('lost', id, 'it is cancelled for a room that was neither closed nor deleted');
    if (cancelledBy === 'PROVIDER' && !refundedOutside.has(id))
      wrong('lost', id, 'it is cancelled for a refund that nobody asked for');
    if (cancelledBy === null) wrong('lost', id, 'it is cancelled without a reason');
  }

  for (const { operation, completion, bookingId } of outcomes) {
    if (operation.type !== 'cancel' || completion.kind !== 'answer' || !bookingId) continue;
    const row = bookings.get(bookingId);
    const { type, status } = completion.answer;
    if (type === 'CancelBookingSuccess' && row?.status !== 'CANCELLED')
      wrong('lost', bookingId, `its cancellation was acknowledged, and it is ${row?.status ?? 'not there'}`);
    if (type === 'BookingNotCancellable' && row?.status !== status)
      wrong('wrong answer', bookingId, `its client got the status ${status}, but it is ${row?.status}`);
    if (type === 'NotFound' && row) wrong('lost', bookingId, 'it exists, but its cancellation got NotFound');
  }

  // A booking that no client knows of holds no slot, unless a client that never got an answer may still ask.
  const unanswered = outcomes.filter(
    ({ operation, completion }) => operation.type === 'book' && completion.kind === 'unknown',
  );
  for (const row of state.bookings) {
    if (acknowledged.has(row.id) || !SLOT_HOLDING_STATUSES.has(row.status)) continue;
    const mayBeUnanswered = unanswered.some(
      ({ subject, roomId, slot }) =>
        subject === row.customerId && roomId === row.roomId && (!slot || slot.start === row.start),
    );
    if (!mayBeUnanswered)
      wrong('wrong answer', row.id, `it is ${row.status}, but its customer got another answer`);
  }
  return violations;
}

/** InvalidInput is expected if a default slot is requested again much later. Other errors are not. */
function isExpected(type: string): boolean {
  return (
    type.endsWith('Success') ||
    [
      'SlotTaken',
      'RoomUnavailable',
      'PaymentDeclined',
      'PaymentExpired',
      'BookingNotCancellable',
      'RoomHasBookings',
      'ReviewNotAllowed',
      'NotFound',
      'RefundRefused',
    ].includes(type)
  );
}
