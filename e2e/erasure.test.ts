import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, createClient } from '../examples/client.ts';
import {
  AddBookmarkDocument,
  CourseDocument,
  EraseCustomerDocument,
  LikeDocument,
  SetLanguageDocument,
} from '../examples/documents.generated.ts';
import { newId } from '../platform/identifiers.ts';
import { subjectKey } from '../platform/identity/subject.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { audit } from '../tools/audit/audit.ts';
import { findSources } from '../tools/audit/sources.ts';
import { cancel, eventuallyBooking, givenBooking, seeBooking } from './support/booking.ts';
import { givenCourse, givenReview } from './support/course.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { eventuallyMessage, givenMessage, seeMessages } from './support/message.ts';
import { tracesOf } from './support/traces.ts';

/** Where the contacts of customers are. */
const CONTACTS = 'notification.customers';

/** How long an erasure may take that waits for a service which has just been started again. */
const CARRIED_OUT_MS = 60_000;

/** Where a customer is found who has done what can be done, among other places. */
const PLACES = [
  ...['events', 'bookings', 'known_customers'].map((table) => `booking.${table}`),
  ...['events', 'payments'].map((table) => `payment.${table}`),
  ...['events', 'marks', 'reviews'].map((table) => `community.${table}`),
  ...['events', 'customers', 'messages', 'mails'].map((table) => `notification.${table}`),
  ...['bookings', 'bookmarks', 'mailboxes'].map((table) => `view.${table}`),
  'room.history',
  ...['BOOKING', 'COMMUNITY', 'NOTIFICATION', 'PAYMENT', 'ROOM'],
];

let instance: SharedInstance;
let host: Client;
let admin: Client;
/** A customer of whom no other test knows. */
let customer: Client;
let name: string;
/** A part of all that the customer is called by and writes. */
let mark: string;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  admin = await instance.as('ada', 'admin');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** A new customer, whose name needs to be escaped in JSON and in SQL. */
async function newCustomer(): Promise<void> {
  mark = newId();
  name = `o'neill-"${mark}"`;
  customer = await instance.asReader(name, { email: `neill-${mark}@example.org`, locale: 'en' });
}

async function erase(customerId = name, by = admin) {
  const { data, errors } = await by.run(EraseCustomerDocument, { input: { customerId } });
  return data?.eraseCustomer ?? errors?.[0]?.extensions?.code;
}

/** Tells notification how to reach the customer, as services do that have seen the customer's token. */
async function rememberContact(): Promise<void> {
  const service = createClient({
    url: instance.addressOf('notification'),
    token: await instance.token('booking', 'service'),
  });
  const { data } = await service.run(
    'mutation ($input: RememberContactsInput!) { rememberContacts(input: $input) }',
    { input: { contacts: [{ customerId: name, email: `neill-${mark}@example.org` }] } },
  );
  await service.close();
  expect(data).toEqual({ rememberContacts: true });
}

/** Where the customer can be found. */
function traces(): Promise<readonly string[]> {
  return tracesOf(instance, instance.dataDir, [mark, subjectKey(name)]);
}

/** What the auditor finds about any of some things. Other tests have findings of their own. */
async function findingsAbout(...things: readonly string[]): Promise<readonly unknown[]> {
  const sources = findSources({ DATA_DIR: instance.dataDir });
  const { violations, settling } = await audit({ sources, settleMs: 0, waitMs: 0, streams: true });
  const isAbout = (finding: unknown) => things.some((thing) => JSON.stringify(finding).includes(thing));
  return [...violations, ...settling].filter(isAbout);
}

/** Waits until nothing is left of the customer. */
const eventuallyNoTraces = () => eventually(async () => expect(await traces()).toEqual([]), CARRIED_OUT_MS);

/** A booking that was cancelled and refunded; its slot has begun. */
async function givenOverBooking(roomId: string): Promise<string> {
  const id = await givenBooking(customer, { roomId });
  await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
  await eventually(async () => givenReview(customer, { type: 'ROOM', id: roomId }));
  await cancel(customer, { id, reason: `Too loud for ${mark}` });
  await eventuallyBooking(customer, id, 'CANCELLED', 'REFUNDED');
  await eventuallyMessage(customer, id, 'BOOKING_REFUNDED');
  return id;
}

async function like(target: { type: 'COURSE' | 'ROOM'; id: string }): Promise<void> {
  const { data } = await customer.run(LikeDocument, { input: { target } });
  expect(data?.like?.__typename).toBe('TargetMutationSuccess');
}

