import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book, eventuallyBooking } from './support/booking.ts';
import { providerOf } from './support/provider.ts';
import { enter, givenRoom, slotIn, type World } from './support/world.ts';

let world: World;
let host: Client;
let bruno: Client;
let roomId: string;
let hours = 0;

beforeAll(async () => {
  world = await enter();
  host = await world.as('henry', 'host');
  bruno = await world.as('bruno');
  roomId = await givenRoom(host);
});
afterAll(() => world[Symbol.asyncDispose]());

/** Tries to book the room, each time for a slot of its own. */
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

/** Books until payment is known to be away: an answer that leaves no trace. */
function untilTurnedAway() {
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

/** All that came to nothing is REJECTED, and the provider keeps nothing of it. */
async function expectNothingCharged(): Promise<void> {
  const provider = providerOf(world);
  await eventually(async () => {
    const refused = (await bookings()).filter(({ status }) => status !== 'PAID' && status !== 'CONFIRMED');
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set(['REJECTED']));
    const intents = await provider.intentsOf(refused.map(({ id }) => id));
    for (const intent of intents) expect(intent).toMatchObject({ status: 'canceled', captured: 0 });
  });
}

test('payment is away: after a few tries nothing is even held, and bookings flow when it returns', async () => {
  await world.without(['payment'], untilTurnedAway);
  await eventuallyBooking(bruno, await untilBooked(), 'CONFIRMED', 'CAPTURED');
  await expectNothingCharged();
});

test('the provider hangs: customers are answered, nothing is charged, and bookings flow when it is back', async () => {
  await providerOf(world).while({ hang: true }, untilTurnedAway);
  await eventuallyBooking(bruno, await untilBooked(), 'CONFIRMED', 'CAPTURED');
  await expectNothingCharged();
});

test('the provider does its work and never says so: nothing is charged without a booking', async () => {
  await providerOf(world).while({ hangAfter: true, webhookLossRate: 1 }, untilTurnedAway);
  await eventuallyBooking(bruno, await untilBooked(), 'CONFIRMED', 'CAPTURED');
  await expectNothingCharged();
});

test('the provider is slower than a call may be: whoever is told of a booking has one', async () => {
  await providerOf(world).while({ latencyMs: '500-700' }, async () => {
    for (let i = 0; i < 5; i += 1) await tryToBook();
  });
  await untilBooked();
  await expectNothingCharged();
  for (const { id } of (await bookings()).filter(({ status }) => status !== 'REJECTED'))
    await eventuallyBooking(bruno, id, 'CONFIRMED', 'CAPTURED');
});
