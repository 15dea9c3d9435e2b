import { beforeAll, describe, expect, test } from 'vitest';
import { transitionsOf } from '../../../platform/decisions/decider.ts';
import { newId } from '../../../platform/identifiers.ts';
import { readHistory } from '../../../platform/postgres/event-log.ts';
import { type BookingEvent, evolve } from '../domain/booking.ts';
import { slotFrom } from '../domain/slot.ts';
import {
  append,
  at,
  book,
  bookedRoom,
  cause,
  createFixture,
  detailsOf,
  type Fixture,
  hold,
  roomOf,
  slot,
} from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

const paid: BookingEvent = { type: 'BookingPaid', at: at('08:01') };

describe('holding a slot', () => {
  test('a free slot is held and stored with its event, and the relay is woken', async () => {
    const before = fixture.stored();
    const details = detailsOf();
    expect(await hold(fixture, details)).toBe('held');
    expect(await fixture.bookings.load(details.id)).toEqual({
      state: { ...details, status: 'REQUESTED', action: null },
      version: 1,
    });
    expect(await readHistory(fixture.pool, [details.id])).toMatchObject([
      { type: 'meetingroom.booking.requested.v1', version: 1, cause, time: details.requestedAt },
    ]);
    expect(fixture.stored()).toBe(before + 1);
  });

  test.each([
    ['the same', slot('09:00', '10:00')],
    ['one that begins inside', slot('09:59', '11:00')],
    ['one that ends inside', slot('08:00', '09:01')],
    ['one inside', slot('09:15', '09:30')],
    ['one around', slot('08:00', '11:00')],
    ['one that overlaps by a millisecond', { start: '2030-05-01T09:59:59.999Z', end: at('11:00') }],
  ])(
    'given a held slot, when %s is requested, then it is taken and nothing is stored',
    async (_what, wanted) => {
      const room = bookedRoom();
      await book(fixture, 'REQUESTED', { room });
      const before = fixture.stored();
      const second = detailsOf({ room, slot: wanted, customerId: 'bob' });
      expect(await hold(fixture, second)).toBe('slot-taken');
      expect((await fixture.bookings.load(second.id)).state).toBeUndefined();
      expect(await readHistory(fixture.pool, [second.id])).toEqual([]);
      expect(fixture.stored()).toBe(before);
    },
  );

  test('adjacent slots and the same slot of another room are free', async () => {
    const room = bookedRoom();
    await book(fixture, 'REQUESTED', { room });
    for (const free of [
      detailsOf({ room, slot: slot('08:00', '09:00') }),
      detailsOf({ room, slot: slot('10:00', '11:00') }),
      detailsOf(),
    ])
      expect(await hold(fixture, free)).toBe('held');
  });

  test.each([
    ['REQUESTED', 'slot-taken'],
    ['PAID', 'slot-taken'],
    ['CONFIRMED', 'slot-taken'],
    ['COMPLETED', 'slot-taken'],
    ['REJECTED', 'held'],
    ['CANCELLED', 'held'],
  ] as const)('given a booking that is %s, then its slot is %s for another', async (status, outcome) => {
    const room = bookedRoom();
    await book(fixture, status, { room });
    expect(await hold(fixture, detailsOf({ room }))).toBe(outcome);
  });

  test('a booking that exists stays as it is', async () => {
    const details = await book(fixture, 'PAID');
    expect(await hold(fixture, details)).toBe('exists');
    expect((await fixture.bookings.load(details.id)).version).toBe(2);
  });

  test('of two concurrent holds of a slot exactly one wins, a hundred times', async () => {
    for (let race = 0; race < 100; race += 1) {
      const room = bookedRoom();
      const rivals = [
        detailsOf({ room, customerId: 'alice' }),
        detailsOf({ room, customerId: 'bob', slot: slot('09:30', '10:30') }),
      ];
      const outcomes = await Promise.all(rivals.map((rival) => hold(fixture, rival)));
      expect(outcomes.toSorted()).toEqual(['held', 'slot-taken']);
    }
  });

  test('of ten concurrent holds one wins, without a deadlock', async () => {
    const { rows: before } = await deadlocks();
    for (let race = 0; race < 20; race += 1) {
      const room = bookedRoom();
      const rivals = Array.from({ length: 10 }, (_, index) =>
        detailsOf({ room, slot: slotFrom(at(`09:0${index}`), 3_600_000) }),
      );
      const outcomes = await Promise.all(rivals.map((rival) => hold(fixture, rival)));
      expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
    }
    expect((await deadlocks()).rows).toEqual(before);
  });

  test('a booking changes while others try to hold its slot', async () => {
    for (let race = 0; race < 20; race += 1) {
      const { id, room } = await book(fixture, 'REQUESTED', { room: bookedRoom() });
      const [appended, ...holds] = await Promise.all([
        append(fixture, id, [paid]),
        ...Array.from({ length: 6 }, () => hold(fixture, detailsOf({ room }))),
      ]);
      expect(appended).toBe('appended');
      expect(new Set(holds)).toEqual(new Set(['slot-taken']));
    }
  });

  function deadlocks() {
    return fixture.pool.query('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()');
  }
});

