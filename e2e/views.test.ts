import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import {
  AddBookmarkDocument,
  AddSupplyDocument,
  CloseRoomDocument,
  CourseBoardDocument,
  type CourseBoardQuery,
  DeleteRoomDocument,
  LikeDocument,
  MarkMessagesReadDocument,
  MyPageDocument,
  type MyPageQuery,
  RemoveBookmarkDocument,
  RoomBoardDocument,
  type RoomBoardQuery,
  SupplyStockDocument,
  type SupplyStockQuery,
  type TargetInput,
} from '../examples/documents.generated.ts';
import { newId } from '../platform/identifiers.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { cancel, eventuallyBooking, givenBooking } from './support/booking.ts';
import { givenCourse, givenReview } from './support/course.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { eventuallyMessage } from './support/message.ts';

/** The services of the facts. */
const FACTS = ['room', 'booking', 'payment', 'supplies', 'community', 'notification'];

let instance: SharedInstance;
/** A host and a customer of whom no other test knows. */
let host: Client;
let customer: Client;
let admin: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  const run = newId().slice(-8);
  host = await instance.as(`hera-${run}`, 'host');
  customer = await instance.as(`vera-${run}`);
  admin = await instance.as('ada', 'admin');
});
afterAll(() => instance[Symbol.asyncDispose]());

type Board = NonNullable<RoomBoardQuery['roomBoard']>;
type Page = NonNullable<MyPageQuery['myPage']>;
type Stock = NonNullable<SupplyStockQuery['supplyStock']>;
type Courses = NonNullable<CourseBoardQuery['courseBoard']>;

/** The data of an answer without errors. */
function whole<Data>({ data, errors }: { data?: Data | null; errors?: unknown }): Data {
  expect(errors).toBeUndefined();
  if (!data) throw new Error('There is no data');
  return data;
}

/** A name that no other room has. */
const newName = () => `View ${newId()}`;

/** The board of the rooms of a name. */
async function board(nameContains: string): Promise<Board> {
  const { roomBoard } = whole(await customer.run(RoomBoardDocument, { filter: { nameContains } }));
  if (!roomBoard) throw new Error('There is no board');
  return roomBoard;
}

/** Waits until the only room of a name is on the board as expected, and returns its entry. */
function eventuallyOnBoard(name: string, entry: Partial<Board['edges'][number]['node']>) {
  return eventually(async () => {
    const [edge] = (await board(name)).edges;
    expect(edge?.node).toMatchObject(entry);
    if (!edge) throw new Error('unreachable: it is an entry');
    return edge.node;
  });
}

async function stock(by: Client, nameContains: string): Promise<Stock> {
  const { supplyStock } = whole(await by.run(SupplyStockDocument, { nameContains }));
  return supplyStock ?? [];
}

async function page(by = customer): Promise<Page> {
  const { myPage } = whole(await by.run(MyPageDocument, {}));
  if (!myPage) throw new Error('There is no page');
  return myPage;
}

/** The entry of a course on the board: courses are ordered by their creation. */
async function onCourseBoard(courseId: string): Promise<Courses['edges'][number]['node'] | undefined> {
  for (let after: string | null | undefined; ; ) {
    const { courseBoard } = whole(
      await customer.run(CourseBoardDocument, { first: 100, after: after ?? null }),
    );
    const found = courseBoard?.edges.find(({ node }) => node.courseId === courseId);
    if (found || !courseBoard?.pageInfo.hasNextPage) return found?.node;
    after = courseBoard.pageInfo.endCursor;
  }
}

async function like(target: TargetInput): Promise<void> {
  const { like: result } = whole(await customer.run(LikeDocument, { input: { target } }));
  expect(result?.__typename).toBe('TargetMutationSuccess');
}

async function bookmark(target: TargetInput): Promise<void> {
  const { addBookmark } = whole(await customer.run(AddBookmarkDocument, { input: { target } }));
  expect(addBookmark?.__typename).toBe('TargetMutationSuccess');
}

