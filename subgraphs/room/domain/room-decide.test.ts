import { describe, expect, test } from 'vitest';
import { nextTransitionAt } from './occupancy.ts';
import {
  type Assignment,
  evolve,
  type RoomDetails,
  type RoomEvent,
  type RoomState,
  type RoomStatus,
} from './room.ts';
import { decide, type RoomCommand, type RoomRejection } from './room-decide.ts';

const ID = '01890000-0000-7000-8000-000000000001';
const details: RoomDetails = {
  name: 'Han',
  description: null,
  location: 'Seoul',
  capacity: 8,
  hourlyRate: { amount: 12_000, currency: 'KRW' },
  timeZone: 'Asia/Seoul',
};

/** An instant of one day. */
function at(time: string): string {
  return `2030-05-01T${time}:00.000Z`;
}

function booked(bookingId: string, start: string, end: string): Assignment {
  return { bookingId, customerId: 'alice', slot: { start: at(start), end: at(end) } };
}

function changed(
  time: string,
  previousStatus: RoomStatus | null,
  status: RoomStatus,
  bookingId: string | null = null,
): RoomEvent {
  return { type: 'RoomStatusChanged', at: at(time), status, previousStatus, bookingId };
}

function assigned(time: string, assignment: Assignment): RoomEvent {
  return { type: 'RoomAssigned', at: at(time), assignment };
}

function assign(time: string, assignment: Assignment): RoomCommand {
  return { type: 'assign', at: at(time), assignment };
}

function release(time: string, { bookingId, slot }: Assignment, mayComeLate = true): RoomCommand {
  return { type: 'release', at: at(time), booking: { bookingId, slot }, mayComeLate };
}

function remove(time: string, cancelBookings = false, commandId = 'delete-1'): RoomCommand {
  return { type: 'delete', at: at(time), commandId, cancelBookings };
}

const registered: RoomEvent[] = [
  { type: 'RoomRegistered', at: at('06:00'), id: ID, details, supplies: null },
  changed('06:00', null, 'EMPTY'),
];
const closedAt7: RoomEvent[] = [
  { type: 'RoomClosed', at: at('07:00'), reason: null },
  changed('07:00', 'EMPTY', 'CLOSED'),
];
const deletedAt7: RoomEvent[] = [
  changed('07:00', 'EMPTY', 'CLOSED'),
  { type: 'RoomDeleted', at: at('07:00'), deletedBy: 'delete-1' },
];
const a = booked('a', '09:00', '10:00');
const b = booked('b', '10:00', '11:00');
const c = booked('c', '14:00', '15:00');

/** The room after events. */
function roomAfter(...events: readonly RoomEvent[]): RoomState {
  return events.reduce<RoomState>(evolve, undefined);
}

function given(...events: readonly RoomEvent[]) {
  return {
    when: (command: RoomCommand) => {
      const decision = decide(command, roomAfter(...events));
      return {
        thenEvents: (...expected: readonly RoomEvent[]) =>
          expect(decision).toEqual({ accepted: true, events: expected }),
        thenRejection: (rejection: RoomRejection) => expect(decision).toEqual({ accepted: false, rejection }),
      };
    },
  };
}

describe('registering', () => {
  const register: RoomCommand = { type: 'register', at: at('06:00'), id: ID, details, supplies: null };
  test('given nothing, the room is there and empty', () => {
    given()
      .when(register)
      .thenEvents(...registered);
  });
  test('given the room, doing it again changes nothing', () => {
    given(...registered)
      .when(register)
      .thenEvents();
    given(...registered, ...deletedAt7)
      .when(register)
      .thenEvents();
  });
});