describe('eraseCustomer', () => {
  test('leaves no trace in stores, views, streams and logs; what stays is nobody’s, and its sums are right', async () => {
    await newCustomer();
    const roomId = await givenRoom(host);
    const courseId = await givenCourse(host);
    const course = { type: 'COURSE', id: courseId } as const;
    const bookingId = await givenOverBooking(roomId);
    await givenReview(customer, course);
    await like(course);
    await customer.run(AddBookmarkDocument, { input: { target: course } });
    await customer.run(SetLanguageDocument, { input: { language: 'KO' } });
    await givenMessage(customer, await givenCourse(host));
    await eventually(async () =>
      expect((await traces()).map((place) => place.split(' ')[0])).toEqual(expect.arrayContaining(PLACES)),
    );

    expect(await erase()).toEqual({ __typename: 'EraseCustomerSuccess', customerId: name });
    await eventuallyNoTraces();

    // The auditor reads the stores one after the other: an event that is under way may be in one only.
    await eventually(async () =>
      expect(await findingsAbout(bookingId, courseId, 'erased-', mark)).toEqual([]),
    );

    // What the host sees of the booking and of the reviews.
    const booking = await seeBooking(host, bookingId);
    expect(booking).toMatchObject({
      status: 'CANCELLED',
      cancellationReason: null,
      price: { amount: 10_000 },
      payment: { status: 'REFUNDED', amount: { amount: 10_000 } },
      customer: { id: expect.stringMatching(/^erased-/) },
    });
    const { data } = await host.run(CourseDocument, { id: courseId });
    expect(data?.course).toMatchObject({
      likeCount: 0,
      bookmarkCount: 0,
      reviewCount: 1,
      reviews: { edges: [{ node: { author: null, rating: 4, text: 'Good' } }] },
    });
    // The person has nothing any more, and is new when they come back.
    expect(await seeBooking(customer, bookingId)).toBeNull();
    expect(await seeMessages(customer)).toMatchObject({ totalCount: 0, unreadCount: 0 });
    const again = await givenBooking(customer, { roomId, slot: slotIn(24) });
    await eventuallyBooking(customer, again, 'CONFIRMED', 'CAPTURED');
    await eventuallyMessage(customer, again, 'BOOKING_CONFIRMED');
  }, 120_000);

  test('waits for services that are down, and goes on when they return', async () => {
    await newCustomer();
    const bookingId = await givenOverBooking(await givenRoom(host));
    await instance.without(['notification', 'view', 'payment'], async () => {
      expect(await erase()).toMatchObject({ __typename: 'EraseCustomerSuccess' });
      await eventually(async () =>
        expect(
          (
            await admin.run<object, object>('query ($id: ID!) { booking(id: $id) { customer { id } } }', {
              id: bookingId,
            })
          ).data,
        ).toMatchObject({
          booking: { customer: { id: expect.stringMatching(/^erased-/) } },
        }),
      );
    });
    await eventuallyNoTraces();
  }, 120_000);

  test('is refused while bookings lie ahead, and then changes nothing', async () => {
    await newCustomer();
    const roomId = await givenRoom(host);
    const id = await givenBooking(customer, { roomId, slot: slotIn(24) });
    await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
    expect(await erase()).toEqual({
      __typename: 'CustomerHasBookings',
      bookingCount: 1,
      message: expect.stringContaining('1 booking'),
    });
    expect(await seeBooking(customer, id)).toMatchObject({ customer: { id: name } });
    await cancel(customer, { id });
    expect(await erase()).toMatchObject({ __typename: 'EraseCustomerSuccess' });
    await eventuallyNoTraces();
    expect(await erase()).toMatchObject({ __typename: 'NotFound' });
  }, 120_000);

  test('concerns a person who has only liked something, too', async () => {
    await newCustomer();
    await like({ type: 'COURSE', id: await givenCourse(host) });
    await eventually(async () => expect(await erase()).toMatchObject({ __typename: 'EraseCustomerSuccess' }));
    await eventuallyNoTraces();
  }, 120_000);

  test('concerns a contact that another service had gathered and tells of after that', async () => {
    await newCustomer();
    await rememberContact();
    // Only notification knows of them.
    expect(await erase()).toMatchObject({ __typename: 'NotFound' });
    await eventually(async () => expect(await traces()).not.toContain(CONTACTS));
    await rememberContact();
    expect(await traces()).toContain(CONTACTS);
    await eventuallyNoTraces();
  }, 120_000);

  test.each(['customer', 'host'] as const)('is forbidden to a %s', async (role) => {
    expect(await erase('somebody', await instance.as('mallory', role))).toBe('FORBIDDEN');
  });

  test.each(['', ' ', 'x'.repeat(256), 'nobody\n', 'erased-nobody'])(
    'answers NotFound for “%s”',
    async (id) => {
      expect(await erase(id)).toMatchObject({ __typename: 'NotFound' });
    },
  );
});