test('A7 CQRS: the stock of supplies is read from a view of its own', async () => {
  const supply = newName();
  const supplies = [{ name: supply, quantity: 8 }];
  const roomId = await givenRoom(host, { name: newName(), supplies });
  const other = await givenRoom(admin, { name: newName(), supplies });
  await eventually(async () => {
    expect(await stock(host, supply)).toMatchObject([{ name: supply, total: 8, rooms: [{ roomId }] }]);
    expect(await stock(admin, supply)).toMatchObject([{ name: supply, total: 16 }]);
  });
  await instance.without(['supplies', 'room'], async () => {
    expect(await stock(host, supply)).toMatchObject([{ total: 8, rooms: [{ roomId, quantity: 8 }] }]);
    const { errors } = await customer.run(SupplyStockDocument, {});
    expect(errors).toMatchObject([{ path: ['supplyStock'], extensions: { code: 'FORBIDDEN' } }]);
  });
  const second = newName();
  await eventually(async () => {
    whole(await host.run(AddSupplyDocument, { input: { roomId, name: second, quantity: 3 } }));
    expect(await stock(host, second)).toMatchObject([{ total: 3 }]);
  });
  await eventually(async () => {
    const { deleteRoom } = whole(await admin.run(DeleteRoomDocument, { input: { id: other } }));
    expect(deleteRoom?.__typename).toMatch(/DeleteRoomSuccess|NotFound/);
    expect(await stock(admin, supply)).toMatchObject([{ total: 8 }]);
  });
});

test('B12 CQRS: the status of rooms is read from a view', async () => {
  const name = newName();
  const roomId = await givenRoom(host, { name });
  await eventuallyOnBoard(name, { roomId, status: 'EMPTY', currentBookingId: null, nextBookingAt: null });

  const later = slotIn(48);
  await givenBooking(customer, { roomId, slot: later });
  await eventuallyOnBoard(name, { status: 'EMPTY', nextBookingAt: later.start });
  const soon = slotIn(24);
  const soonId = await givenBooking(customer, { roomId, slot: soon });
  await eventuallyOnBoard(name, { status: 'EMPTY', nextBookingAt: soon.start });

  // The hour from now on.
  const bookingId = await givenBooking(customer, { roomId });
  await eventuallyBooking(customer, bookingId, 'CONFIRMED', 'CAPTURED');
  const full = await eventuallyOnBoard(name, {
    status: 'FULL',
    currentBookingId: bookingId,
    bookedUntil: expect.any(String),
    nextBookingAt: soon.start,
  });
  expect(Date.parse(full.bookedUntil ?? '')).toBeGreaterThan(Date.now());
  expect(await board(name)).toMatchObject({ total: 1, empty: 0, full: 1, closed: 0 });

  await instance.without(['room', 'booking'], async () => {
    expect(await board(name)).toMatchObject({
      total: 1,
      full: 1,
      edges: [{ node: { ...full, since: expect.any(String) } }],
    });
  });
  for (const id of [bookingId, soonId])
    await eventually(async () => {
      expect((await cancel(customer, { id })).__typename).toBe('CancelBookingSuccess');
    });
  await eventuallyOnBoard(name, {
    status: 'EMPTY',
    currentBookingId: null,
    bookedUntil: null,
    nextBookingAt: later.start,
  });

  whole(await host.run(CloseRoomDocument, { input: { id: roomId } }));
  await eventuallyOnBoard(name, { status: 'CLOSED' });
  expect(await board(name)).toMatchObject({ total: 1, empty: 0, full: 0, closed: 1 });
});

