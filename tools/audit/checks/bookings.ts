import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { latest } from '../latest.ts';
import type { BookingRecord } from '../snapshot.ts';
import { inCaseOf } from './case-finding.ts';
import { overlaps } from './overlaps.ts';

/**
 * A room never has two bookings at the same time. This is computed here, independently of the database's
 * constraint.
 */
export function checkDoubleBookings({ snapshot, correlationOf }: CaseIndex): readonly Finding[] {
  const holding = snapshot.bookings.filter(({ status }) => status !== 'REJECTED' && status !== 'CANCELLED');
  return [...Map.groupBy(holding, ({ roomId }) => roomId)].flatMap(([room, bookings]) =>
    overlaps(bookings).map(([first, second]) => ({
      code: 'DOUBLE_BOOKED' as const,
      message: `${span(first)} (${first.status}) and ${span(second)} (${second.status})`,
      ids: { room, booking: first.id, other: second.id },
      correlationId: correlationOf(second.id),
      changedAt: undefined,
    })),
  );
}

/** Every booking makes progress until it is over, and is assigned to its room while it is confirmed. */
export function checkBookings(index: CaseIndex): readonly Finding[] {
  return index.snapshot.bookings.flatMap((booking) => [
    ...(index.rooms.has(booking.roomId) ? [] : [roomUnknown(index, booking)]),
    ...checkProgress(index, booking),
  ]);
}

function roomUnknown(index: CaseIndex, { id, roomId, status }: BookingRecord): Finding {
  const message = `the booking is ${status}`;
  return inCaseOf(index, id, { code: 'ROOM_UNKNOWN', message, ids: { room: roomId } });
}

function checkProgress(index: CaseIndex, booking: BookingRecord): readonly Finding[] {
  const { id, status, slot, requestedAt, expiresAt } = booking;
  const { at, holdLimitMs } = index.snapshot;
  switch (status) {
    case 'REQUESTED': {
      // A customer who has to act has more time than a request to the provider.
      const holdEnds = expiresAt ?? new Date(Date.parse(requestedAt) + holdLimitMs).toISOString();
      const message = `since ${requestedAt}, until ${holdEnds}; ${paymentOf(index, id)}`;
      return [inCaseOf(index, id, { code: 'STUCK_REQUESTED', message, changedAt: holdEnds })];
    }
    case 'PAID': {
      const room = isAssigned(index, booking) ? 'the room is assigned' : 'the room is not assigned';
      return [inCaseOf(index, id, { code: 'STUCK_PAID', message: `${room}; ${paymentOf(index, id)}` })];
    }
    case 'CONFIRMED':
      if (slot.end > at) return isAssigned(index, booking) ? [] : [notAssigned(index, booking)];
      return [
        inCaseOf(index, id, {
          code: 'NOT_COMPLETED',
          message: `the slot ended at ${slot.end}`,
          changedAt: slot.end,
        }),
        ...(wasAssigned(index, id) ? [] : [notAssigned(index, booking)]),
      ];
    case 'COMPLETED':
      return [
        ...(slot.end > at
          ? [inCaseOf(index, id, { code: 'COMPLETED_TOO_EARLY', message: `the slot ends at ${slot.end}` })]
          : []),
        ...(wasAssigned(index, id) ? [] : [notAssigned(index, booking)]),
      ];
    case 'REJECTED':
    case 'CANCELLED':
      return [];
  }
}

/** Tells whether the room is assigned for exactly this slot. */
function isAssigned({ rooms }: CaseIndex, { id, roomId, slot }: BookingRecord): boolean {
  const room = rooms.get(roomId);
  if (!room || room.deleted) return false;
  return room.assignments.some(
    (each) => each.bookingId === id && each.slot.start === slot.start && each.slot.end === slot.end,
  );
}

/** A room removes past assignments, but keeps its events. */
function wasAssigned({ roomEventsOf }: CaseIndex, bookingId: string): boolean {
  return roomEventsOf(bookingId).some(({ type }) => type.startsWith('meetingroom.room.assigned.'));
}

function notAssigned(index: CaseIndex, { id, roomId, status, slot }: BookingRecord): Finding {
  const room = index.rooms.get(roomId);
  const what = !room ? 'unknown' : room.deleted ? 'deleted' : room.status;
  return inCaseOf(index, id, {
    code: 'NOT_ASSIGNED',
    message: `the booking is ${status} for ${slot.start}–${slot.end}, the room is ${what}`,
    ids: { room: roomId },
    changedAt: latest([room?.statusSince]),
  });
}

/** A description of a booking's payment, for people. */
function paymentOf({ paymentsOf }: CaseIndex, bookingId: string): string {
  const [payment] = paymentsOf(bookingId);
  if (!payment) return 'there is no payment';
  const { status, wish, attempts } = payment;
  return `the payment is ${status}${wish ? `, to be done: ${wish}` : ''}${attempts ? `, tried ${attempts} times` : ''}`;
}

function span({ slot }: BookingRecord): string {
  return `${slot.start}–${slot.end}`;
}
