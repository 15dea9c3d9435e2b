import { describe, test } from 'vitest';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import type { AssignmentEvent } from './assignment.ts';
import { type AssignmentCommand, assignmentDecider } from './assignment-decide.ts';

/** An instant of one day. */
function at(time: string): string {
  return `2030-05-01T${time}:00.000Z`;
}

const booked = { bookingId: 'a', roomId: 'room', slot: { start: at('09:00'), end: at('10:00') } };
const booking = { ...booked, customerId: 'alice' };
const roomName = 'Han';

const { given } = deciderSpec(assignmentDecider);

function assign(time: string, refusal: 'ROOM_CLOSED' | 'ROOM_DELETED' | null = null): AssignmentCommand {
  return { type: 'assign', at: at(time), roomName, booking, refusal };
}

function release(time: string, mayComeLate = true): AssignmentCommand {
  return { type: 'release', at: at(time), roomName, booking: booked, mayComeLate };
}

function unassign(time: string): AssignmentCommand {
  return { type: 'unassign', at: at(time), roomName, reason: 'ROOM_DELETED' };
}

const assigned: AssignmentEvent = { type: 'RoomAssigned', at: at('08:00'), roomName, booking };

function unassigned(
  time: string,
  reason: 'BOOKING_CANCELLED' | 'ROOM_CLOSED' | 'ROOM_DELETED',
): AssignmentEvent {
  return { type: 'RoomUnassigned', at: at(time), roomName, booking, reason };
}

describe('assigning', () => {
  test('a booking to a room that takes it', () => {
    given().when(assign('08:00')).then(assigned);
  });
  test('also when the slot has passed', () => {
    given()
      .when(assign('12:00'))
      .then({ ...assigned, at: at('12:00') });
  });
  test.each(['ROOM_CLOSED', 'ROOM_DELETED'] as const)('to a room that does not: %s', (reason) => {
    given().when(assign('08:00', reason)).then(unassigned('08:00', reason));
  });
  test('the same booking again: nothing changes, whatever the room is now', () => {
    given(assigned).when(assign('08:30')).then();
    given(assigned).when(assign('08:30', 'ROOM_DELETED')).then();
    given(unassigned('08:00', 'ROOM_CLOSED')).when(assign('08:30')).then();
  });
});

describe('releasing', () => {
  test('a future or current booking', () => {
    given(assigned).when(release('08:30')).then(unassigned('08:30', 'BOOKING_CANCELLED'));
    given(assigned).when(release('09:30')).then(unassigned('09:30', 'BOOKING_CANCELLED'));
  });
  test('a booking whose slot has passed: it stays', () => {
    given(assigned).when(release('10:00')).then();
  });
  test('again: nothing changes', () => {
    given(assigned, unassigned('08:30', 'BOOKING_CANCELLED')).when(release('08:40')).then();
  });
  test('a booking that is not assigned yet is recorded once and never assigned', () => {
    const cancelledEarly: AssignmentEvent = {
      type: 'BookingCancelledEarly',
      at: at('08:00'),
      booking: booked,
    };
    given().when(release('08:00')).then(cancelledEarly);
    given(cancelledEarly).when(release('08:10')).then();
    given(cancelledEarly).when(assign('08:20')).then();
    given(cancelledEarly).when(unassign('08:20')).then();
  });
  test('a booking that can no longer be assigned is not recorded', () => {
    given().when(release('08:00', false)).then();
    given().when(release('10:00')).then();
  });
});

describe('taking the room away', () => {
  test('from a future or current booking, once', () => {
    given(assigned).when(unassign('09:30')).then(unassigned('09:30', 'ROOM_DELETED'));
    given(assigned, unassigned('08:30', 'BOOKING_CANCELLED')).when(unassign('08:40')).then();
  });
  test('from a booking whose slot has passed, or that is unknown: nothing changes', () => {
    given(assigned).when(unassign('10:00')).then();
    given().when(unassign('08:00')).then();
  });
});
