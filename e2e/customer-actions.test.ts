import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerPage } from '../embedded/psp/testing/authentication-page.ts';
import type { Client } from '../examples/client.ts';
import { eventually } from '../platform/testing/eventually.ts';
import {
  book,
  cancel,
  confirmPayment,
  eventuallyBooking,
  givenWaitingBooking,
  seeBooking,
} from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { type Provider, providerOf } from './support/provider.ts';

let instance: SharedInstance;
let provider: Provider;
let host: Client;
let alice: Client;
let bob: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  provider = providerOf(instance);
  host = await instance.as('henry', 'host');
  alice = await instance.as('alice-acts');
  bob = await instance.as('bob-waits');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** A booking that waits for Alice, with the request that she has made. */
async function waiting() {
  const roomId = await givenRoom(host);
  const request = { roomId, slot: slotIn(24), idempotencyKey: `secure-${roomId}` };
  const required = await givenWaitingBooking(alice, request);
  const again = () => book(alice, { ...request, paymentMethod: 'pm_card_threeDSecure2Required' });
  return { ...required, id: required.bookingId, request, again };
}

/** Waits until nothing of the booking's money is held or taken. */
const isFree = (id: string) =>
  eventually(async () => {
    for (const intent of await provider.intentsOf([id]))
      expect(intent).toMatchObject({ status: 'canceled', captured: 0 });
  }, 30_000);

const isCharged = async (id: string) =>
  expect(await provider.intentsOf([id])).toMatchObject([
    { status: 'succeeded', captured: 10_000, refunded: 0 },
  ]);

describe('a card whose owner has to say yes to their bank', () => {
  test('yes: the slot is held meanwhile, the booking goes on by itself, and its key has it then', async () => {
    const { id, redirectUrl, request, again, expiresAt } = await waiting();
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
    expect(await seeBooking(alice, id)).toMatchObject({
      status: 'REQUESTED',
      payment: { status: 'REQUIRES_ACTION' },
    });
    expect(await book(bob, { roomId: request.roomId, slot: request.slot })).toMatchObject({
      __typename: 'SlotTaken',
    });
    expect(await again()).toMatchObject({
      __typename: 'PaymentActionRequired',
      bookingId: id,
      redirectUrl,
      expiresAt,
    });
    const returned = (await answerPage(redirectUrl, 'yes')).headers.get('location');
    expect(returned).toContain('/graphiql?payment_intent=');
    await eventuallyBooking(alice, id, 'CONFIRMED', 'CAPTURED');
    expect(await again()).toMatchObject({ __typename: 'BookRoomSuccess', booking: { id } });
    await isCharged(id);
  });

  test('yes, and the webhook is lost: confirmPayment makes sure', async () => {
    const { id, redirectUrl } = await waiting();
    await provider.while({ webhookLossRate: 1 }, async () => {
      expect(await confirmPayment(alice, id)).toMatchObject({ __typename: 'PaymentActionRequired' });
      await answerPage(redirectUrl, 'yes');
      expect(await confirmPayment(alice, id)).toMatchObject({
        __typename: 'ConfirmPaymentSuccess',
        booking: { id },
      });
    });
    await eventuallyBooking(alice, id, 'CONFIRMED', 'CAPTURED');
    expect(await confirmPayment(bob, id)).toMatchObject({ __typename: 'NotFound' });
  });

  test('no: the booking is rejected as with a declined card, and the slot is free', async () => {
    const { id, redirectUrl, request, again } = await waiting();
    await answerPage(redirectUrl, 'no');
    await eventuallyBooking(alice, id, 'REJECTED', 'DECLINED');
    const declined = {
      __typename: 'PaymentDeclined',
      declineCode: 'payment_intent_authentication_failure',
    };
    expect(await confirmPayment(alice, id)).toMatchObject(declined);
    expect(await again()).toMatchObject(declined);
    expect(await book(bob, { roomId: request.roomId, slot: request.slot })).toMatchObject({
      __typename: 'BookRoomSuccess',
    });
    await isFree(id);
  });

  test('cancelled meanwhile: a yes has no effect any more', async () => {
    const { id, redirectUrl } = await waiting();
    expect(await cancel(alice, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
    await eventuallyBooking(alice, id, 'CANCELLED', 'VOIDED');
    expect((await answerPage(redirectUrl, 'yes')).status).toBe(409);
    expect(await confirmPayment(alice, id)).toMatchObject({
      __typename: 'BookingNotPayable',
      status: 'CANCELLED',
    });
    await isFree(id);
  });

  test('nothing until the time is over: the booking is rejected, and its customer is told', async () => {
    const { id, again } = await waiting();
    await eventually(async () => expect((await seeBooking(alice, id))?.status).toBe('REJECTED'), 60_000);
    expect(await again()).toMatchObject({ __typename: 'PaymentExpired' });
    expect(await confirmPayment(alice, id)).toMatchObject({ __typename: 'PaymentExpired' });
    await isFree(id);
    await eventuallyBooking(alice, id, 'REJECTED', 'VOIDED');
    await eventually(async () => {
      const { data } = await alice.run('{ messages(first: 20) { edges { node { text booking { id } } } } }');
      expect(JSON.stringify(data)).toContain('was not confirmed in time');
    });
  });

  test('yes, confirmations and a cancellation at once: one end, and the money follows it', async () => {
    const bookings = [await waiting(), await waiting(), await waiting()];
    await Promise.all(
      bookings.flatMap(({ id, redirectUrl, again }) => [
        answerPage(redirectUrl, 'yes'),
        confirmPayment(alice, id),
        cancel(alice, { id }),
        again(),
      ]),
    );
    for (const { id } of bookings) {
      const { status } = await eventually(async () => {
        const booking = await seeBooking(alice, id);
        expect(['CONFIRMED', 'CANCELLED']).toContain(booking?.status);
        return { status: booking?.status };
      });
      if (status === 'CONFIRMED') {
        await isCharged(id);
        continue;
      }
      await eventually(async () => {
        for (const { status, captured, refunded } of await provider.intentsOf([id]))
          expect([status, captured - refunded]).toEqual([captured > 0 ? 'succeeded' : 'canceled', 0]);
      }, 30_000);
    }
  });
});

describe('a customer says yes, and processes are killed', () => {
  test.each([
    ['booking', ['booking']],
    ['payment', ['payment']],
    ['both', ['booking', 'payment']],
  ])('%s before the yes: the booking goes on when they are back', async (_which, services) => {
    const { id, redirectUrl } = await waiting();
    for (const service of services) instance.kill(service);
    await answerPage(redirectUrl, 'yes');
    await eventually(async () => expect((await seeBooking(alice, id))?.status).toBe('CONFIRMED'), 60_000);
    await isCharged(id);
  });

  test.each([
    ['booking', ['booking']],
    ['payment', ['payment']],
    ['both', ['booking', 'payment']],
  ])('%s while it is confirmed: the booking goes on when they are back', async (_which, services) => {
    const { id, redirectUrl } = await waiting();
    await answerPage(redirectUrl, 'yes');
    const confirmed = confirmPayment(alice, id).catch(() => 'cut off');
    for (const service of services) instance.kill(service);
    await confirmed;
    await eventually(async () => expect((await seeBooking(alice, id))?.status).toBe('CONFIRMED'), 60_000);
    await isCharged(id);
  });
});
