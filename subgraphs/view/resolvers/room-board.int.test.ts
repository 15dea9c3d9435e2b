import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { reviewWritten } from '../../../schema/events/community.ts';
import { roomDeleted, roomUpdated } from '../../../schema/events/room.ts';
import {
  at,
  bookingOf,
  eventOf,
  registrationOf,
  roomOf,
  statusOf,
  stockOf,
  storyOf,
  targetOf,
  type ViewEvent,
} from '../testing/events.ts';
import { ROOM_BOARD, useService } from '../testing/graph.ts';

const service = useService();
beforeEach(() => {
  service.fixture.setClock(at('08:00'));
  service.fixture.setBacklog(() => 0);
});

/** A registered room. */
async function givenRoom(fields: Parameters<typeof roomOf>[0] = {}) {
  const room = roomOf(fields);
  await service.fixture.take(...registrationOf(room));
  return room;
}

async function board(variables: object = {}) {
  const { data, errors } = await service.graph.ask('customer', ROOM_BOARD, variables, 'alice');
  expect(errors).toBeUndefined();
  return data.roomBoard;
}

async function entries(filter?: object) {
  return (await board({ filter })).edges.map(({ node }) => node);
}

describe('a room on the board', () => {
  test('has its description, its supplies and what people think of it', async () => {
    const room = await givenRoom();
    const target = targetOf('ROOM', room.id, { likeCount: 3, bookmarkCount: 2, reviewCount: 1, rating: 4 });
    await service.fixture.take(
      stockOf(room.id, { Chair: 8, Projector: 0 }),
      eventOf(reviewWritten, room.id, 6, {
        target,
        customer: { id: 'bob' },
        review: { id: newId(), rating: 4 },
      }),
    );
    expect(await entries()).toEqual([
      {
        roomId: room.id,
        roomName: 'Han',
        location: 'Seoul, 3rd floor',
        capacity: 8,
        status: 'EMPTY',
        since: at('08:00'),
        currentBookingId: null,
        bookedUntil: null,
        nextBookingAt: null,
        supplyCount: 2,
        rating: 4,
        reviewCount: 1,
        likeCount: 3,
        bookmarkCount: 2,
        room: { id: room.id },
      },
    ]);
  });

  test('appears once its first status is known, and with its registration', async () => {
    const room = roomOf();
    const [registered, status] = registrationOf(room);
    if (!registered || !status) throw new Error('unreachable: there are two');
    await service.fixture.take(status);
    expect(await entries()).toEqual([]);
    await service.fixture.take(registered);
    expect(await entries()).toMatchObject([{ roomId: room.id }]);
  });

  test('is FULL until its booking ends, and names the next one', async () => {
    const room = await givenRoom();
    const first = bookingOf({ room });
    const second = bookingOf({ room, slot: { start: at('13:00'), end: at('14:00') } });
    await service.fixture.take(...storyOf(second), ...storyOf(first));
    expect(await entries()).toMatchObject([
      { status: 'EMPTY', bookedUntil: null, nextBookingAt: at('09:00') },
    ]);

    service.fixture.setClock(at('09:00'));
    await service.fixture.take(statusOf(room, 3, 'FULL', first.id, at('09:00')));
    expect(await entries()).toMatchObject([
      {
        status: 'FULL',
        since: at('09:00'),
        currentBookingId: first.id,
        bookedUntil: at('10:00'),
        nextBookingAt: at('13:00'),
      },
    ]);

    service.fixture.setClock(at('10:00'));
    await service.fixture.take(statusOf(room, 4, 'EMPTY', first.id, at('10:00')));
    expect(await entries()).toMatchObject([
      { status: 'EMPTY', currentBookingId: null, bookedUntil: null, nextBookingAt: at('13:00') },
    ]);
  });

  test('is FULL from the start of its booking to its end, also before the events of it arrive', async () => {
    const room = await givenRoom();
    const booking = bookingOf({ room });
    const following = bookingOf({ room, slot: { start: at('10:00'), end: at('11:00') } });
    await service.fixture.take(...storyOf(booking), ...storyOf(following));
    const boardAt = async (instant: string) => {
      service.fixture.setClock(instant);
      const { total, empty, full, edges } = await board();
      for (const status of ['EMPTY', 'FULL', 'CLOSED'])
        expect(await entries({ status })).toHaveLength(edges[0]?.node.status === status ? 1 : 0);
      return { total, empty, full, ...edges[0]?.node };
    };
    const isEmpty = {
      total: 1,
      empty: 1,
      full: 0,
      status: 'EMPTY',
      currentBookingId: null,
      bookedUntil: null,
    };
    const isFull = { total: 1, empty: 0, full: 1, status: 'FULL' };

    expect(await boardAt('2030-05-01T08:59:59.999Z')).toMatchObject(isEmpty);
    const first = { ...isFull, since: at('09:00'), currentBookingId: booking.id, bookedUntil: at('10:00') };
    expect(await boardAt(at('09:00'))).toMatchObject(first);
    await service.fixture.take(statusOf(room, 3, 'FULL', booking.id, at('09:00')));
    expect(await boardAt('2030-05-01T09:59:59.999Z')).toMatchObject(first);
    const second = {
      ...isFull,
      since: at('10:00'),
      currentBookingId: following.id,
      bookedUntil: at('11:00'),
    };
    expect(await boardAt(at('10:00'))).toMatchObject(second);
    await service.fixture.take(statusOf(room, 4, 'FULL', following.id, at('10:00')));
    expect(await boardAt(at('10:30'))).toMatchObject(second);
    expect(await boardAt(at('11:00'))).toMatchObject({ ...isEmpty, since: at('11:00') });
    await service.fixture.take(statusOf(room, 5, 'CLOSED', null, at('11:00')));
    expect(await boardAt(at('11:00'))).toMatchObject({ total: 1, empty: 0, full: 0, status: 'CLOSED' });
  });

  test('is CLOSED also while a booking lasts', async () => {
    const room = await givenRoom();
    await service.fixture.take(
      ...storyOf(bookingOf({ room })),
      statusOf(room, 3, 'CLOSED', null, at('08:30')),
    );
    service.fixture.setClock(at('09:30'));
    expect(await entries()).toMatchObject([
      { status: 'CLOSED', since: at('08:30'), currentBookingId: null, bookedUntil: null },
    ]);
  });

  test.each([
    ['the status comes before the booking', ['status', 'booking']],
    ['the booking comes before the status', ['booking', 'status']],
  ])('knows until when it is booked when %s', async (_, order) => {
    const room = await givenRoom();
    const booking = bookingOf({ room });
    const events = {
      status: [statusOf(room, 3, 'FULL', booking.id, at('09:00'))],
      booking: storyOf(booking).toReversed(),
    };
    for (const each of order) await service.fixture.take(...events[each as keyof typeof events]);
    expect(await entries()).toMatchObject([{ currentBookingId: booking.id, bookedUntil: at('10:00') }]);
  });

  test.each([
    ['that is cancelled', () => storyOf(bookingOf(), 'CANCELLED')],
    ['whose payment is not known yet', () => storyOf(bookingOf()).slice(0, 1)],
  ])('has no next booking in one %s', async (_, story) => {
    const events = story();
    const [event] = events;
    // The room of the booking is one that is on the board.
    const data = event?.data as { booking: { room: { id: string } } };
    await givenRoom({ id: data.booking.room.id });
    await service.fixture.take(...events);
    expect(await entries()).toMatchObject([{ nextBookingAt: null }]);
  });

  test('is gone once it is deleted, also when an earlier event comes later', async () => {
    const room = await givenRoom();
    await service.fixture.take(
      eventOf(roomDeleted, room.id, 5, { room: { ...room, closed: true, deleted: true } }),
      eventOf(roomUpdated, room.id, 3, { room: { ...room, name: 'Late' } }),
    );
    expect(await entries()).toEqual([]);
  });
});

