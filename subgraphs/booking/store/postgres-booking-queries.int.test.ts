import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { BookingCriteria, RoomCriteria } from '../application/ports.ts';
import { type Booking, type BookingDetails, bookingAt } from '../domain/booking.ts';
import {
  ACTION,
  append,
  at,
  book,
  bookedRoom,
  cause,
  createFixture,
  type Fixture,
  roomOf,
  slot,
} from '../testing/fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

/** The room and customer of one test. */
let room: BookingDetails['room'];
let customerId: string;
beforeEach(() => {
  room = bookedRoom();
  customerId = `customer ${newId()}`;
});

const ids = (bookings: readonly { readonly id: string }[]) => bookings.map(({ id }) => id);
const all = { limit: 100, after: undefined };
const newest = async (criteria: BookingCriteria, now = fixture.clock()) =>
  ids(await fixture.queries.page(criteria, { by: 'REQUEST', direction: 'DESC', page: all }, now));

/** A booking of the test's room and customer, unless the fields differ. */
async function booked(
  status: Booking['status'],
  start: string,
  end: string,
  fields: Partial<BookingDetails> = {},
) {
  return (await book(fixture, status, { room, customerId, slot: slot(start, end), ...fields })).id;
}

describe('pages', () => {
  test('newest first, without gaps and duplicates when a booking is added meanwhile', async () => {
    const made: string[] = [];
    for (const hour of ['09', '10', '11', '12', '13'])
      made.push(await booked('PAID', `${hour}:00`, `${hour}:30`));
    const read: string[] = [];
    for (let after: [string] | undefined; ; ) {
      const page = ids(
        await fixture.queries.page(
          { customerId },
          { by: 'REQUEST', direction: 'DESC', page: { limit: 2, after } },
          fixture.clock(),
        ),
      );
      read.push(...page);
      const last = page.at(-1);
      if (!last) break;
      after = [last];
      await booked('PAID', `1${read.length}:40`, `1${read.length}:50`);
    }
    expect(read).toEqual(made.toReversed());
  });

  test('by the start of their slots, and by id where the start is equal', async () => {
    const late = await booked('CONFIRMED', '11:00', '12:00');
    const cancelled = await booked('CANCELLED', '09:00', '10:00');
    const again = await booked('REJECTED', '09:00', '09:30');
    const early = await booked('CONFIRMED', '09:00', '10:00');
    const read: string[] = [];
    for (let after: [string, string] | undefined; ; ) {
      const [next] = await fixture.queries.page(
        { roomId: room.id },
        { by: 'START', direction: 'ASC', page: { limit: 1, after } },
        fixture.clock(),
      );
      if (!next) break;
      read.push(next.id);
      after = [next.slot.start, next.id];
    }
    expect(read).toEqual([cancelled, again, early, late]);
  });
});

describe('pages of several owners', () => {
  const owners = () => [room.id, newId()];

  test('are those of each owner alone, in the order of the owners', async () => {
    const other = bookedRoom();
    const mine = [await booked('PAID', '09:00', '10:00'), await booked('PAID', '11:00', '12:00')];
    await booked('PAID', '13:00', '14:00');
    const theirs = await booked('PAID', '08:00', '09:00', { room: other });
    const page = { by: 'START', direction: 'ASC', page: { limit: 2, after: undefined } } as const;
    const found = await fixture.queries.pages(
      'ROOM',
      [other.id, newId(), room.id],
      { criteria: {}, page },
      fixture.clock(),
    );
    expect(found.map(ids)).toEqual([[theirs], [], mine]);
  });

  test('start after a cursor, and meet the criteria', async () => {
    const first = await booked('PAID', '09:00', '10:00');
    await booked('PAID', '11:00', '12:00', { customerId: 'bob' });
    const last = await booked('PAID', '13:00', '14:00');
    const page = { by: 'REQUEST', direction: 'ASC', page: { limit: 9, after: [first] } } as const;
    const wanted = { criteria: { roomId: room.id }, page };
    const found = await fixture.queries.pages('CUSTOMER', [customerId, 'bob'], wanted, fixture.clock());
    expect(found.map((each) => each.length)).toEqual([1, 1]);
    expect(found[0]?.[0]?.id).toBe(last);
  });

  test('are counted together', async () => {
    await booked('PAID', '09:00', '10:00');
    await booked('CONFIRMED', '11:00', '12:00');
    const counts = (criteria: BookingCriteria) =>
      fixture.queries.counts('ROOM', owners(), criteria, fixture.clock());
    expect(await counts({})).toEqual(new Map([[room.id, 2]]));
    expect(await counts({ statuses: ['PAID'] })).toEqual(new Map([[room.id, 1]]));
  });
});

