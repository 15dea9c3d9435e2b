import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import type { Present } from './occupancy.ts';
import type { OfferedRoom, RoomDetails, RoomEvent, RoomState, RoomStatus } from './room.ts';
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

/** An assignment; made at another instant than before its slot when that is given. */
function booked(bookingId: string, start: string, end: string, assignedAt = start): Present {
  const beginsAt = at(assignedAt > start ? assignedAt : start);
  return { bookingId, slot: { start: at(start), end: at(end) }, beginsAt };
}

function changed(
  time: string,
  previousStatus: RoomStatus | null,
  status: RoomStatus,
  bookingId: string | null = null,
): RoomEvent {
  return { type: 'RoomStatusChanged', at: at(time), status, previousStatus, bookingId };
}

/** Those of these assignments that have begun. */
function moment(time: string, ...assigned: readonly Present[]) {
  return { at: at(time), present: assigned.filter(({ beginsAt }) => beginsAt <= at(time)) };
}

type Removal = {
  readonly bookingCount?: number;
  readonly cancelBookings?: boolean;
  readonly commandId?: string;
  readonly actor?: Actor;
};

function remove(
  { at: time, present }: ReturnType<typeof moment>,
  { bookingCount = 0, cancelBookings = false, commandId = 'delete-1', actor = henry }: Removal = {},
): RoomCommand {
  return { type: 'delete', at: time, present, actor, commandId, bookingCount, cancelBookings };
}