describe('one screen', () => {
  let name: string;
  let roomId: string;
  let bookingId: string;
  beforeAll(async () => {
    name = newName();
    roomId = await givenRoom(host, { name, location: 'Berlin', supplies: [{ name: 'Chair', quantity: 8 }] });
    bookingId = await givenBooking(customer, { roomId });
    await eventuallyBooking(customer, bookingId, 'CONFIRMED', 'CAPTURED');
    const target = { type: 'ROOM', id: roomId } as const;
    await eventually(async () => givenReview(customer, target));
    await like(target);
    await bookmark(target);
  });

  test('C8 One screen shows all rooms with information, booking status and reviews', async () => {
    await eventuallyOnBoard(name, {
      roomId,
      location: 'Berlin',
      capacity: 8,
      status: 'FULL',
      currentBookingId: bookingId,
      supplyCount: 1,
      rating: 4,
      reviewCount: 1,
      likeCount: 1,
      bookmarkCount: 1,
    });
  });

  test('C12 CQRS: one query answers the whole screen', async () => {
    const before = await eventuallyOnBoard(name, { status: 'FULL', reviewCount: 1, bookmarkCount: 1 });
    await instance.without(['room', 'booking', 'supplies', 'community'], async () => {
      expect((await board(name)).edges).toMatchObject([{ node: before }]);
      const { roomBoard } = whole(await customer.run(RoomBoardDocument, { first: 100 }));
      expect(roomBoard?.total).toBe(
        (roomBoard?.empty ?? 0) + (roomBoard?.full ?? 0) + (roomBoard?.closed ?? 0),
      );
    });
  });
});

describe('courses', () => {
  test('D10 One screen shows courses with reviews, likes and bookmarks', async () => {
    const courseId = await givenCourse(host, { stops: [{ name: 'Gate' }, { name: 'Tea house' }] });
    const target = { type: 'COURSE', id: courseId } as const;
    await givenReview(customer, target);
    await like(target);
    await bookmark(target);
    await eventually(async () => {
      expect(await onCourseBoard(courseId)).toMatchObject({
        title: 'Old town',
        stopCount: 2,
        rating: 4,
        reviewCount: 1,
        likeCount: 1,
        bookmarkCount: 1,
      });
    });
  });

  test('D12 CQRS: the screen of courses is a view', async () => {
    const courseId = await givenCourse(host);
    await eventually(async () => expect(await onCourseBoard(courseId)).toMatchObject({ likeCount: 0 }));
    await instance.without(['community'], async () => {
      expect(await onCourseBoard(courseId)).toMatchObject({ courseId, title: 'Old town', likeCount: 0 });
    });
  });
});

describe('my page', () => {
  test('E5 My page shows the customer’s bookings and their states', async () => {
    const name = newName();
    const roomId = await givenRoom(host, { name });
    const slot = slotIn(24);
    const bookingId = await givenBooking(customer, { roomId, slot });
    const seen = (status: string, paymentStatus: string) =>
      eventually(async () => {
        const { bookings } = await page();
        expect(bookings.edges.map(({ node }) => node)).toContainEqual({
          bookingId,
          roomId,
          roomName: name,
          slot,
          status,
          paymentStatus,
          price: { amount: 10_000, currency: 'EUR', decimal: '100.00' },
        });
      });
    await seen('CONFIRMED', 'CAPTURED');
    await cancel(customer, { id: bookingId });
    await seen('CANCELLED', 'REFUNDED');
    const others = await page(await instance.as(`nora-${newId()}`));
    expect(others).toMatchObject({ unreadMessages: 0, bookmarkedRoomIds: [], bookings: { totalCount: 0 } });
  });

  test('E10 CQRS: my page is a view', async () => {
    const roomId = await givenRoom(host, { name: newName() });
    const courseId = await givenCourse(host);
    await eventually(() => bookmark({ type: 'ROOM', id: roomId }));
    await bookmark({ type: 'COURSE', id: courseId });
    const bookingId = await givenBooking(customer, { roomId, slot: slotIn(24) });
    const { id } = await eventuallyMessage(customer, bookingId, 'BOOKING_CONFIRMED');
    const before = await eventually(async () => {
      const seen = await page();
      expect(seen.bookmarkedRoomIds).toContain(roomId);
      expect(seen.bookmarkedCourseIds).toContain(courseId);
      expect(seen.bookings.edges[0]?.node).toMatchObject({
        bookingId,
        status: 'CONFIRMED',
        paymentStatus: 'CAPTURED',
      });
      expect(seen.unreadMessages).toBeGreaterThanOrEqual(3);
      return seen;
    });
    await instance.without(['booking', 'payment', 'community', 'notification'], async () => {
      expect(await page()).toMatchObject({
        ...before,
        asOf: expect.any(String),
        unreadMessages: expect.any(Number),
      });
    });
    await eventually(async () => {
      whole(await customer.run(MarkMessagesReadDocument, { input: { ids: [id] } }));
      whole(await customer.run(RemoveBookmarkDocument, { input: { target: { type: 'ROOM', id: roomId } } }));
      expect((await page()).bookmarkedRoomIds).not.toContain(roomId);
    });
  });
});

