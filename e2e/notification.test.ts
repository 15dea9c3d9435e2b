import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import {
  AddBookmarkDocument,
  CloseRoomDocument,
  DeleteRoomDocument,
  MarkMessagesReadDocument,
  MessageReceivedDocument,
  type MessageReceivedSubscription,
  RemoveBookmarkDocument,
  SetLanguageDocument,
  type TargetInput,
} from '../examples/documents.generated.ts';
import { newId } from '../platform/identifiers.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { startMailServer } from '../subgraphs/notification/testing/mail-server.ts';
import { book, cancel, eventuallyBooking, givenBooking } from './support/booking.ts';
import { givenCourse } from './support/course.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { eventuallyMessage, givenMessage, messagesOf, seeMessages } from './support/message.ts';
import { type Watch, watch } from './support/watch.ts';

let instance: SharedInstance;
let host: Client;
/** A new customer for each test. */
let customer: Client;
let name: string;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** A new customer, whose name is no text for the subject of an event. */
async function newCustomer(): Promise<Client> {
  name = `noah.${newId()}@example.org > *`;
  return instance.as(name);
}

/** A booking that is confirmed, in a room in Berlin. */
async function givenConfirmed(by: Client, roomId?: string): Promise<string> {
  const id = await givenBooking(by, { roomId: roomId ?? (await givenRoom(host)), slot: slotIn(24) });
  await eventuallyBooking(by, id, 'CONFIRMED', 'CAPTURED');
  return id;
}

/** The kinds of the messages about a booking, once there are so many. */
function eventuallyKinds(by: Client, bookingId: string, count: number): Promise<readonly string[]> {
  return eventually(async () => {
    const all = await messagesOf(by, bookingId);
    expect(all).toHaveLength(count);
    return all.map(({ kind }) => kind).sort();
  }, 30_000);
}

/** The status of a booking, which is readable while the room service is down. */
async function statusOf(by: Client, id: string): Promise<unknown> {
  const { data } = await by.run<{ booking: { status: string } }, object>(
    'query ($id: ID!) { booking(id: $id) { status } }',
    { id },
  );
  return data?.booking.status;
}

function follow(by: Client, after: string): Watch<MessageReceivedSubscription> {
  return watch(by.subscribe(MessageReceivedDocument, { after }));
}

/** Follows the messages from now on: after one that the customer is sent first, so that none is missed. */
async function followFromNow(by: Client): Promise<Watch<MessageReceivedSubscription>> {
  return follow(by, await givenMessage(by, await givenCourse(host, { title: 'Old town' })));
}

const receivedBy = ({ seen }: Watch<MessageReceivedSubscription>) =>
  seen.map(({ data }) => data?.messageReceived.id);

async function bookmark(by: Client, target: TargetInput): Promise<void> {
  const { data } = await by.run(AddBookmarkDocument, { input: { target } });
  expect(data?.addBookmark?.__typename).toBe('TargetMutationSuccess');
}

test('B8 Assignment and release each send a message', async () => {
  customer = await newCustomer();
  const id = await givenConfirmed(customer);
  const assigned = await eventuallyMessage(customer, id, 'ROOM_ASSIGNED');
  expect(assigned.text).toMatch(/^Han River is assigned to your booking: .+ GMT\+[12]\.$/);
  await cancel(customer, { id });
  await eventuallyMessage(customer, id, 'ROOM_UNASSIGNED');
});

test('B13 Making and cancelling a booking notify', async () => {
  customer = await newCustomer();
  const id = await givenConfirmed(customer);
  await using door = await followFromNow(customer);
  expect((await eventuallyMessage(customer, id, 'BOOKING_CONFIRMED')).text).toContain('€100.00');
  await cancel(customer, { id });
  await door.until(({ messageReceived: { kind } }) => kind === 'BOOKING_CANCELLED');
});

test('C4 Booking sends a message', async () => {
  customer = await newCustomer();
  const id = await givenBooking(customer, { roomId: await givenRoom(host), slot: slotIn(24) });
  await eventuallyMessage(customer, id, 'BOOKING_CONFIRMED');
});

test('C6 Cancelling sends a message', async () => {
  customer = await newCustomer();
  const id = await givenConfirmed(customer);
  const admin = await instance.as('ada', 'admin');
  await cancel(admin, { id, reason: 'The heating is broken.' });
  const { text } = await eventuallyMessage(customer, id, 'BOOKING_CANCELLED');
  expect(text).toContain('The host has cancelled it. Reason: The heating is broken.');
});