describe('criteria', () => {
  test('room, customer and status, separately and together', async () => {
    const mine = await booked('PAID', '09:00', '10:00');
    const theirs = await booked('CONFIRMED', '10:00', '11:00', { customerId: 'bob' });
    const elsewhere = await booked('CONFIRMED', '09:00', '10:00', { room: bookedRoom() });
    expect(await newest({ roomId: room.id })).toEqual([theirs, mine]);
    expect(await newest({ customerId })).toEqual([elsewhere, mine]);
    expect(await newest({ roomId: room.id, statuses: ['CONFIRMED'] })).toEqual([theirs]);
    expect(await newest({ roomId: room.id, statuses: ['PAID', 'CONFIRMED'] })).toEqual([theirs, mine]);
    expect(await newest({ roomId: room.id, statuses: [] })).toEqual([]);
    expect(await newest({ roomId: room.id, customerId, statuses: ['REJECTED'] })).toEqual([]);
    expect(await fixture.queries.count({ roomId: room.id }, fixture.clock())).toBe(2);
    expect(await fixture.queries.count({ roomId: room.id, statuses: ['PAID'] }, fixture.clock())).toBe(1);
  });

  test('from and to exclude adjacent bookings', async () => {
    const first = await booked('PAID', '09:00', '10:00');
    const second = await booked('PAID', '10:00', '11:00');
    const roomId = room.id;
    expect(await newest({ roomId, from: at('10:00') })).toEqual([second]);
    expect(await newest({ roomId, to: at('10:00') })).toEqual([first]);
    expect(await newest({ roomId, from: at('09:59'), to: at('10:01') })).toEqual([second, first]);
    expect(await newest({ roomId, from: at('11:00') })).toEqual([]);
  });

  test('visible to a customer are all own bookings, and bookings of others that hold their slots', async () => {
    const cancelled = await booked('CANCELLED', '09:00', '10:00');
    await booked('CANCELLED', '09:00', '10:00', { customerId: 'bob' });
    await booked('REJECTED', '09:00', '10:00', { customerId: 'bob' });
    const taken = await booked('CONFIRMED', '09:00', '10:00', { customerId: 'bob' });
    expect(await newest({ roomId: room.id, visibleTo: customerId })).toEqual([taken, cancelled]);
  });
});

test("of a host are the bookings of the rooms that are the host's now", async () => {
  const [first, second] = [roomOf({ hostId: customerId }), roomOf({ hostId: customerId })];
  for (const each of [first, second]) await fixture.rooms.save(each);
  const kept = await booked('CANCELLED', '09:00', '10:00', { room: first });
  await booked('PAID', '09:00', '10:00', { room: second });
  await booked('PAID', '09:00', '10:00');
  await fixture.rooms.save({ ...second, version: 2, hostId: 'hanna' });
  expect(await newest({ hostId: customerId })).toEqual([kept]);
  expect(await fixture.queries.count({ hostId: customerId }, fixture.clock())).toBe(1);
});

test('by id: the existing ones', async () => {
  const id = await booked('REJECTED', '09:00', '10:00');
  const [found, ...rest] = await fixture.queries.byIds([newId(), id], fixture.clock());
  expect(found).toMatchObject({
    id,
    status: 'REJECTED',
    reason: 'PAYMENT_DECLINED',
    declineCode: 'expired_card',
  });
  expect(rest).toEqual([]);
});

test('the current booking is the confirmed one whose slot contains the instant', async () => {
  const id = await booked('CONFIRMED', '09:00', '10:00');
  await booked('PAID', '10:00', '11:00');
  const current = async (time: string) => ids(await fixture.queries.current([room.id, newId()], at(time)));
  expect(await current('08:59')).toEqual([]);
  expect(await current('09:00')).toEqual([id]);
  expect(await current('09:59')).toEqual([id]);
  expect(await current('10:00')).toEqual([]);
});

test('held slots are those that overlap the interval, by their start', async () => {
  await booked('PAID', '12:00', '13:00');
  await booked('REQUESTED', '09:00', '10:00');
  await booked('CANCELLED', '10:00', '11:00');
  await booked('CONFIRMED', '07:00', '09:00');
  const held = (await fixture.queries.heldSlots([room.id], slot('09:00', '12:30'))).get(room.id);
  expect(held).toEqual([slot('09:00', '10:00'), slot('12:00', '13:00')]);
});