test('the views answer every scalar while room, booking, payment, supplies, community and notification are all down', async () => {
  const name = newName();
  const supply = newName();
  const roomId = await givenRoom(host, { name, supplies: [{ name: supply, quantity: 1 }] });
  const courseId = await givenCourse(host);
  const bookingId = await givenBooking(customer, { roomId });
  await eventuallyBooking(customer, bookingId, 'CONFIRMED', 'CAPTURED');
  const read = async () => {
    const [rooms, supplies, course, mine] = [
      await board(name),
      await stock(host, supply),
      await onCourseBoard(courseId),
      await page(),
    ];
    expect(rooms.edges).toMatchObject([{ node: { status: 'FULL', supplyCount: 1 } }]);
    expect(supplies).toMatchObject([{ total: 1 }]);
    expect(course).toMatchObject({ courseId });
    expect(mine.bookings.edges[0]?.node).toMatchObject({
      bookingId,
      status: 'CONFIRMED',
      paymentStatus: 'CAPTURED',
    });
    return { rooms, supplies, course, mine };
  };
  const before = await eventually(read);
  await instance.without(FACTS, async () => {
    const asked = new Date().toISOString();
    const after = await read();
    expect(after).toMatchObject({
      ...before,
      rooms: { ...before.rooms, asOf: expect.any(String) },
      mine: { ...before.mine, asOf: expect.any(String), unreadMessages: expect.any(Number) },
    });
    // There is nothing more to see.
    expect(after.rooms.asOf >= asked).toBe(true);
    expect(after.mine.asOf >= asked).toBe(true);

    const { data, errors } = await customer.run<{ roomBoard: object }, object>(
      `query ($name: String!) { roomBoard(filter: { nameContains: $name }) {
        edges { node { roomId roomName room { id capacity } } } } }`,
      { name },
    );
    expect(data).toEqual({ roomBoard: { edges: [{ node: { roomId, roomName: name, room: null } }] } });
    expect(errors).toMatchObject([
      {
        path: ['roomBoard', 'edges', 0, 'node', 'room', 'capacity'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'room' },
      },
    ]);
  });
});

test('what happens while the view is down is on the board when it returns', async () => {
  const name = newName();
  let roomId = '';
  await instance.without(['view'], async () => {
    roomId = await givenRoom(host, { name });
    const { data, errors } = await customer.run(RoomBoardDocument, {});
    expect(data).toEqual({ roomBoard: null });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'view' } }]);
    await eventually(async () => givenBooking(customer, { roomId, slot: slotIn(24) }));
  });
  await eventuallyOnBoard(name, { roomId, status: 'EMPTY', nextBookingAt: expect.any(String) });
});

test('references lead from the views to the services of the facts', async () => {
  const name = newName();
  const roomId = await givenRoom(host, { name });
  const bookingId = await givenBooking(customer, { roomId, slot: slotIn(24) });
  await eventually(async () => {
    const data = whole(
      await customer.run<object, object>(
        `query ($name: String!) {
          roomBoard(filter: { nameContains: $name }) { edges { node { room { id name host { id } } } } }
          myPage { bookings(first: 1) { edges { node { booking { id status payment { status } } } } } }
        }`,
        { name },
      ),
    );
    expect(data).toMatchObject({
      roomBoard: { edges: [{ node: { room: { id: roomId, name } } }] },
      myPage: {
        bookings: {
          edges: [
            { node: { booking: { id: bookingId, status: 'CONFIRMED', payment: { status: 'CAPTURED' } } } },
          ],
        },
      },
    });
  });
});