describe('the numbers', () => {
  test('count all rooms that meet the conditions, not those of the page', async () => {
    const rooms = [];
    for (let index = 0; index < 5; index += 1) rooms.push(await givenRoom());
    const [first, second, third] = rooms;
    if (!first || !second || !third) throw new Error('unreachable: there are five');
    await service.fixture.take(
      statusOf(first, 3, 'FULL', newId(), at('09:00')),
      statusOf(second, 3, 'FULL', newId(), at('09:00')),
      statusOf(third, 3, 'CLOSED', null, at('09:00')),
    );
    expect(await board({ first: 1 })).toMatchObject({ total: 5, empty: 2, full: 2, closed: 1 });
    expect(await board({ first: 1, filter: { status: 'FULL' } })).toMatchObject({
      total: 2,
      empty: 0,
      full: 2,
      closed: 0,
    });
  });
});

describe('the filter', () => {
  test('has the conditions of rooms', async () => {
    const han = await givenRoom({ name: 'Han', capacity: 4, hourlyRate: { amount: 500, currency: 'KRW' } });
    const nam = await givenRoom({ name: 'Nam 100%', location: 'Busan', host: { id: 'hana' } });
    const nobodys = await givenRoom({ name: 'Old', location: null, host: null, capacity: 20 });
    await service.fixture.take(
      stockOf(han.id, { Chair: 8, Projector: 1 }),
      stockOf(nam.id, { Chair: 2, Projector: 0 }),
      statusOf(nobodys, 3, 'CLOSED', null, at('08:30')),
    );
    const ids = async (filter: object) => (await entries(filter)).map(({ roomId }) => roomId);
    expect(await ids({})).toEqual([han.id, nam.id, nobodys.id]);
    expect(await ids({ hostId: 'hana' })).toEqual([nam.id]);
    expect(await ids({ status: 'CLOSED' })).toEqual([nobodys.id]);
    expect(await ids({ minCapacity: 8 })).toEqual([nam.id, nobodys.id]);
    expect(await ids({ location: 'SEOUL' })).toEqual([han.id]);
    expect(await ids({ location: '' })).toEqual([han.id, nam.id, nobodys.id]);
    expect(await ids({ nameContains: '100%' })).toEqual([nam.id]);
    expect(await ids({ nameContains: 'a' })).toEqual([han.id, nam.id]);
    expect(await ids({ maxHourlyRate: { amount: 500, currency: 'KRW' } })).toEqual([han.id]);
    expect(await ids({ maxHourlyRate: { amount: 500_000, currency: 'EUR' } })).toEqual([]);
    expect(await ids({ supplies: ['CHAIR'] })).toEqual([han.id, nam.id]);
    expect(await ids({ supplies: ['chair', 'projector'] })).toEqual([han.id]);
    expect(await ids({ supplies: [] })).toEqual([han.id, nam.id, nobodys.id]);
    expect(await ids({ minCapacity: 5, supplies: ['chair'] })).toEqual([nam.id]);
  });

  test.each(['강의실 Café', '강의실 Café'.normalize('NFD'), '강의실\u00a0ＣＡＦÉ'])(
    'finds %j',
    async (typed) => {
      const { id } = await givenRoom({ name: '강의실　Café'.normalize('NFD'), location: 'Ｓｅｏｕｌ' });
      await givenRoom({ name: '강의실' });
      await service.fixture.take(stockOf(id, { ｶﾞｲﾄﾞ: 1 }));
      const found = await entries({ nameContains: typed, location: 'seoul', supplies: ['ガイド'] });
      expect(found.map(({ roomId }) => roomId)).toEqual([id]);
    },
  );

  test.each([
    [{ filter: { nameContains: 'x'.repeat(201) } }, 'filter.nameContains'],
    [{ filter: { supplies: Array.from({ length: 21 }, () => 'x') } }, 'filter.supplies'],
    [{ filter: { maxHourlyRate: { amount: 1, currency: 'XYZ' } } }, 'filter.maxHourlyRate.currency'],
    [{ first: 0 }, 'first'],
    [{ after: 'x' }, 'after'],
  ])('%j is refused with the name of the argument', async (variables, name) => {
    const { data, errors } = await service.graph.ask('customer', ROOM_BOARD, variables);
    expect(data).toEqual({ roomBoard: null });
    expect(errors).toMatchObject([{ path: ['roomBoard'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors?.[0]?.message).toMatch(new RegExp(`^${name} `));
  });
});

test('the pages together have each room once', async () => {
  const rooms = [];
  for (let index = 0; index < 5; index += 1) rooms.push((await givenRoom()).id);
  const first = await board({ first: 2 });
  expect(first.pageInfo).toEqual({
    hasNextPage: true,
    hasPreviousPage: false,
    startCursor: first.edges[0]?.cursor,
    endCursor: first.edges[1]?.cursor,
  });
  const second = await board({ first: 2, after: first.pageInfo.endCursor });
  expect(second.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  const third = await board({ first: 2, after: second.pageInfo.endCursor });
  expect(third.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  const seen = [first, second, third].flatMap(({ edges }) => edges.map(({ node }) => node.roomId));
  expect(seen).toEqual(rooms);
});

describe('how fresh the board is', () => {
  test('is now while there is nothing more to see', async () => {
    await givenRoom();
    service.fixture.setClock(at('12:34'));
    expect((await board()).asOf).toBe(at('12:34'));
  });

  test('is the last event that was seen of the context that is behind', async () => {
    const room = roomOf();
    const paidAt = (time: string) => ({ ...storyOf(bookingOf({ room }))[1], time }) as ViewEvent;
    service.fixture.setClock(at('12:00'));
    await service.fixture.take(...registrationOf(room, at('07:00')), paidAt(at('07:30')));
    expect((await board()).asOf).toBe(at('12:00'));

    service.fixture.setClock(at('13:00'));
    service.fixture.setBacklog((context) => (context === 'booking' ? 3 : 0));
    expect((await board()).asOf).toBe(at('12:00'));
    await service.fixture.take(paidAt(at('12:30')), paidAt(at('12:20')));
    expect((await board()).asOf).toBe(at('12:30'));
    service.fixture.setBacklog(() => 0);
    expect((await board()).asOf).toBe(at('13:00'));
  });

  test('is asked of the streams only when the client asks for it', async () => {
    const room = await givenRoom();
    const contexts: string[] = [];
    service.fixture.setBacklog((context) => void contexts.push(context));
    const { data } = await service.graph.ask('customer', '{ roomBoard { edges { node { roomId } } } }', {});
    expect(data?.roomBoard).toEqual({ edges: [{ node: { roomId: room.id } }] });
    expect(contexts).toEqual([]);
    await board();
    expect(contexts).not.toEqual([]);
  });

  test('stays as it was while the streams cannot be reached', async () => {
    service.fixture.setClock(at('12:34'));
    expect((await board()).asOf).toBe(at('12:34'));
    service.fixture.setClock(at('13:00'));
    service.fixture.setBacklog(() => undefined);
    expect((await board()).asOf).toBe(at('12:34'));
  });
});

test('the board needs a token', async () => {
  expect(await service.graph.post(ROOM_BOARD, {})).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});
