import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import { nextTransitionAt } from './occupancy.ts';
import type { Assignment, OfferedRoom, RoomDetails, RoomEvent, RoomState, RoomStatus } from './room.ts';
import { type RoomCommand, roomDecider } from './room-decide.ts';

const ID = '01890000-0000-7000-8000-000000000001';
const henry: Actor = { subject: 'henry', manages: 'OWN' };
const hana: Actor = { subject: 'hana', manages: 'OWN' };
const ada: Actor = { subject: 'ada', manages: 'ALL' };
/** A host of old, whose scope is gone. */
const formerHost: Actor = { subject: 'henry', manages: 'NONE' };

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

function remove(time: string, cancelBookings = false, commandId = 'delete-1', actor = henry): RoomCommand {
  return { type: 'delete', at: at(time), actor, commandId, cancelBookings };
}

function offered(room: RoomState): OfferedRoom {
  if (!room || room.deleted) throw new Error('The room is not offered');
  return room;
}

const registered: RoomEvent[] = [
  { type: 'RoomRegistered', at: at('06:00'), id: ID, hostId: 'henry', details, supplies: null },
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

const { given, stateAfter } = deciderSpec(roomDecider);
const { decide } = roomDecider;

/** A room from before rooms had hosts. */
const hostless: RoomState = { ...offered(stateAfter(registered)), hostId: null };

describe('registering', () => {
  const register: RoomCommand = {
    type: 'register',
    at: at('06:00'),
    id: ID,
    hostId: 'henry',
    details,
    supplies: null,
  };
  test('a new room is empty and belongs to its host', () => {
    given()
      .when(register)
      .then(...registered);
    expect(stateAfter(registered)).toMatchObject({ status: 'EMPTY', hostId: 'henry' });
  });
  test('registering an existing or deleted room again changes nothing', () => {
    given(...registered)
      .when(register)
      .then();
    given(...registered, ...deletedAt7)
      .when(register)
      .then();
  });
});

describe('updating', () => {
  const update = (changes: Partial<RoomDetails>): RoomCommand => ({
    type: 'update',
    at: at('07:00'),
    actor: henry,
    changes,
  });
  test('changes the given details and keeps the others', () => {
    given(...registered)
      .when(update({ name: 'Hangang', location: null }))
      .then({
        type: 'RoomUpdated',
        at: at('07:00'),
        details: { ...details, name: 'Hangang', location: null },
      });
  });
  test('equal details change nothing', () => {
    given(...registered)
      .when(update({ name: 'Han', hourlyRate: { amount: 12_000, currency: 'KRW' } }))
      .then();
  });
  test('the status stays, also of a closed room', () => {
    const updated: RoomEvent = { type: 'RoomUpdated', at: at('08:00'), details: { ...details, capacity: 9 } };
    expect(stateAfter([...registered, ...closedAt7, updated])).toMatchObject({
      capacity: 9,
      status: 'CLOSED',
    });
  });
  test('an unknown or deleted room is RoomNotFound', () => {
    given().when(update({})).thenRejection({ kind: 'RoomNotFound' });
    given(...registered, ...deletedAt7)
      .when(update({}))
      .thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('assigning', () => {
  test('a future slot: the room stays empty until it starts', () => {
    given(...registered)
      .when(assign('08:00', a))
      .then(assigned('08:00', a));
  });
  test('a slot that covers now: the room is full at once', () => {
    given(...registered)
      .when(assign('09:30', a))
      .then(assigned('09:30', a), changed('09:30', 'EMPTY', 'FULL', 'a'));
  });
  test('a past slot: assigned, and the status stays', () => {
    given(...registered)
      .when(assign('12:00', a))
      .then(assigned('12:00', a));
    expect(stateAfter([...registered, assigned('12:00', a)])).toMatchObject({
      assignments: [],
      status: 'EMPTY',
    });
  });
  test('an empty slot: assigned, and no status change falls due', () => {
    const none = booked('none', '14:00', '14:00');
    given(...registered)
      .when(assign('08:00', none))
      .then(assigned('08:00', none));
    const room = stateAfter([...registered, assigned('08:00', none)]);
    expect(room && !room.deleted && nextTransitionAt(room)).toBeUndefined();
  });
  test('the same booking again: nothing changes', () => {
    given(...registered, assigned('08:00', a))
      .when(assign('08:30', a))
      .then();
  });
  test('to a closed room: unassigned as ROOM_CLOSED', () => {
    given(...registered, ...closedAt7)
      .when(assign('08:00', a))
      .then({ type: 'RoomUnassigned', at: at('08:00'), assignment: a, reason: 'ROOM_CLOSED' });
  });
  test('to a deleted room: unassigned as ROOM_DELETED', () => {
    given(...registered, ...deletedAt7)
      .when(assign('08:00', a))
      .then({ type: 'RoomUnassigned', at: at('08:00'), assignment: a, reason: 'ROOM_DELETED' });
  });
  test('to an unknown room: RoomNotFound', () => {
    given().when(assign('08:00', a)).thenRejection({ kind: 'RoomNotFound' });
  });
  test('an overlapping slot: assigned, and the current booking keeps the room to its end', () => {
    const over = booked('over', '09:30', '10:30');
    const inUse = [assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a')];
    given(...registered, ...inUse)
      .when(assign('09:40', over))
      .then(assigned('09:40', over));
    given(...registered, ...inUse, assigned('09:40', over))
      .when({ type: 'followClock', at: at('11:00') })
      .then(changed('10:00', 'FULL', 'FULL', 'over'), changed('10:30', 'FULL', 'EMPTY', 'over'));
  });
});

describe('releasing', () => {
  const unassigned = (time: string, assignment: Assignment): RoomEvent => ({
    type: 'RoomUnassigned',
    at: at(time),
    assignment,
    reason: 'BOOKING_CANCELLED',
  });
  test('a future booking: the room stays empty', () => {
    given(...registered, assigned('08:00', a))
      .when(release('08:30', a))
      .then(unassigned('08:30', a));
  });
  test('the current booking: the room is empty at once', () => {
    given(...registered, assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a'))
      .when(release('09:30', a))
      .then(unassigned('09:30', a), changed('09:30', 'FULL', 'EMPTY', 'a'));
  });
  test('another booking than the current one: the room stays full', () => {
    given(...registered, assigned('08:00', b), assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a'))
      .when(release('09:30', b))
      .then(unassigned('09:30', b));
  });
  test('in a closed room: the room stays closed', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(release('09:30', a))
      .then(unassigned('09:30', a));
  });
  test('a booking that is not assigned yet is recorded once and never assigned', () => {
    const cancelledEarly: RoomEvent = {
      type: 'BookingCancelledEarly',
      at: at('08:00'),
      booking: { bookingId: 'a', slot: a.slot },
    };
    given(...registered)
      .when(release('08:00', a))
      .then(cancelledEarly);
    given(...registered, cancelledEarly)
      .when(release('08:10', a))
      .then();
    given(...registered, cancelledEarly)
      .when(assign('08:20', a))
      .then();
    expect(stateAfter([...registered, cancelledEarly, assigned('10:00', c)])).toMatchObject({
      earlyCancellations: [],
    });
  });
  test('a booking that can no longer be assigned is not recorded', () => {
    given(...registered)
      .when(release('08:00', a, false))
      .then();
    given(...registered)
      .when(release('10:00', a))
      .then();
  });
  test('from a deleted room: nothing changes', () => {
    given(...registered, ...deletedAt7)
      .when(release('08:00', a))
      .then();
  });
  test('from an unknown room: RoomNotFound', () => {
    given().when(release('08:00', a)).thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('closing and reopening', () => {
  const close = (time: string): RoomCommand => ({
    type: 'close',
    at: at(time),
    actor: henry,
    reason: 'Paint',
  });
  const reopen = (time: string): RoomCommand => ({ type: 'reopen', at: at(time), actor: henry });
  test('an empty room becomes closed', () => {
    given(...registered)
      .when(close('07:00'))
      .then({ type: 'RoomClosed', at: at('07:00'), reason: 'Paint' }, changed('07:00', 'EMPTY', 'CLOSED'));
  });
  test('a room in use becomes closed and keeps its bookings', () => {
    const inUse = [...registered, assigned('09:00', a), changed('09:00', 'EMPTY', 'FULL', 'a')];
    const closed: RoomEvent[] = [
      { type: 'RoomClosed', at: at('09:30'), reason: 'Paint' },
      changed('09:30', 'FULL', 'CLOSED', 'a'),
    ];
    given(...inUse)
      .when(close('09:30'))
      .then(...closed);
    expect(stateAfter([...inUse, ...closed])).toMatchObject({ status: 'CLOSED', assignments: [a] });
  });
  test('the status of a closed room does not follow the clock', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when({ type: 'followClock', at: at('12:00') })
      .then();
  });
  test('closing a closed room changes nothing', () => {
    given(...registered, ...closedAt7)
      .when(close('08:00'))
      .then();
  });
  test('a reopened room is empty when no slot covers now', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(reopen('08:00'))
      .then({ type: 'RoomReopened', at: at('08:00') }, changed('08:00', 'CLOSED', 'EMPTY'));
  });
  test('a reopened room is full when a slot covers now, and empty when it ends', () => {
    const reopened: RoomEvent[] = [
      { type: 'RoomReopened', at: at('09:30') },
      changed('09:30', 'CLOSED', 'FULL', 'a'),
    ];
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(reopen('09:30'))
      .then(...reopened);
    given(...registered, assigned('06:30', a), ...closedAt7, ...reopened)
      .when({ type: 'followClock', at: at('10:00') })
      .then(changed('10:00', 'FULL', 'EMPTY', 'a'));
  });
  test('reopening an open room changes nothing', () => {
    given(...registered)
      .when(reopen('08:00'))
      .then();
  });
  test('an unknown or deleted room is RoomNotFound', () => {
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
      .then(...deletedAt7);
  });
  test('a closed room without bookings', () => {
    given(...registered, ...closedAt7)
      .when(remove('08:00'))
      .then(gone('08:00'));
  });
  test('is rejected while the room has current or future bookings', () => {
    given(...registered, assigned('08:00', a), assigned('08:00', c))
      .when(remove('09:30'))
      .thenRejection({ kind: 'RoomHasBookings', bookingCount: 2 });
    given(...registered, assigned('08:00', a), assigned('08:00', c))
      .when(remove('12:00'))
      .thenRejection({ kind: 'RoomHasBookings', bookingCount: 1 });
  });
  test('past bookings of a closed room do not count', () => {
    given(...registered, assigned('06:30', a), ...closedAt7)
      .when(remove('10:00'))
      .then(gone('10:00'));
  });
  test('with its bookings: each is unassigned', () => {
    given(...registered, assigned('08:00', a), assigned('08:00', c))
      .when(remove('09:30', true))
      .then(
        changed('09:00', 'EMPTY', 'FULL', 'a'),
        changed('09:30', 'FULL', 'CLOSED', 'a'),
        gone('09:30'),
        unassigned('09:30', a),
        unassigned('09:30', c),
      );
  });
  test('the same command again changes nothing; another one is RoomNotFound', () => {
    given(...registered, ...deletedAt7)
      .when(remove('08:00'))
      .then();
    given(...registered, ...deletedAt7)
      .when(remove('08:00', false, 'delete-2'))
      .thenRejection({ kind: 'RoomNotFound' });
    given().when(remove('08:00')).thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('transferring', () => {
  const transfer = (hostId: string, actor = ada): RoomCommand => ({
    type: 'transfer',
    at: at('08:00'),
    actor,
    hostId,
  });
  const transferred: RoomEvent = {
    type: 'RoomTransferred',
    at: at('08:00'),
    hostId: 'hana',
    previousHostId: 'henry',
  };
  test('a room gives it to the other host, with what is assigned', () => {
    given(...registered, assigned('06:30', a))
      .when(transfer('hana'))
      .then(transferred);
    expect(stateAfter([...registered, assigned('06:30', a), transferred])).toMatchObject({
      hostId: 'hana',
      status: 'EMPTY',
      assignments: [a],
    });
  });
  test('a closed room leaves it closed', () => {
    given(...registered, ...closedAt7)
      .when(transfer('hana'))
      .then(transferred);
    expect(stateAfter([...registered, ...closedAt7, transferred])).toMatchObject({
      hostId: 'hana',
      status: 'CLOSED',
      statusSince: at('07:00'),
    });
  });
  test('to the same host changes nothing', () => {
    given(...registered)
      .when(transfer('henry'))
      .then();
  });
  test('a room of nobody gives it a host', () => {
    const decision = decide(transfer('hana'), hostless);
    expect(decision).toEqual({ accepted: true, events: [{ ...transferred, previousHostId: null }] });
  });
  test('is for who manages all rooms, not for the host', () => {
    for (const actor of [henry, hana, formerHost])
      given(...registered)
        .when(transfer('hana', actor))
        .thenRejection({ kind: 'Forbidden' });
  });
  test('an unknown or deleted room is RoomNotFound', () => {
    given().when(transfer('hana')).thenRejection({ kind: 'RoomNotFound' });
    given(...registered, ...deletedAt7)
      .when(transfer('hana'))
      .thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('who may change a room', () => {
  const commandsOf = (actor: Actor): RoomCommand[] => [
    { type: 'update', at: at('08:00'), actor, changes: { capacity: 9 } },
    { type: 'close', at: at('08:00'), actor, reason: null },
    { type: 'reopen', at: at('08:00'), actor },
    remove('08:00', true, 'delete-2', actor),
  ];
  const kinds = (actor: Actor, room: RoomState) =>
    commandsOf(actor).map((command) => {
      const decision = decide(command, room);
      return decision.accepted ? 'accepted' : decision.rejection.kind;
    });
  const all = (kind: string) => commandsOf(ada).map(() => kind);

  test.each<[string, Actor, string]>([
    ['its host', henry, 'accepted'],
    ['an admin', ada, 'accepted'],
    ['another host', hana, 'Forbidden'],
    ['a subject without the scope, even the host’s', formerHost, 'Forbidden'],
  ])('a room of a host: %s', (_who, actor, expected) => {
    expect(kinds(actor, stateAfter(registered))).toEqual(all(expected));
  });

  test('a room of nobody: admins alone', () => {
    expect(kinds(henry, hostless)).toEqual(all('Forbidden'));
    expect(kinds(ada, hostless)).toEqual(all('accepted'));
  });

  test('a transferred room: the new host, and no longer the previous one', () => {
    const transferred = stateAfter([
      ...registered,
      { type: 'RoomTransferred', at: at('07:00'), hostId: 'hana', previousHostId: 'henry' },
    ]);
    expect(kinds(hana, transferred)).toEqual(all('accepted'));
    expect(kinds(henry, transferred)).toEqual(all('Forbidden'));
  });

  test('an unknown or deleted room is RoomNotFound for everyone', () => {
    for (const actor of [henry, hana, ada]) {
      expect(kinds(actor, undefined)).toEqual(all('RoomNotFound'));
      expect(kinds(actor, stateAfter([...registered, ...deletedAt7]))).toEqual(all('RoomNotFound'));
    }
  });
});

describe('following the clock', () => {
  const follow = (time: string): RoomCommand => ({ type: 'followClock', at: at(time) });
  const planned = [...registered, assigned('08:00', a), assigned('08:00', b), assigned('08:00', c)];

  test('nothing changes before anything is due', () => {
    given(...planned)
      .when(follow('08:59'))
      .then();
  });
  test('at the start of a slot the room is full, at its end empty', () => {
    given(...planned)
      .when(follow('09:00'))
      .then(changed('09:00', 'EMPTY', 'FULL', 'a'));
    given(...registered, assigned('08:00', c), changed('14:00', 'EMPTY', 'FULL', 'c'))
      .when(follow('15:00'))
      .then(changed('15:00', 'FULL', 'EMPTY', 'c'));
  });
  test('from one slot to the next the room stays full, for the next booking', () => {
    given(...planned, changed('09:00', 'EMPTY', 'FULL', 'a'))
      .when(follow('10:00'))
      .then(changed('10:00', 'FULL', 'FULL', 'b'));
  });
  test('after a downtime the overdue changes follow in order, each with its own instant', () => {
    const caughtUp = [
      changed('09:00', 'EMPTY', 'FULL', 'a'),
      changed('10:00', 'FULL', 'FULL', 'b'),
      changed('11:00', 'FULL', 'EMPTY', 'b'),
      changed('14:00', 'EMPTY', 'FULL', 'c'),
    ];
    given(...planned)
      .when(follow('14:30'))
      .then(...caughtUp);
    const room = stateAfter([...planned, ...caughtUp]);
    expect(room).toMatchObject({ status: 'FULL', statusSince: at('14:00'), assignments: [c] });
    expect(room && !room.deleted && nextTransitionAt(room)).toBe(at('15:00'));
  });
  test('overdue changes precede the events of a command', () => {
    given(...registered, assigned('08:00', a))
      .when(assign('10:30', b))
      .then(
        changed('09:00', 'EMPTY', 'FULL', 'a'),
        changed('10:00', 'FULL', 'EMPTY', 'a'),
        assigned('10:30', b),
        changed('10:30', 'EMPTY', 'FULL', 'b'),
      );
  });
  test('a deleted room does not change', () => {
    given(...registered, ...deletedAt7)
      .when(follow('12:00'))
      .then();
  });
});

test('an event that cannot happen to the room is a fault', () => {
  expect(() => stateAfter([changed('08:00', 'EMPTY', 'FULL', 'a')])).toThrow('never registered');
  expect(() => stateAfter([...registered, ...deletedAt7, changed('08:00', 'EMPTY', 'FULL', 'a')])).toThrow(
    'deleted',
  );
});