describe('changing a booking', () => {
  test.each(['REQUESTED', 'PAID', 'CONFIRMED', 'COMPLETED', 'REJECTED', 'CANCELLED'] as const)(
    'a %s booking is loaded as it was stored, with its events',
    async (status) => {
      const details = await book(fixture, status);
      const { state, version } = await fixture.bookings.load(details.id);
      expect(state).toMatchObject({ ...details, status });
      const history = await readHistory(fixture.pool, [details.id]);
      expect(history.map((event) => event.version)).toEqual(Array.from({ length: version }, (_, i) => i + 1));
      expect(history.at(-1)?.data).toMatchObject({ booking: { id: details.id, status } });
    },
  );

  test('when two change the same version, then one is stored and the other one is a conflict', async () => {
    const { id } = await book(fixture, 'REQUESTED');
    const { state: before, version: expectedVersion } = await fixture.bookings.load(id);
    const transitions = transitionsOf(evolve, before, [paid]);
    const change = { id, expectedVersion, transitions, cause };
    const outcomes = await Promise.all([fixture.bookings.append(change), fixture.bookings.append(change)]);
    expect(outcomes.toSorted()).toEqual(['appended', 'conflict']);
    expect((await fixture.bookings.load(id)).version).toBe(2);
    expect(await readHistory(fixture.pool, [id])).toHaveLength(2);
  });

  test('the host of the room changes with an event, and a price above Int is stored', async () => {
    const price = { amount: Number.MAX_SAFE_INTEGER, currency: 'KRW' };
    const { id, room } = await book(fixture, 'PAID', { room: bookedRoom({ hostId: null }), price });
    expect((await fixture.bookings.load(id)).state).toMatchObject({ room, price });
    await append(fixture, id, [{ type: 'RoomTransferred', at: at('08:02'), hostId: 'hanna' }]);
    expect((await fixture.bookings.load(id)).state).toMatchObject({
      status: 'PAID',
      room: { ...room, hostId: 'hanna' },
    });
  });

  test('an event is handled once, also when it has no effect', async () => {
    const { id } = await book(fixture, 'REQUESTED');
    const [first, second] = [newId(), newId()];
    expect(await append(fixture, id, [paid], first)).toBe('appended');
    expect(await append(fixture, id, [paid], first)).toBe('handled-before');
    expect(await append(fixture, id, [], second)).toBe('appended');
    expect(await append(fixture, id, [paid], second)).toBe('handled-before');
    expect((await fixture.bookings.load(id)).version).toBe(2);
  });

  test('an event whose effect is a conflict is not recorded, so that it can be handled again', async () => {
    const { id } = await book(fixture, 'REQUESTED');
    const handled = newId();
    const { state } = await fixture.bookings.load(id);
    const late = { id, expectedVersion: 0, transitions: transitionsOf(evolve, state, [paid]), cause };
    expect(await fixture.bookings.append({ ...late, handles: handled })).toBe('conflict');
    expect(await append(fixture, id, [paid], handled)).toBe('appended');
  });
});

describe('the replica of rooms', () => {
  test('keeps the highest version in any order of arrival', async () => {
    const room = roomOf();
    await fixture.rooms.save({ ...room, version: 2, name: 'Hangang' });
    await fixture.rooms.save(room);
    await fixture.rooms.save({ ...room, version: 2, name: 'twice' });
    expect(await fixture.rooms.find(room.id)).toEqual({ ...room, version: 2, name: 'Hangang' });
    await fixture.rooms.save({ ...room, version: 5, deleted: true });
    expect(await fixture.rooms.find(room.id)).toMatchObject({ version: 5, deleted: true });
  });

  test('knows the rates that a room had lately, the latest first, and not those of older events', async () => {
    const room = roomOf();
    const krw = (amount: number) => ({ amount, currency: 'KRW' });
    const save = async (version: number, amount: number, time: string) => {
      fixture.setClock(at(time));
      await fixture.rooms.save({ ...room, version, hourlyRate: krw(amount) });
    };
    await save(1, 1_000, '08:00');
    expect(await fixture.rooms.formerRates(room.id, at('00:00'))).toEqual([]);
    await save(3, 3_000, '08:01');
    await save(2, 2_000, '08:02');
    await save(4, 3_000, '08:03');
    await save(5, 5_000, '08:04');
    expect(await fixture.rooms.formerRates(room.id, at('00:00'))).toEqual([krw(3_000), krw(1_000)]);
    expect(await fixture.rooms.formerRates(room.id, at('08:01'))).toEqual([krw(3_000)]);
    expect(await fixture.rooms.formerRates(newId(), at('00:00'))).toEqual([]);
    await save(6, 6_000, '08:14');
    expect(await fixture.rooms.formerRates(room.id, at('00:00'))).toEqual([krw(5_000), krw(3_000)]);
  });

  test('knows no more than the latest hundred of them', async () => {
    const room = roomOf();
    for (let amount = 1; amount <= 103; amount += 1)
      await fixture.rooms.save({ ...room, version: amount, hourlyRate: { amount, currency: 'KRW' } });
    const rates = await fixture.rooms.formerRates(room.id, at('00:00'));
    expect(rates.map(({ amount }) => amount)).toEqual(Array.from({ length: 100 }, (_, index) => 102 - index));
  });

  test('has no unknown rooms', async () => {
    expect(await fixture.rooms.find(newId())).toBeUndefined();
    const room = roomOf();
    await fixture.rooms.save(room);
    expect(await fixture.rooms.byIds([newId(), room.id])).toEqual([room]);
  });

  test('knows the host of a booking', async () => {
    const room = roomOf({ hostId: 'hanna' });
    await fixture.rooms.save(room);
    const { id } = await book(fixture, 'PAID', { room });
    const { id: elsewhere } = await book(fixture, 'PAID');
    expect(await fixture.rooms.hostOfBooking(id)).toBe('hanna');
    for (const other of [elsewhere, newId()]) expect(await fixture.rooms.hostOfBooking(other)).toBeNull();
  });
});
