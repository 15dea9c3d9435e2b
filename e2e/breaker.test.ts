import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book, eventuallyBooking } from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { providerOf } from './support/provider.ts';

let instance: SharedInstance;
let host: Client;
let bruno: Client;
let roomId: string;
let hours = 0;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  bruno = await instance.as('bruno');
  roomId = await givenRoom(host);
});
afterAll(() => instance[Symbol.asyncDispose]());

/** Tries to book the room, each time for another slot. */
function tryToBook() {
  hours += 1;
  return book(bruno, { roomId, slot: slotIn(24 + hours) });
}

type Bookings = { me: { bookings: { edges: { node: { id: string; status: string } }[] } } };

async function bookings(): Promise<readonly { id: string; status: string }[]> {
  const { data } = await bruno.run<Bookings, object>(
    '{ me { bookings(first: 100) { edges { node { id status } } } } }',
  );
  return data?.me.bookings.edges.map(({ node }) => node) ?? [];
}

/** Books until the circuit breaker of payment rejects at once, which leaves no trace. */
function untilRejected() {
  return eventually(async () => {
    const before = await bookings();
    expect(await tryToBook()).toMatchObject({
      __typename: 'PaymentUnavailable',
      retryAfterSeconds: expect.any(Number),
    });
    expect(await bookings()).toEqual(before);
  });
}

function untilBooked() {
  return eventually(async () => {
    const answer = await tryToBook();
    if (answer.__typename !== 'BookRoomSuccess') throw new Error(`Not booked: ${JSON.stringify(answer)}`);
    return answer.booking.id;
  });
}

/** Every unsuccessful booking is REJECTED, and the provider holds no money for it. */
async function expectNothingCharged(): Promise<void> {
  const provider = providerOf(instance);
  await eventually(async () => {
    const refused = (await bookings()).filter(({ status }) => status !== 'PAID' && status !== 'CONFIRMED');
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set(['REJECTED']));
    const intents = await provider.intentsOf(refused.map(({ id }) => id));
    for (const intent of intents) expect(intent).toMatchObject({ status: 'canceled', captured: 0 });
  });
}

test('C11 Overload: while payment is down, no slot is held after a few attempts, and bookings succeed when it returns', async () => {
  await instance.without(['payment'], untilRejected);
  await eventuallyBooking(bruno, await untilBooked(), 'CONFIRMED', 'CAPTURED');
  await expectNothingCharged();
});

test('B11 Circuit breaker: while the provider hangs, customers get answers and nothing is charged; bookings succeed when it recovers', async () => {
  await providerOf(instance).while({ hang: true }, untilRejected);
  await eventuallyBooking(bruno, await untilBooked(), 'CONFIRMED', 'CAPTURED');
  await expectNothingCharged();
});

test('E9 Overload: if the provider works without responding, nothing is charged without a booking', async () => {
  await providerOf(instance).while({ hangAfter: true, webhookLossRate: 1 }, untilRejected);
  await eventuallyBooking(bruno, await untilBooked(), 'CONFIRMED', 'CAPTURED');
  await expectNothingCharged();
});

test('F7 Circuit breaker with fallback: while payment is rejected at once, bookings and rooms stay readable', async () => {
  const id = await untilBooked();
  await eventuallyBooking(bruno, id, 'CONFIRMED', 'CAPTURED');
  await instance.without(['payment'], async () => {
    await untilRejected();
    const { data, errors } = await bruno.run(
      'query ($id: ID!) { booking(id: $id) { status room { name } payment { status } } }',
      { id },
    );
    expect(data).toEqual({ booking: { status: 'CONFIRMED', room: { name: 'Han River' }, payment: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'payment' } }]);
  });
  await untilBooked();
  await expectNothingCharged();
});

test('an acknowledged booking exists even if the provider exceeds the timeout of a call', async () => {
  // Around PROVIDER_TIMEOUT.
  await providerOf(instance).while({ latencyMs: '1700-2300' }, async () => {
    for (let i = 0; i < 4; i += 1) {
      const answer = await tryToBook();
      if (answer.__typename !== 'BookRoomSuccess')
        expect(answer).toMatchObject({
          __typename: 'PaymentUnavailable',
          retryAfterSeconds: expect.any(Number),
        });
    }
  });
  await untilBooked();
  await expectNothingCharged();
  for (const { id } of (await bookings()).filter(({ status }) => status !== 'REJECTED'))
    await eventuallyBooking(bruno, id, 'CONFIRMED', 'CAPTURED');
});
