import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../examples/client.ts';
import {
  BookingDocument,
  BookingStatusDocument,
  BookingsDocument,
  CancelBookingDocument,
  PaymentsDocument,
  RegisterRoomDocument,
  RoomStatusDocument,
  RoomsDocument,
  SetStandardSuppliesDocument,
} from '../examples/documents.generated.ts';
import { createTestIssuer } from '../platform/testing/issuer.ts';
import { eventuallyBooking, givenBooking } from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { watch } from './support/watch.ts';

const TRANSFER = 'mutation ($input: TransferRoomInput!) { transferRoom(input: $input) { __typename } }';
const CLOSE = 'mutation ($input: CloseRoomInput!) { closeRoom(input: $input) { __typename } }';

let instance: SharedInstance;
let host: Client;
let dora: Client;
let stranger: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  dora = await instance.as('dora');
  stranger = await instance.as('a-stranger');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** A token that is valid except for its signing key. */
async function foreignToken(): Promise<string> {
  return (await createTestIssuer()).token({ subject: 'mallory', role: 'admin' });
}

test('a service is refused by the router: services ask services, and people ask the router', async () => {
  const answer = await (await instance.as('booking', 'service')).run(RoomsDocument, {});
  expect(answer).toMatchObject({
    status: 401,
    errors: [{ message: 'The token has no known role.', extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

describe('a caller who is not signed in', () => {
  test.each([
    ['no token', async () => undefined],
    ['an expired token', () => instance.token('dora', 'customer', -60)],
    ['a token of another issuer', foreignToken],
    ['no token at all but some text', async () => 'rubbish'],
  ])('with %s is refused as UNAUTHENTICATED', async (_name, token) => {
    const answer = await instance.anonymous(await token()).run(RoomsDocument, {});
    expect(answer.status).toBe(401);
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    expect(answer.data ?? null).toBeNull();
  });

  test('a direct request to a subgraph is refused, too', async () => {
    const service = await instance.token('booking', 'service');
    const url = new URL('/graphql', instance.addressOf('payment'));
    const post = (token?: string) =>
      fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query: '{ payments { edges { node { id } } } }' }),
      });
    expect((await post()).status).toBe(401);
    expect((await post(await foreignToken())).status).toBe(401);
    for (const token of [service, await instance.token('dora', 'customer')]) {
      expect(await (await post(token)).json()).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
    }
  });

  test('receives no live events', async () => {
    await using nothing = watch(instance.anonymous().subscribe(RoomStatusDocument, {}));
    expect(JSON.stringify(await nothing.ended)).toContain('UNAUTHENTICATED');
    expect(nothing.seen).toEqual([]);
  });
});

describe('a customer', () => {
  test('cannot do a host’s work', async () => {
    const room = {
      name: 'Mine',
      capacity: 1,
      hourlyRate: { amount: 1, currency: 'EUR' },
      timeZone: 'Europe/Berlin',
    };
    for (const answer of [
      await dora.run(RegisterRoomDocument, { input: room }),
      await dora.run(SetStandardSuppliesDocument, { input: { lines: [] } }),
      await dora.run(BookingsDocument, {}),
      await dora.run(PaymentsDocument, {}),
    ]) {
      expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
  });

  test('sees of other people’s bookings only that the room is taken', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24);
    const bookingId = await givenBooking(dora, { roomId, slot });
    const { payment } = await eventuallyBooking(dora, bookingId, 'CONFIRMED', 'CAPTURED');

    expect((await stranger.run(BookingDocument, { id: bookingId })).data).toEqual({ booking: null });
    const seen = await stranger.run('query ($id: ID!) { payment(id: $id) { id } }', { id: payment?.id });
    expect(seen.data).toEqual({ payment: null });
    const cancelled = await stranger.run(CancelBookingDocument, { input: { id: bookingId } });
    expect(cancelled.data?.cancelBooking?.__typename).toBe('NotFound');
    const list = await stranger.run(
      'query ($id: ID!) { room(id: $id) { bookings { edges { node { slot { start } customer { id } payment { id } } } } } }',
      { id: roomId },
    );
    expect(list.data).toEqual({
      room: {
        bookings: { edges: [{ node: { slot: { start: slot.start }, customer: null, payment: null } }] },
      },
    });
  });

  test('cannot follow other people’s bookings live', async () => {
    const bookingId = await givenBooking(dora, { roomId: await givenRoom(host), slot: slotIn(24) });
    await using foreign = watch(stranger.subscribe(BookingStatusDocument, { bookingId }));
    await foreign.ended;
    const said = JSON.stringify([await foreign.ended, foreign.seen]);
    expect(said).toContain('FORBIDDEN');
    expect(said).not.toContain('CONFIRMED');
  });
});

describe('a host', () => {
  test('sees, follows and cancels the bookings of the own rooms', async () => {
    const bookingId = await givenBooking(dora, { roomId: await givenRoom(host), slot: slotIn(24) });
    await eventuallyBooking(host, bookingId, 'CONFIRMED', 'CAPTURED');
    await using live = watch(host.subscribe(BookingStatusDocument, { bookingId }));
    await live.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CONFIRMED');
    const cancelled = await host.run(CancelBookingDocument, { input: { id: bookingId } });
    expect(cancelled.data?.cancelBooking?.__typename).toBe('CancelBookingSuccess');
    await eventuallyBooking(dora, bookingId, 'CANCELLED', 'REFUNDED');
    await live.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CANCELLED');
  });

  test('gives the bookings of a room away with the room', async () => {
    const roomId = await givenRoom(host);
    const bookingId = await givenBooking(dora, { roomId, slot: slotIn(24) });
    await eventuallyBooking(host, bookingId, 'CONFIRMED', 'CAPTURED');
    await using before = watch(host.subscribe(BookingStatusDocument, { bookingId }));
    await using customers = watch(dora.subscribe(BookingStatusDocument, { bookingId }));
    await Promise.all([before, customers].map((each) => each.until(() => true)));

    const admin = await instance.as('ada', 'admin');
    const transferred = await admin.run(TRANSFER, { input: { id: roomId, hostId: 'hana' } });
    expect(transferred.data).toEqual({ transferRoom: { __typename: 'TransferRoomSuccess' } });

    expect(JSON.stringify(await before.ended)).toContain('FORBIDDEN');
    const hana = await instance.as('hana', 'host');
    await eventuallyBooking(hana, bookingId, 'CONFIRMED', 'CAPTURED');
    await using after = watch(hana.subscribe(BookingStatusDocument, { bookingId }));
    await after.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CONFIRMED');
    const refused = await host.run(CancelBookingDocument, { input: { id: bookingId } });
    expect(refused.data?.cancelBooking?.__typename).toBe('NotFound');
    const cancelled = await hana.run(CancelBookingDocument, { input: { id: bookingId } });
    expect(cancelled.data?.cancelBooking?.__typename).toBe('CancelBookingSuccess');
    for (const each of [customers, after])
      await each.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CANCELLED');
    expect(JSON.stringify(before.seen)).not.toContain('CANCELLED');
  });
});

test('an admin sees, follows and cancels everybody’s bookings', async () => {
  const bookingId = await givenBooking(dora, { roomId: await givenRoom(host), slot: slotIn(24) });
  const admin = await instance.as('ada', 'admin');
  await eventuallyBooking(admin, bookingId, 'CONFIRMED', 'CAPTURED');
  await using live = watch(admin.subscribe(BookingStatusDocument, { bookingId }));
  await live.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CONFIRMED');
  const bookings = await admin.run(BookingsDocument, { filter: { customerId: 'dora' }, first: 1 });
  expect(bookings.data?.bookings?.edges[0]?.node).toMatchObject({ id: bookingId, customer: { id: 'dora' } });
  const cancelled = await admin.run(CancelBookingDocument, { input: { id: bookingId } });
  expect(cancelled.data?.cancelBooking?.__typename).toBe('CancelBookingSuccess');
  await eventuallyBooking(dora, bookingId, 'CANCELLED', 'REFUNDED');
});

describe('the claim scope of a token', () => {
  test('counts as the scopes of a role, for the fields that it names', async () => {
    const roomId = await givenRoom(host);
    const bookingId = await givenBooking(dora, { roomId, slot: slotIn(24) });
    const desk = await instance.as('desk', 'customer', 'booking:manage-all room:manage');
    const seen = await desk.run('query ($id: ID!) { booking(id: $id) { customer { id } payment { id } } }', {
      id: bookingId,
    });
    expect(seen.data).toEqual({ booking: { customer: { id: 'dora' }, payment: null } });
    await using live = watch(desk.subscribe(BookingStatusDocument, { bookingId }));
    await live.until(({ bookingChanged }) => bookingChanged.booking?.status !== undefined);
    const own = await givenRoom(desk);
    for (const [id, data, codes] of [
      [own, { closeRoom: { __typename: 'CloseRoomSuccess' } }, []],
      [roomId, { closeRoom: null }, ['FORBIDDEN']],
    ]) {
      const closed = await desk.run(CLOSE, { input: { id } });
      expect(closed.data).toEqual(data);
      expect((closed.errors ?? []).map(({ extensions }) => extensions?.code)).toEqual(codes);
    }
  });

  test('F4 Request/response between services: no claim opens what they ask each other', async () => {
    const room = '0190a5b2-0000-7000-8000-000000000000';
    for (const [subgraph, document, answer] of [
      ['supplies', `{ mayRemoveRoomSupplies(roomId: "${room}") }`, { mayRemoveRoomSupplies: true }],
      ['booking', `{ mayReviewRoom(customerId: "dora", roomId: "${room}") }`, { mayReviewRoom: false }],
    ] as const) {
      const ask = async (token: string) =>
        createClient({ url: instance.addressOf(subgraph), token }).run(document);
      expect((await ask(await instance.token('room', 'service'))).data).toEqual(answer);
      for (const role of ['customer', 'admin'] as const) {
        const { errors } = await ask(await instance.token('mallory', role, undefined, 'internal'));
        expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      }
      const routed = await (await instance.as('room', 'admin')).run(document);
      expect(routed.errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });
});