function follow(time: string, ...assigned: readonly Present[]): RoomCommand {
  return { type: 'followClock', ...moment(time, ...assigned) };
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
    ...moment('07:00'),
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

describe('closing and reopening', () => {
  const close = (time: string, ...assigned: readonly Present[]): RoomCommand => ({
    type: 'close',
    ...moment(time, ...assigned),
    actor: henry,
    reason: 'Paint',
  });
  const reopen = (time: string, ...assigned: readonly Present[]): RoomCommand => ({
    type: 'reopen',
    ...moment(time, ...assigned),
    actor: henry,
  });
  test('an empty room becomes closed', () => {
    given(...registered)
      .when(close('07:00'))
      .then({ type: 'RoomClosed', at: at('07:00'), reason: 'Paint' }, changed('07:00', 'EMPTY', 'CLOSED'));
  });
  test('a room in use becomes closed', () => {
    given(...registered, changed('09:00', 'EMPTY', 'FULL', 'a'))
      .when(close('09:30', a))
      .then(
        { type: 'RoomClosed', at: at('09:30'), reason: 'Paint' },
        changed('09:30', 'FULL', 'CLOSED', 'a'),
      );
  });
  test('the status of a closed room does not follow the clock', () => {
    given(...registered, ...closedAt7)
      .when(follow('12:00', a))
      .then({ type: 'OccupancyChecked', at: at('12:00') });
  });
  test('closing a closed room changes nothing', () => {
    given(...registered, ...closedAt7)
      .when(close('08:00'))
      .then();
  });
  test('a reopened room is empty when no slot covers now', () => {
    given(...registered, ...closedAt7)
      .when(reopen('08:00', a))
      .then({ type: 'RoomReopened', at: at('08:00') }, changed('08:00', 'CLOSED', 'EMPTY'));
  });
  test('a reopened room is full when a slot covers now, and empty when it ends', () => {
    const reopened: RoomEvent[] = [
      { type: 'RoomReopened', at: at('09:30') },
      changed('09:30', 'CLOSED', 'FULL', 'a'),
    ];
    given(...registered, ...closedAt7)
      .when(reopen('09:30', a))
      .then(...reopened);
    given(...registered, ...closedAt7, ...reopened)
      .when(follow('10:00', a))
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
  test('a room without bookings', () => {
    given(...registered)
      .when(remove(moment('07:00')))
      .then(...deletedAt7);
  });
  test('a closed room without bookings', () => {
    given(...registered, ...closedAt7)
      .when(remove(moment('08:00')))
      .then(gone('08:00'));
  });
  test('is rejected while the room has current or future bookings', () => {
    given(...registered)
      .when(remove(moment('09:30', a), { bookingCount: 2 }))
      .thenRejection({ kind: 'RoomHasBookings', bookingCount: 2 });
  });
  test('with its bookings: they are to be released, however many there are', () => {
    const removed = [
      changed('09:00', 'EMPTY', 'FULL', 'a'),
      changed('09:30', 'FULL', 'CLOSED', 'a'),
      gone('09:30'),
    ];
    given(...registered)
      .when(remove(moment('09:30', a), { bookingCount: 50_000, cancelBookings: true }))
      .then(...removed);
    expect(stateAfter([...registered, ...removed])).toMatchObject({ releasing: true });
  });
  test('is finished when nothing is left to be released, once', () => {
    const finish: RoomCommand = { type: 'finishRelease', at: at('08:00') };
    const released: RoomEvent = { type: 'BookingsReleased', at: at('08:00') };
    given(...registered, ...deletedAt7)
      .when(finish)
      .then(released);
    expect(stateAfter([...registered, ...deletedAt7, released])).toMatchObject({ releasing: false });
    given(...registered, ...deletedAt7, released)
      .when(finish)
      .then();
    given(...registered)
      .when(finish)
      .then();
    expect(() => stateAfter([...registered, released])).toThrow('not deleted');
  });
  test('the same command again changes nothing; another one is RoomNotFound', () => {
    given(...registered, ...deletedAt7)
      .when(remove(moment('08:00')))
      .then();
    given(...registered, ...deletedAt7)
      .when(remove(moment('08:00'), { commandId: 'delete-2' }))
      .thenRejection({ kind: 'RoomNotFound' });
    given()
      .when(remove(moment('08:00')))
      .thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('transferring', () => {
  const transfer = (hostId: string, actor = ada): RoomCommand => ({
    type: 'transfer',
    ...moment('08:00'),
    actor,
    hostId,
  });
  const transferred: RoomEvent = {
    type: 'RoomTransferred',
    at: at('08:00'),
    hostId: 'hana',
    previousHostId: 'henry',
  };
  test('a room gives it to the other host', () => {
    given(...registered)
      .when(transfer('hana'))
      .then(transferred);
    expect(stateAfter([...registered, transferred])).toMatchObject({ hostId: 'hana', status: 'EMPTY' });
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
    { type: 'update', ...moment('08:00'), actor, changes: { capacity: 9 } },
    { type: 'close', ...moment('08:00'), actor, reason: null },
    { type: 'reopen', ...moment('08:00'), actor },
    remove(moment('08:00'), { cancelBookings: true, commandId: 'delete-2', actor }),
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
  /** Nothing but a change of the revision. */
  const checked = (time: string): RoomEvent => ({ type: 'OccupancyChecked', at: at(time) });
  const fullFor = (bookingId: string, since = '09:00') => [
    ...registered,
    changed(since, 'EMPTY', 'FULL', bookingId),
  ];

  test('nothing changes before anything is due', () => {
    given(...registered)
      .when(follow('08:59', a, b, c))
      .then(checked('08:59'));
    expect(stateAfter([...registered, checked('08:59')])).toEqual(stateAfter(registered));
  });
  test('at the start of a slot the room is full, at its end empty', () => {
    given(...registered)
      .when(follow('09:00', a, b, c))
      .then(changed('09:00', 'EMPTY', 'FULL', 'a'));
    given(...fullFor('c', '14:00'))
      .when(follow('15:00', c))
      .then(changed('15:00', 'FULL', 'EMPTY', 'c'));
  });
  test('from one slot to the next the room stays full, for the next booking', () => {
    given(...fullFor('a'))
      .when(follow('10:00', a, b, c))
      .then(changed('10:00', 'FULL', 'FULL', 'b'));
  });
  test('after a downtime the overdue changes follow in order, each with its own instant', () => {
    const caughtUp = [
      changed('09:00', 'EMPTY', 'FULL', 'a'),
      changed('10:00', 'FULL', 'FULL', 'b'),
      changed('11:00', 'FULL', 'EMPTY', 'b'),
      changed('14:00', 'EMPTY', 'FULL', 'c'),
    ];
    given(...registered)
      .when(follow('14:30', c, a, b))
      .then(...caughtUp);
    expect(stateAfter([...registered, ...caughtUp])).toMatchObject({
      status: 'FULL',
      statusSince: at('14:00'),
    });
  });
  test('a slot that covers now when it is assigned: the room is full from then on', () => {
    given(...registered)
      .when(follow('09:30', booked('a', '09:00', '10:00', '09:30')))
      .then(changed('09:30', 'EMPTY', 'FULL', 'a'));
  });
  test('overdue changes precede that', () => {
    given(...registered)
      .when(follow('10:30', a, booked('b', '10:00', '11:00', '10:30')))
      .then(
        changed('09:00', 'EMPTY', 'FULL', 'a'),
        changed('10:00', 'FULL', 'EMPTY', 'a'),
        changed('10:30', 'EMPTY', 'FULL', 'b'),
      );
  });
  test('the current booking is released: the room is empty at once', () => {
    given(...fullFor('a'))
      .when(follow('09:30'))
      .then(changed('09:30', 'FULL', 'EMPTY', 'a'));
  });
  test('another booking than the current one is released: the room stays full', () => {
    given(...fullFor('a'))
      .when(follow('09:30', a))
      .then(checked('09:30'));
  });
  test('an overlapping slot: the current booking keeps the room to its end, or until it is released', () => {
    const over = booked('over', '09:30', '10:30', '09:40');
    given(...fullFor('a'))
      .when(follow('09:40', a, over))
      .then(checked('09:40'));
    given(...fullFor('a'))
      .when(follow('11:00', a, over))
      .then(changed('10:00', 'FULL', 'FULL', 'over'), changed('10:30', 'FULL', 'EMPTY', 'over'));
    given(...fullFor('a'))
      .when(follow('09:50', over))
      .then(changed('09:50', 'FULL', 'FULL', 'over'));
  });
  test('a deleted room does not change', () => {
    given(...registered, ...deletedAt7)
      .when(follow('12:00', a))
      .then();
  });
});

test('an event that cannot happen to the room is a fault', () => {
  expect(() => stateAfter([changed('08:00', 'EMPTY', 'FULL', 'a')])).toThrow('never registered');
  expect(() => stateAfter([...registered, ...deletedAt7, changed('08:00', 'EMPTY', 'FULL', 'a')])).toThrow(
    'deleted',
  );
});