test('C10 Booking goes on while the registration of rooms and messages are down', async () => {
  customer = await newCustomer();
  const roomId = await givenRoom(host);
  const course = await givenCourse(host);
  const before = await givenConfirmed(customer, roomId);
  expect(await eventuallyKinds(customer, before, 2)).toEqual(['BOOKING_CONFIRMED', 'ROOM_ASSIGNED']);
  await using door = await followFromNow(customer);
  let id = '';
  await instance.without(['notification'], async () => {
    await instance.without(['room'], async () => {
      id = await givenBooking(customer, { roomId, slot: slotIn(48) });
      expect(await statusOf(customer, id)).toBe('PAID');
      await cancel(customer, { id: before });
    });
    await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
    await eventuallyBooking(customer, before, 'CANCELLED', 'REFUNDED');
    await bookmark(customer, { type: 'COURSE', id: course });
  });
  // All that happened meanwhile is told, once, in the list and live.
  expect(await eventuallyKinds(customer, id, 2)).toEqual(['BOOKING_CONFIRMED', 'ROOM_ASSIGNED']);
  expect(await eventuallyKinds(customer, before, 5)).toEqual([
    'BOOKING_CANCELLED',
    'BOOKING_CONFIRMED',
    'BOOKING_REFUNDED',
    'ROOM_ASSIGNED',
    'ROOM_UNASSIGNED',
  ]);
  await eventually(async () => {
    const { edges, totalCount } = await seeMessages(customer);
    expect(totalCount).toBe(9);
    const told = edges.slice(0, 6).map(({ node }) => node.id);
    expect(receivedBy(door)).toEqual(told.reverse());
  });
});

describe('C13 Every change of a booking’s state is messaged', () => {
  test('confirmed, then cancelled and refunded', async () => {
    customer = await newCustomer();
    const id = await givenConfirmed(customer);
    await cancel(customer, { id });
    expect(await eventuallyKinds(customer, id, 5)).toEqual([
      'BOOKING_CANCELLED',
      'BOOKING_CONFIRMED',
      'BOOKING_REFUNDED',
      'ROOM_ASSIGNED',
      'ROOM_UNASSIGNED',
    ]);
    const { text } = await eventuallyMessage(customer, id, 'BOOKING_REFUNDED');
    expect(text).toContain('€100.00');
  });

  test('rejected', async () => {
    customer = await newCustomer();
    const roomId = await givenRoom(host);
    const declined = await book(customer, {
      roomId,
      slot: slotIn(24),
      paymentMethod: 'pm_card_visa_chargeDeclined',
    });
    expect(declined.__typename).toBe('PaymentDeclined');
    await eventually(async () => {
      const { edges } = await seeMessages(customer);
      expect(edges.map(({ node }) => node)).toMatchObject([
        { kind: 'BOOKING_REJECTED', text: expect.stringContaining('The payment was declined.') },
      ]);
    });
  });

  test('cancelled because its room is deleted', async () => {
    customer = await newCustomer();
    const roomId = await givenRoom(host);
    const id = await givenConfirmed(customer, roomId);
    const { data } = await host.run(DeleteRoomDocument, { input: { id: roomId, cancelBookings: true } });
    expect(data?.deleteRoom?.__typename).toBe('DeleteRoomSuccess');
    const { text } = await eventuallyMessage(customer, id, 'BOOKING_CANCELLED');
    expect(text).toContain('The room is no longer available.');
  });

  test('and nothing is told of a room that changes nothing for the booking', async () => {
    customer = await newCustomer();
    const roomId = await givenRoom(host);
    const id = await givenConfirmed(customer, roomId);
    await eventuallyKinds(customer, id, 2);
    await host.run(CloseRoomDocument, { input: { id: roomId } });
    await givenMessage(customer, await givenCourse(host));
    expect(await messagesOf(customer, id)).toHaveLength(2);
  });
});

test('D6 A bookmark sends a message', async () => {
  customer = await newCustomer();
  const id = await givenCourse(host, { title: 'River walk' });
  const target = { type: 'COURSE', id } as const;
  await using door = await followFromNow(customer);
  await bookmark(customer, target);
  // One that was there already sends none.
  await bookmark(customer, target);
  const second = await givenMessage(customer, await givenCourse(host, { title: 'Old town' }));
  const { edges: all, unreadCount, totalCount } = await seeMessages(customer);
  const edges = all.slice(0, 2);
  expect({ unreadCount, totalCount }).toEqual({ unreadCount: 3, totalCount: 3 });
  expect(edges.map(({ node }) => node)).toMatchObject([
    { id: second, text: 'You have bookmarked Old town.' },
    {
      kind: 'BOOKMARK_ADDED',
      text: 'You have bookmarked River walk.',
      booking: null,
      target: { __typename: 'Course', id, title: 'River walk' },
    },
  ]);
  await eventually(() => expect(receivedBy(door)).toEqual(edges.map(({ node }) => node.id).reverse()));
});

