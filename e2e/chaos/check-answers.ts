import { answeredId, type Outcome } from './history.ts';
import type { BookingRow, World } from './stores.ts';
import { SLOT_HOLDING_STATUSES, type Violation } from './violation.ts';

/** What follows for the bookings from what their clients were told. */
export function checkAnswers(outcomes: readonly Outcome[], world: World): readonly Violation[] {
  const violations: Violation[] = [];
  const bookings = new Map(world.bookings.map((row) => [row.id, row]));
  const acknowledged = new Map<string, Outcome>();
  /** Bookings that somebody asked to cancel, or whose room somebody took away, and was not refused. */
  const cancelsAsked = new Set<string>();
  const roomsTaken = new Set<string>();

  function wrong(kind: Violation['kind'], bookingId: string | undefined, what: string): void {
    violations.push({ kind, bookingId, what });
  }

  for (const outcome of outcomes) {
    const { operation, told } = outcome;
    const mayBeDone =
      told.kind === 'unknown' || (told.kind === 'answer' && told.answer.type.endsWith('Success'));
    if (operation.type === 'cancel' && mayBeDone && outcome.bookingId) cancelsAsked.add(outcome.bookingId);
    if ((operation.type === 'close' || operation.type === 'delete') && mayBeDone && outcome.roomId)
      roomsTaken.add(outcome.roomId);
    if (told.kind === 'answer' && !isExpected(told.answer.type))
      wrong('told wrongly', undefined, `operation ${operation.index} was answered ${told.answer.type}`);
    if (operation.patience === 'persists' && (told.kind === 'unknown' || told.kind === 'refused'))
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
        `it was given to operations ${other.operation.index} and ${outcome.operation.index}`,
      );
    acknowledged.set(id, outcome);
    checkAcknowledged(id, outcome);
  }

  function checkAcknowledged(id: string, { subject, roomId, slot, operation }: Outcome): void {
    const row = bookings.get(id);
    if (!row) {
      wrong('lost', id, `operation ${operation.index} was told that it is booked, and it is not there`);
      return;
    }
    const isAsked =
      row.customerId === subject &&
      row.roomId === roomId &&
      (!slot || (row.start === slot.start && row.end === slot.end));
    if (!isAsked) wrong('lost', id, `operation ${operation.index} asked for another room, slot or customer`);
    if (row.status === 'REJECTED')
      wrong('lost', id, `operation ${operation.index} was told that it is booked, and it is REJECTED`);
    if (row.status === 'CANCELLED') checkReason(row);
  }

  function checkReason({ id, cancelledBy, roomId }: BookingRow): void {
    const isByPerson = cancelledBy === 'CUSTOMER' || cancelledBy === 'STAFF';
    if (isByPerson && !cancelsAsked.has(id)) wrong('lost', id, 'it is cancelled, and nobody asked for that');
    if (cancelledBy === 'ROOM' && !roomsTaken.has(roomId))
      wrong('lost', id, 'it is cancelled for a room that nobody closed or deleted');
    if (cancelledBy === null) wrong('lost', id, 'it is cancelled without a reason');
  }

  for (const { operation, told, bookingId } of outcomes) {
    if (operation.type !== 'cancel' || told.kind !== 'answer' || !bookingId) continue;
    const row = bookings.get(bookingId);
    const { type, status } = told.answer;
    if (type === 'CancelBookingSuccess' && row?.status !== 'CANCELLED')
      wrong('lost', bookingId, `its cancellation was acknowledged, and it is ${row?.status ?? 'not there'}`);
    if (type === 'BookingNotCancellable' && row?.status !== status)
      wrong('told wrongly', bookingId, `it was said to be ${status} for good, and is ${row?.status}`);
    if (type === 'NotFound' && row)
      wrong('lost', bookingId, 'its cancellation was told that it is not there');
  }

  // What nobody was told of has come to nothing, unless somebody who may still ask never heard an answer.
  const unanswered = outcomes.filter(
    ({ operation, told }) => operation.type === 'book' && told.kind === 'unknown',
  );
  for (const row of world.bookings) {
    if (acknowledged.has(row.id) || !SLOT_HOLDING_STATUSES.has(row.status)) continue;
    const isSomebodys = unanswered.some(
      ({ subject, roomId, slot }) =>
        subject === row.customerId && roomId === row.roomId && (!slot || slot.start === row.start),
    );
    if (!isSomebodys)
      wrong('told wrongly', row.id, `it is ${row.status}, and its customer was told otherwise`);
  }
  return violations;
}

/** InvalidInput is expected where a default slot or the like was asked for anew much later; other faults are not. */
function isExpected(type: string): boolean {
  return (
    type.endsWith('Success') ||
    ['SlotTaken', 'RoomUnavailable', 'PaymentDeclined', 'BookingNotCancellable', 'RoomHasBookings'].includes(
      type,
    ) ||
    type === 'NotFound'
  );
}