describe('available rooms', () => {
  test('are in service, large enough and free for the whole slot, page by page', async () => {
    // A capacity that no other test has keeps its rooms apart.
    const minCapacity = 5_000;
    const big = { capacity: minCapacity };
    const free = [roomOf(big), roomOf(big), roomOf(big)];
    const taken = roomOf(big);
    const others = [
      roomOf({ ...big, closed: true }),
      roomOf({ ...big, deleted: true }),
      roomOf({ capacity: 4_999 }),
    ];
    for (const each of [...free, taken, ...others]) await fixture.rooms.save(each);
    await booked('CONFIRMED', '09:59', '11:00', { room: taken });
    // Adjacent and cancelled bookings leave the slot free.
    const [first = taken, second = taken] = free;
    await booked('CONFIRMED', '10:00', '11:00', { room: first });
    await booked('CANCELLED', '09:00', '10:00', { room: second });

    const criteria = { slot: slot('09:00', '10:00'), minCapacity };
    expect(await fixture.queries.countAvailableRooms(criteria)).toBe(3);
    const read: string[] = [];
    for (let after: [string] | undefined; ; ) {
      const found = await fixture.queries.availableRooms(criteria, { limit: 2, after });
      read.push(...found);
      const last = found.at(-1);
      if (!last) break;
      after = [last];
    }
    expect(read).toEqual(ids(free).toSorted());
  });

  describe('meet all conditions', () => {
    const now = at('09:30');
    const later = slot('14:00', '15:00');
    const money = (amount: number, currency = 'KRW') => ({ amount, currency });
    /** A host that no other test has keeps these rooms apart. */
    const hostId = `host ${newId()}`;
    const cheap = roomOf({ hostId, name: 'Élan 100%', location: 'Seoul, Gangnam', capacity: 4 });
    const dear = roomOf({ hostId, name: 'Nam_san', location: null, hourlyRate: money(2 ** 53 - 1) });
    const occupied = roomOf({ hostId, name: 'Han', hourlyRate: money(1_000, 'USD') });
    const closed = roomOf({ hostId, name: 'Élan 200%', closed: true });
    const names = new Map([
      [cheap.id, 'cheap'],
      [dear.id, 'dear'],
      [occupied.id, 'occupied'],
    ]);

    beforeAll(async () => {
      for (const each of [cheap, dear, occupied, closed]) await fixture.rooms.save(each);
      await fixture.rooms.saveSupplies({ roomId: cheap.id, version: 1, names: ['board', 'chair'] });
      await fixture.rooms.saveSupplies({ roomId: dear.id, version: 1, names: ['chair'] });
      await book(fixture, 'CONFIRMED', { room: occupied, slot: slot('09:00', '10:00') });
      await book(fixture, 'PAID', { room: dear, slot: slot('09:00', '10:00') });
    });

    test.each<[Partial<RoomCriteria>, readonly string[]]>([
      [{}, ['cheap', 'dear', 'occupied']],
      [{ hostId: 'nobody' }, []],
      [{ occupied: { at: now, is: true } }, ['occupied']],
      [{ occupied: { at: now, is: false } }, ['cheap', 'dear']],
      [{ occupied: { at: at('10:00'), is: true } }, []],
      [{ minCapacity: 5 }, ['dear', 'occupied']],
      [{ location: 'gang' }, ['cheap']],
      [{ nameContains: 'élan' }, ['cheap']],
      [{ nameContains: '0%' }, ['cheap']],
      [{ nameContains: '%' }, ['cheap']],
      [{ nameContains: '_' }, ['dear']],
      [{ nameContains: '\\' }, []],
      [{ nameContains: 'an' }, ['cheap', 'dear', 'occupied']],
      [{ maxHourlyRate: money(1_000) }, ['cheap']],
      [{ maxHourlyRate: money(999) }, []],
      [{ maxHourlyRate: money(2 ** 53 - 1) }, ['cheap', 'dear']],
      [{ maxHourlyRate: money(1_000, 'USD') }, ['occupied']],
      [{ supplies: [] }, ['cheap', 'dear', 'occupied']],
      [{ supplies: ['chair'] }, ['cheap', 'dear']],
      [{ supplies: ['chair', 'board'] }, ['cheap']],
      [{ supplies: ['chair', 'lamp'] }, []],
      [{ supplies: ['chair'], nameContains: 'n', maxHourlyRate: money(5_000) }, ['cheap']],
    ])('%o', async (conditions, found) => {
      const criteria = { slot: later, hostId, ...conditions };
      const rooms = await fixture.queries.availableRooms(criteria, all);
      expect(rooms.map((id) => names.get(id)).toSorted()).toEqual(found);
      expect(await fixture.queries.countAvailableRooms(criteria)).toBe(found.length);
    });
  });
});