test('D8 Removing a bookmark sends a message', async () => {
  customer = await newCustomer();
  const target = { type: 'ROOM', id: await givenRoom(host) } as const;
  await bookmark(customer, target);
  await customer.run(RemoveBookmarkDocument, { input: { target } });
  await customer.run(RemoveBookmarkDocument, { input: { target } });
  await eventually(async () => {
    const { edges } = await seeMessages(customer);
    expect(edges.map(({ node }) => node)).toMatchObject([
      { kind: 'BOOKMARK_REMOVED', text: 'You have removed your bookmark of Han River.' },
      { kind: 'BOOKMARK_ADDED', target: { id: target.id, name: 'Han River' } },
    ]);
  });
});

describe('messages live', () => {
  test('continue after the id of the last one: nothing is missed, and nothing comes twice', async () => {
    customer = await newCustomer();
    const sent: string[] = [];
    const send = async () => void sent.push(await givenMessage(customer, await givenCourse(host)));
    for (let count = 0; count < 3; count += 1) await send();
    await using resumed = follow(customer, String(sent[0]));
    await send();
    await eventually(() => expect(receivedBy(resumed)).toEqual(sent.slice(1)));
    await using again = follow(customer, String(sent[3]));
    await send();
    await eventually(() => {
      expect(receivedBy(resumed)).toEqual(sent.slice(1));
      expect(receivedBy(again)).toEqual(sent.slice(4));
    });
  });

  test('are one’s own', async () => {
    customer = await newCustomer();
    const other = await newCustomer();
    await using own = await followFromNow(customer);
    await using others = await followFromNow(other);
    const ofOther = await givenMessage(other, await givenCourse(host));
    const ofCustomer = await givenMessage(customer, await givenCourse(host));
    await eventually(() => {
      expect(receivedBy(own)).toEqual([ofCustomer]);
      expect(receivedBy(others)).toEqual([ofOther]);
    });
    await using foreign = follow(customer, ofOther);
    const next = await givenMessage(customer, await givenCourse(host));
    await eventually(() => expect(receivedBy(foreign)).toEqual([next]));
    expect(foreign.seen[0]).toMatchObject({
      extensions: { live: { resumed: false, reason: 'CURSOR_UNKNOWN' } },
    });
  });

  test('come complete while the service is down', async () => {
    customer = await newCustomer();
    const sent = [await givenMessage(customer, await givenCourse(host))];
    sent.push(await givenMessage(customer, await givenCourse(host)));
    await instance.without(['notification'], async () => {
      await using door = follow(customer, String(sent[0]));
      const { messageReceived } = await door.until(() => true);
      expect(messageReceived).toMatchObject({ id: sent[1], text: 'You have bookmarked Old town.' });
    });
  });
});

test('messages are e-mails, too, also of who has never looked at them; a mail server that is away loses none', async () => {
  const address = `noah-${newId()}@example.org`;
  const reader = await instance.asReader(newId(), { email: address, locale: 'ko' });
  const bookingId = await givenConfirmed(reader);
  const server = await startMailServer(instance.mailPort);
  try {
    await eventually(() => {
      const titles = server.received().flatMap(({ to, title }) => (to === address ? [title] : []));
      expect(titles.sort()).toEqual(['공간 배정: Han River', '예약 확정: Han River']);
    }, 90_000);
    const ids = (await messagesOf(reader, bookingId)).map(({ id }) => `<${id}@meetingroom>`);
    const received = server.received().filter(({ to }) => to === address);
    expect(received.map(({ messageId }) => messageId).sort()).toEqual(ids.sort());
  } finally {
    await server.stop();
  }
}, 120_000);

test('markMessagesRead, setLanguage and the caller’s own page', async () => {
  customer = await newCustomer();
  const id = await givenMessage(customer, await givenCourse(host, { title: 'Old town' }));
  const ME = '{ me { language unreadMessages } }';
  expect((await customer.run(ME)).data).toEqual({ me: { language: 'EN', unreadMessages: 1 } });
  const other = await newCustomer();
  await other.run(MarkMessagesReadDocument, { input: { ids: [id] } });
  expect(await seeMessages(customer)).toMatchObject({ unreadCount: 1 });

  await customer.run(SetLanguageDocument, { input: { language: 'KO' } });
  const { data } = await customer.run(MarkMessagesReadDocument, { input: { ids: [id] } });
  expect(data?.markMessagesRead).toMatchObject({ messages: [{ id, readAt: expect.any(String) }] });
  expect((await customer.run(ME)).data).toEqual({ me: { language: 'KO', unreadMessages: 0 } });
  await using door = await followFromNow(customer);
  await givenMessage(customer, await givenCourse(host, { title: '한강' }));
  const text = '‘한강’ 북마크를 추가했습니다.';
  await door.until(({ messageReceived }) => messageReceived.text === text);
  const old = '‘Old town’ 북마크를 추가했습니다.';
  expect((await seeMessages(customer)).edges.map(({ node }) => node.text)).toEqual([text, old, old]);
});