describe('updating', () => {
  const update = (changes: Partial<RoomDetails>): RoomCommand => ({
    type: 'update',
    at: at('07:00'),
    changes,
  });
  test('what is given is changed, the rest stays', () => {
    given(...registered)
      .when(update({ name: 'Hangang', location: null }))
      .thenEvents({
        type: 'RoomUpdated',
        at: at('07:00'),
        details: { ...details, name: 'Hangang', location: null },
      });
  });
  test('to what it is already, nothing happens', () => {
    given(...registered)
      .when(update({ name: 'Han', hourlyRate: { amount: 12_000, currency: 'KRW' } }))
      .thenEvents();
  });
  test('the status stays, also of a closed room', () => {
    const updated: RoomEvent = { type: 'RoomUpdated', at: at('08:00'), details: { ...details, capacity: 9 } };
    expect(roomAfter(...registered, ...closedAt7, updated)).toMatchObject({ capacity: 9, status: 'CLOSED' });
  });
  test('a room that is not there is not found', () => {
    given().when(update({})).thenRejection({ kind: 'RoomNotFound' });
    given(...registered, ...deletedAt7)
      .when(update({}))
      .thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('assigning', () => {
  test('a coming slot: the room stays empty until it starts', () => {
    given(...registered)
      .when(assign('08:00', a))
      .thenEvents(assigned('08:00', a));
  });
  test('a slot that covers now: the room is full at once', () => {
    given(...registered)
      .when(assign('09:30', a))
      .thenEvents(assigned('09:30', a), changed('09:30', 'EMPTY', 'FULL', 'a'));
  });
  test('a slot that has passed: assigned, and the status stays', () => {
    given(...registered)
      .when(assign('12:00', a))
      .thenEvents(assigned('12:00', a));
    expect(roomAfter(...registered, assigned('12:00', a))).toMatchObject({
      assignments: [],
      status: 'EMPTY',
    });
  });
  test('a slot without length: assigned, and the clock has nothing to do', () => {
    const none = booked('none', '14:00', '14:00');
    given(...registered)
      .when(assign('08:00', none))
      .thenEvents(assigned('08:00', none));
    const room = roomAfter(...registered, assigned('08:00', none));
    expect(room && !room.deleted && nextTransitionAt(room)).toBeUndefined();
  });
  test('the same booking again: nothing happens', () => {
    given(...registered, assigned('08:00', a))
      .when(assign('08:30', a))
      .thenEvents();
  });
  test('to a closed room: refused for that reason', () => {
    given(...registered, ...closedAt7)
      .when(assign('08:00', a))
      .thenEvents({ type: 'RoomUnassigned', at: at('08:00'), assignment: a, reason: 'ROOM_CLOSED' });
  });
  test('to a deleted room: refused for that reason', () => {
    given(...registered, ...deletedAt7)
      .when(assign('08:00', a))
      .thenEvents({ type: 'RoomUnassigned', at: at('08:00'), assignment: a, reason: 'ROOM_DELETED' });
  });
  test('to a room that was never registered: not found', () => {
    given().when(assign('08:00', a)).thenRejection({ kind: 'RoomNotFound' });
  });
  test('over another slot: assigned anyway, and whoever is in stays to the end', () => {
    const over = booked('over', '09:30', '10:30');
    const inUse = [assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a')];
    given(...registered, ...inUse)
      .when(assign('09:40', over))
      .thenEvents(assigned('09:40', over));
    given(...registered, ...inUse, assigned('09:40', over))
      .when({ type: 'followClock', at: at('11:00') })
      .thenEvents(changed('10:00', 'FULL', 'FULL', 'over'), changed('10:30', 'FULL', 'EMPTY', 'over'));
  });
});

describe('releasing', () => {
  const unassigned = (time: string, assignment: Assignment): RoomEvent => ({
    type: 'RoomUnassigned',
    at: at(time),
    assignment,
    reason: 'BOOKING_CANCELLED',
  });
  test('a coming booking: the room stays empty', () => {
    given(...registered, assigned('08:00', a))
      .when(release('08:30', a))
      .thenEvents(unassigned('08:30', a));
  });
  test('the booking that the room is full for: it is empty at once', () => {
    given(...registered, assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a'))
      .when(release('09:30', a))
      .thenEvents(unassigned('09:30', a), changed('09:30', 'FULL', 'EMPTY', 'a'));
  });
  test('another booking than the one in the room: it stays full', () => {
    given(...registered, assigned('08:00', b), assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a'))
      .when(release('09:30', b))
      .thenEvents(unassigned('09:30', b));
  });
  test('in a closed room: it stays closed', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(release('09:30', a))
      .thenEvents(unassigned('09:30', a));
  });
  test('a booking that comes later is remembered, once, and not assigned then', () => {
    const forgone: RoomEvent = {
      type: 'BookingForgone',
      at: at('08:00'),
      booking: { bookingId: 'a', slot: a.slot },
    };
    given(...registered)
      .when(release('08:00', a))
      .thenEvents(forgone);
    given(...registered, forgone)
      .when(release('08:10', a))
      .thenEvents();
    given(...registered, forgone)
      .when(assign('08:20', a))
      .thenEvents();
    expect(roomAfter(...registered, forgone, assigned('10:00', c))).toMatchObject({ forgone: [] });
  });
  test('a booking that cannot come any more is not remembered', () => {
    given(...registered)
      .when(release('08:00', a, false))
      .thenEvents();
    given(...registered)
      .when(release('10:00', a))
      .thenEvents();
  });
  test('from a deleted room: nothing happens', () => {
    given(...registered, ...deletedAt7)
      .when(release('08:00', a))
      .thenEvents();
  });
  test('from a room that was never registered: not found', () => {
    given().when(release('08:00', a)).thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('closing and reopening', () => {
  const close = (time: string): RoomCommand => ({ type: 'close', at: at(time), reason: 'Paint' });
  const reopen = (time: string): RoomCommand => ({ type: 'reopen', at: at(time) });
  test('an empty room becomes closed', () => {
    given(...registered)
      .when(close('07:00'))
      .thenEvents(
        { type: 'RoomClosed', at: at('07:00'), reason: 'Paint' },
        changed('07:00', 'EMPTY', 'CLOSED'),
      );
  });
  test('a room in use becomes closed and keeps its bookings', () => {
    const inUse = [...registered, assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a')];
    const closed: RoomEvent[] = [
      { type: 'RoomClosed', at: at('09:30'), reason: 'Paint' },
      changed('09:30', 'FULL', 'CLOSED', 'a'),
    ];
    given(...inUse)
      .when(close('09:30'))
      .thenEvents(...closed);
    expect(roomAfter(...inUse, ...closed)).toMatchObject({ status: 'CLOSED', assignments: [a] });
  });
  test('a closed room does not follow the clock', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when({ type: 'followClock', at: at('12:00') })
      .thenEvents();
  });
  test('closing a closed room changes nothing', () => {
    given(...registered, ...closedAt7)
      .when(close('08:00'))
      .thenEvents();
  });
  test('a reopened room is empty when no slot covers now', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(reopen('08:00'))
      .thenEvents({ type: 'RoomReopened', at: at('08:00') }, changed('08:00', 'CLOSED', 'EMPTY'));
  });
  test('a reopened room is full when a slot covers now, and empty when it ends', () => {
    const reopened: RoomEvent[] = [
      { type: 'RoomReopened', at: at('09:30') },
      changed('09:30', 'CLOSED', 'FULL', 'a'),
    ];
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(reopen('09:30'))
      .thenEvents(...reopened);
    given(...registered, assigned('06:30', a), ...closedAt7, ...reopened)
      .when({ type: 'followClock', at: at('10:00') })
      .thenEvents(changed('10:00', 'FULL', 'EMPTY', 'a'));
  });
  test('reopening an open room changes nothing', () => {
    given(...registered)
      .when(reopen('08:00'))
      .thenEvents();
  });
  test('a room that is not there is not found', () => {
    given().when(close('08:00')).thenRejection({ kind: 'RoomNotFound' });
    given(...registered, ...deletedAt7)
      .when(reopen('08:00'))
      .thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('deleting', () => {
  const gone = (time: string): RoomEvent => ({ type: 'RoomDeleted', at: at(time), deletedBy: 'delete-1' });
  const unassigned = (time: string, assignment: Assignment): RoomEvent => ({
    type: 'RoomUnassigned',
    at: at(time),
    assignment,
    reason: 'ROOM_DELETED',
  });
  test('a room without bookings', () => {
    given(...registered)
      .when(remove('07:00'))
      .thenEvents(...deletedAt7);
  });
  test('a closed room without bookings', () => {
    given(...registered, ...closedAt7)
      .when(remove('08:00'))
      .thenEvents(gone('08:00'));
  });
  test('is refused while bookings run or are ahead', () => {
    given(...registered, assigned('08:00', a), assigned('08:00', c))
      .when(remove('09:30'))
      .thenRejection({ kind: 'RoomHasBookings', bookingCount: 2 });
    given(...registered, assigned('08:00', a), assigned('08:00', c))
      .when(remove('12:00'))
      .thenRejection({ kind: 'RoomHasBookings', bookingCount: 1 });
  });
  test('bookings of a closed room that have passed do not count', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(remove('10:00'))
      .thenEvents(gone('10:00'));
  });
  test('with its bookings: each is told', () => {
    given(...registered, assigned('08:00', a), assigned('08:00', c))
      .when(remove('09:30', true))
      .thenEvents(
        changed('09:00', 'EMPTY', 'FULL', 'a'),
        changed('09:30', 'FULL', 'CLOSED', 'a'),
        gone('09:30'),
        unassigned('09:30', a),
        unassigned('09:30', c),
      );
  });
  test('the same command again changes nothing; for another the room is not there', () => {
    given(...registered, ...deletedAt7)
      .when(remove('08:00'))
      .thenEvents();
    given(...registered, ...deletedAt7)
      .when(remove('08:00', false, 'delete-2'))
      .thenRejection({ kind: 'RoomNotFound' });
    given().when(remove('08:00')).thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('following the clock', () => {
  const follow = (time: string): RoomCommand => ({ type: 'followClock', at: at(time) });
  const planned = [...registered, assigned('08:00', a), assigned('08:00', b), assigned('08:00', c)];

  test('before anything is due, nothing happens', () => {
    given(...planned)
      .when(follow('08:59'))
      .thenEvents();
  });
  test('at the start of a slot the room is full, at its end empty', () => {
    given(...planned)
      .when(follow('09:00'))
      .thenEvents(changed('09:00', 'EMPTY', 'FULL', 'a'));
    given(...registered, assigned('08:00', c), changed('14:00', 'EMPTY', 'FULL', 'c'))
      .when(follow('15:00'))
      .thenEvents(changed('15:00', 'FULL', 'EMPTY', 'c'));
  });
  test('from one slot to the next the room stays full, for the next booking', () => {
    given(...planned, changed('09:00', 'EMPTY', 'FULL', 'a'))
      .when(follow('10:00'))
      .thenEvents(changed('10:00', 'FULL', 'FULL', 'b'));
  });
  test('after a downtime all that fell due is told in order, each at its instant', () => {
    const caughtUp = [
      changed('09:00', 'EMPTY', 'FULL', 'a'),
      changed('10:00', 'FULL', 'FULL', 'b'),
      changed('11:00', 'FULL', 'EMPTY', 'b'),
      changed('14:00', 'EMPTY', 'FULL', 'c'),
    ];
    given(...planned)
      .when(follow('14:30'))
      .thenEvents(...caughtUp);
    const room = roomAfter(...planned, ...caughtUp);
    expect(room).toMatchObject({ status: 'FULL', statusSince: at('14:00'), assignments: [c] });
    expect(room && !room.deleted && nextTransitionAt(room)).toBe(at('15:00'));
  });
  test('what fell due comes before what a command brings', () => {
    given(...registered, assigned('08:00', a))
      .when(assign('10:30', b))
      .thenEvents(
        changed('09:00', 'EMPTY', 'FULL', 'a'),
        changed('10:00', 'FULL', 'EMPTY', 'a'),
        assigned('10:30', b),
        changed('10:30', 'EMPTY', 'FULL', 'b'),
      );
  });
  test('a deleted room stands still', () => {
    given(...registered, ...deletedAt7)
      .when(follow('12:00'))
      .thenEvents();
  });
});

test('an event for a room that cannot have it is a fault', () => {
  expect(() => evolve(undefined, changed('08:00', 'EMPTY', 'FULL', 'a'))).toThrow('never registered');
  expect(() => roomAfter(...registered, ...deletedAt7, changed('08:00', 'EMPTY', 'FULL', 'a'))).toThrow(
    'deleted',
  );
});