test('histories have the events of each booking that lead to a status, oldest first', async () => {
  const id = await booked('CONFIRMED', '09:00', '10:00');
  await append(fixture, id, [
    { type: 'RoomTransferred', at: at('08:03'), hostId: 'hanna' },
    { type: 'BookingCompleted', at: at('10:00') },
  ]);
  const histories = await fixture.queries.histories([id, newId()]);
  const { correlationId } = cause;
  expect([...histories]).toEqual([
    [
      id,
      [
        { type: 'REQUESTED', at: at('08:00'), reason: null, correlationId },
        { type: 'PAID', at: at('08:01'), reason: null, correlationId },
        { type: 'CONFIRMED', at: at('08:02'), reason: null, correlationId },
        { type: 'COMPLETED', at: at('10:00'), reason: null, correlationId },
      ],
    ],
  ]);
});

describe('due bookings', () => {
  const EARLY = '2030-01-01T00:00:00.000Z';
  test('confirmed bookings are finished from their end on', async () => {
    const id = await booked('CONFIRMED', '09:00', '10:00');
    const paid = await booked('PAID', '08:00', '09:00');
    const due = { id, dueAt: at('10:00') };
    expect(await fixture.queries.finishedBy('2030-05-01T09:59:59.999Z', 100)).not.toContainEqual(due);
    const finished = await fixture.queries.finishedBy(at('10:00'), 100);
    expect(finished).toContainEqual(due);
    expect(ids(finished)).not.toContain(paid);
    expect(await fixture.queries.finishedBy(at('23:59'), 1)).toHaveLength(1);
  });

  const overdue = (by: { at?: string; requestedBefore?: string }) =>
    fixture.queries.overdueHolds({ at: EARLY, requestedBefore: EARLY, ...by }, 100);

  test('holds are overdue for customers who had time to act until then', async () => {
    const expiresAt = '2030-03-01T08:10:00.000Z';
    const requestedAt = '2030-03-01T08:00:00.000Z';
    const id = await booked('REQUESTED', '09:00', '10:00', { requestedAt });
    const action = { ...ACTION, expiresAt };
    await append(fixture, id, [{ type: 'PaymentActionRequired', at: requestedAt, action }]);
    expect(await overdue({ at: '2030-03-01T08:09:59.999Z', requestedBefore: expiresAt })).toEqual([]);
    expect(await overdue({ at: expiresAt })).toEqual([id]);
    await append(fixture, id, [{ type: 'BookingPaid', at: requestedAt }]);
    expect(await overdue({ at: expiresAt })).toEqual([]);
  });

  test('requested before an instant are unpaid bookings', async () => {
    const requestedAt = '2030-04-01T08:00:00.000Z';
    const id = await booked('REQUESTED', '09:00', '10:00', { requestedAt });
    await booked('PAID', '10:00', '11:00', { requestedAt });
    expect(await overdue({ requestedBefore: requestedAt })).toEqual([]);
    expect(await overdue({ requestedBefore: '2030-04-01T08:00:00.001Z' })).toEqual([id]);
  });
});

describe('at an instant', () => {
  const before = '2030-05-01T09:59:59.999Z';
  const STATUSES = ['REQUESTED', 'PAID', 'CONFIRMED', 'COMPLETED', 'REJECTED', 'CANCELLED'] as const;

  test.each(STATUSES)(
    'a booking that is stored as %s has the status that the domain says',
    async (stored) => {
      const id = await booked(stored, '09:00', '10:00');
      const { state } = await fixture.bookings.load(id);
      if (!state) throw new Error('the booking is stored');
      for (const now of [before, at('10:00')]) {
        const { status } = bookingAt(state, now);
        expect((await fixture.queries.byIds([id], now))[0]).toMatchObject({ status });
        const lists = STATUSES.map((each) => newest({ roomId: room.id, statuses: [each] }, now));
        const found = (await Promise.all(lists)).flatMap((list, index) =>
          list.length > 0 ? STATUSES[index] : [],
        );
        expect(found).toEqual([status]);
        expect(await fixture.queries.count({ roomId: room.id, statuses: [status] }, now)).toBe(1);
      }
    },
  );

  test('a confirmed booking is completed from its end on, in each list', async () => {
    const id = await booked('CONFIRMED', '09:00', '10:00');
    const statusesAt = async (now: string) => {
      const criteria = { roomId: room.id };
      const lists = await Promise.all([
        fixture.queries.byIds([id], now),
        fixture.queries.page(criteria, { by: 'REQUEST', direction: 'DESC', page: all }, now),
        fixture.queries.page(criteria, { by: 'START', direction: 'ASC', page: all }, now),
      ]);
      return lists.flat().map(({ status }) => status);
    };
    expect(await statusesAt(before)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
    expect(await statusesAt(at('10:00'))).toEqual(['COMPLETED', 'COMPLETED', 'COMPLETED']);
    expect(await fixture.queries.current([room.id], at('10:00'))).toEqual([]);
  });
});
