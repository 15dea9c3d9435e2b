import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { eventually } from '../../platform/testing/index.ts';
import { newBooking } from './testing/bookings.ts';
import { type PaymentService, startPaymentService, WEBHOOK_SECRET } from './testing/payment-service.ts';

let service: PaymentService;
beforeAll(async () => {
  service = await startPaymentService();
});
afterAll(() => service[Symbol.asyncDispose]());

const recover = () => fetch(`${service.simulator.url}/_control/settings/reset`, { method: 'POST' });
afterEach(recover);

const UNAVAILABLE = { __typename: 'AuthorizationUnavailable', retryAfterSeconds: 1 };

async function authorizedBooking(paymentMethod?: string) {
  const booking = newBooking(service);
  expect(await booking.authorize(paymentMethod)).toMatchObject({ __typename: 'AuthorizationGranted' });
  return booking;
}
async function capturedBooking(paymentMethod?: string) {
  const booking = await authorizedBooking(paymentMethod);
  await booking.isAssigned();
  await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured']));
  return booking;
}

const webhooksDelivered = () =>
  eventually(async () => {
    const { ledger } = await service.simulator.status();
    expect(ledger.webhooksPending).toBe(0);
  });

describe('authorising', () => {
  test('secures the money, once for a booking, and says so', async () => {
    const booking = newBooking(service);
    const [granted, again] = [await booking.authorize(), await booking.authorize()];
    expect(granted).toEqual({ __typename: 'AuthorizationGranted', paymentId: expect.any(String) });
    expect(again).toEqual(granted);
    expect(await booking.intents()).toMatchObject([
      { status: 'requires_capture', amount: 12_000, metadata: { paymentId: granted.paymentId } },
    ]);
    await eventually(() => expect(booking.story()).toEqual(['authorized']));
    expect(booking.lastData()).toEqual({
      payment: {
        id: granted.paymentId,
        status: 'AUTHORIZED',
        amount: { amount: 12_000, currency: 'KRW' },
        booking: { id: booking.id },
        customer: { id: 'alice' },
      },
    });
  });

  test('secures it once when asked several times at the same time', async () => {
    const booking = newBooking(service);
    await service.simulator.set({ latencyMs: 100 });
    await Promise.all([booking.authorize(), booking.authorize(), booking.authorize()]);
    await eventually(async () => expect(await booking.payment()).toMatchObject({ status: 'AUTHORIZED' }));
    expect(await booking.intents()).toHaveLength(1);
  });

  test('that is declined stays so', async () => {
    const booking = newBooking(service);
    const declined = { __typename: 'AuthorizationDeclined', declineCode: 'insufficient_funds' };
    expect(await booking.authorize('pm_card_visa_chargeDeclinedInsufficientFunds')).toEqual(declined);
    expect(await booking.authorize()).toEqual(declined);
    expect(await booking.payment()).toMatchObject({ status: 'DECLINED', declineCode: 'insufficient_funds' });
    await eventually(() => expect(booking.story()).toEqual(['declined']));
  });

  test('knows no such payment method', async () => {
    const booking = newBooking(service);
    const unknown = { __typename: 'PaymentMethodUnknown', paymentMethod: 'pm_nonsense' };
    expect(await booking.authorize('pm_nonsense')).toEqual(unknown);
    expect(await booking.payment()).toMatchObject({
      status: 'DECLINED',
      declineCode: 'payment_method_unknown',
    });
  });

  test('nothing needs no provider', async () => {
    const booking = newBooking(service, { amount: 0 });
    expect(await booking.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
    await booking.isAssigned();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured']));
    await booking.isCancelled();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured', 'refunded']));
    expect(await booking.intents()).toEqual([]);
  });

  test('for a booking that has ended already is refused', async () => {
    const booking = newBooking(service);
    const marker = newBooking(service, { amount: 0 });
    await marker.authorize();
    await booking.isRejected();
    await marker.isRejected();
    await eventually(() => expect(marker.story()).toEqual(['authorized', 'voided']));
    expect(await booking.authorize()).toEqual(UNAVAILABLE);
    expect(await booking.intents()).toEqual([]);
    expect(await booking.payment()).toBeNull();
  });
});

describe('an answer that does not come', () => {
  test.each([{ hangAfter: true }, { failAfterRate: 1, failAfterAs: '500' }, { hang: true }])(
    'is settled later, and the money let go when nobody wants it (%j)',
    async (misbehaviour) => {
      const booking = newBooking(service);
      // Otherwise webhooks say what the answer did not.
      await service.simulator.set({ ...misbehaviour, webhookLossRate: 1 });
      expect(await booking.authorize()).toEqual(UNAVAILABLE);
      expect(await booking.payment()).toBeNull();
      await booking.isRejected();
      await recover();
      await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
      expect(booking.lastData()).toMatchObject({ reason: 'BOOKING_REJECTED', payment: { status: 'VOIDED' } });
      expect(await booking.intents()).toMatchObject([{ status: 'canceled', captured: 0 }]);
      expect(await booking.authorize()).toEqual(UNAVAILABLE);
    },
  );

  test('is replaced by a webhook, for whoever is waiting too', async () => {
    const booking = newBooking(service);
    await service.simulator.set({ hangAfter: true });
    expect(await booking.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
    expect(await booking.payment()).toMatchObject({ status: 'AUTHORIZED' });
    await booking.isRejected();
    await recover();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
  });

  test('leaves nothing behind when the provider was too busy to begin', async () => {
    await service.simulator.set({ rateLimit: 1 });
    const bookings = [1, 2, 3, 4].map(() => newBooking(service));
    const answers = await Promise.all(bookings.map((booking) => booking.authorize()));
    await recover();
    const refused = bookings.filter((_, index) => answers[index].__typename === UNAVAILABLE.__typename);
    expect(refused.length).toBeGreaterThan(0);
    for (const booking of refused) {
      await booking.isRejected();
      expect(await booking.authorize()).toEqual(UNAVAILABLE);
      expect(await booking.intents()).toEqual([]);
    }
  });
});

describe('a booking goes on', () => {
  test('its money is taken when the room is assigned, once', async () => {
    const booking = await capturedBooking();
    await booking.isAssigned();
    expect(await booking.intents()).toMatchObject([{ status: 'succeeded', captured: 12_000 }]);
    expect(await booking.payment()).toMatchObject({ status: 'CAPTURED', refunds: [] });
    expect(await booking.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
  });

  test('its money is let go when it is cancelled before that', async () => {
    const booking = await authorizedBooking();
    await booking.isCancelled('ROOM');
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
    expect(booking.lastData()).toMatchObject({ reason: 'ROOM_UNAVAILABLE' });
    expect(await booking.intents()).toMatchObject([{ status: 'canceled' }]);
    expect(await booking.payment()).toMatchObject({ status: 'VOIDED' });
  });

  test('its money is given back when it is cancelled after that, once', async () => {
    const booking = await capturedBooking();
    const eventId = await booking.isCancelled();
    await booking.isCancelled('CUSTOMER', eventId);
    await booking.isCancelled();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured', 'refunded']));
    expect(booking.lastData()).toMatchObject({
      payment: { status: 'REFUNDED' },
      refund: { status: 'SUCCEEDED' },
    });
    expect(await booking.intents()).toMatchObject([{ captured: 12_000, refunded: 12_000 }]);
    expect(await booking.payment()).toMatchObject({
      status: 'REFUNDED',
      refunds: [{ status: 'SUCCEEDED', amount: { amount: 12_000 } }],
    });
  });

  test('its money is let go when the card refuses the capture', async () => {
    const booking = await authorizedBooking('pm_card_captureFail');
    await booking.isAssigned();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
    expect(booking.lastData()).toMatchObject({ reason: 'CAPTURE_FAILED' });
    expect(await booking.intents()).toMatchObject([{ status: 'canceled' }]);
  });

  test('its money is gone when the authorisation lapses, as a webhook says', async () => {
    await service.simulator.set({ authLifetimeS: 1 });
    const booking = await authorizedBooking();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
    expect(booking.lastData()).toMatchObject({ reason: 'AUTHORIZATION_LAPSED' });
  });
});

describe('a refund', () => {
  test('that fails after it looked successful is seen as such, and tried again', async () => {
    const booking = await capturedBooking();
    await service.simulator.set({ refundFailRate: 1, refundDelayMs: 100 });
    await booking.isCancelled();
    await eventually(() => expect(booking.story().slice(2, 4)).toEqual(['refunded', 'refundFailed']));
    expect(await booking.payment()).toMatchObject({
      status: 'CAPTURED',
      refunds: [{ status: 'FAILED' }, { status: 'PENDING' }],
    });
    await recover();
    await eventually(() => expect(booking.story().at(-1)).toBe('refunded'));
    expect(await booking.payment()).toMatchObject({
      status: 'REFUNDED',
      refunds: [{ status: 'FAILED' }, { status: 'SUCCEEDED' }],
    });
    expect(await booking.intents()).toMatchObject([{ refunded: 12_000 }]);
  });

  test('that is pending first is looked after, also when its webhooks are lost', async () => {
    const booking = await capturedBooking('pm_card_pendingRefund');
    await service.simulator.set({ webhookLossRate: 1, refundDelayMs: 300 });
    await booking.isCancelled();
    await eventually(() => expect(booking.lastData()).toMatchObject({ refund: { status: 'PENDING' } }));
    expect(await booking.payment()).toMatchObject({ status: 'CAPTURED', refunds: [{ status: 'PENDING' }] });
    await eventually(() => expect(booking.lastData()).toMatchObject({ refund: { status: 'SUCCEEDED' } }));
    expect(await booking.payment()).toMatchObject({ status: 'REFUNDED' });
  });
});

describe('webhooks', () => {
  const post = (body: string, { secret = WEBHOOK_SECRET, at = Date.now() } = {}) => {
    const seconds = Math.floor(at / 1_000);
    const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
    return fetch(`${service.url}/webhooks/stripe`, {
      method: 'POST',
      headers: { 'stripe-signature': `t=${seconds},v1=${signature}` },
      body,
    });
  };
  const eventAbout = (bookingId: string, status: string, id = `evt_${newId()}`) =>
    JSON.stringify({
      id,
      object: 'event',
      type: status === 'succeeded' ? 'payment_intent.succeeded' : 'payment_intent.canceled',
      data: { object: { id: 'pi_forged', status, latest_charge: null, metadata: { bookingId } } },
    });

  test('that nobody has signed, or too long ago, are refused', async () => {
    const booking = await authorizedBooking();
    const body = eventAbout(booking.id, 'canceled');
    expect((await post(body, { secret: 'whsec_other' })).status).toBe(400);
    expect((await post(body, { at: Date.now() - 301_000 })).status).toBe(400);
    expect((await fetch(`${service.url}/webhooks/stripe`, { method: 'POST', body })).status).toBe(400);
    expect((await post('no JSON')).status).toBe(400);
    expect((await post(JSON.stringify({ text: 'a'.repeat(1_100_000) }))).status).toBe(413);
    expect(await booking.payment()).toMatchObject({ status: 'AUTHORIZED' });
  });

  test('that come again or late, or are of no concern, change nothing', async () => {
    const booking = await authorizedBooking();
    const succeeded = eventAbout(booking.id, 'succeeded');
    for (const body of [
      succeeded,
      succeeded,
      eventAbout(booking.id, 'canceled'),
      eventAbout(newId(), 'succeeded'),
    ])
      expect((await post(body)).status).toBe(200);
    const other = { id: 'evt_other', object: 'event', type: 'customer.created', data: { object: {} } };
    expect((await post(JSON.stringify(other))).status).toBe(200);
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured']));
    expect(await booking.payment()).toMatchObject({ status: 'CAPTURED' });
  });

  test('that come twice, late and out of order do no harm', async () => {
    await service.simulator.set({ webhookDoubleRate: 1, webhookShuffleRate: 0.5 });
    const booking = await capturedBooking();
    await booking.isCancelled();
    await webhooksDelivered();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured', 'refunded']));
    expect(await booking.intents()).toMatchObject([{ captured: 12_000, refunded: 12_000 }]);
  });
});

describe('the process', () => {
  test('goes on with what was to be done when it was killed', async () => {
    const [taken, released] = [await authorizedBooking(), await authorizedBooking()];
    const hung = async () => (await service.simulator.status()).counters.hung ?? 0;
    const before = await hung();
    await service.simulator.set({ hang: true });
    await taken.isAssigned();
    await released.isCancelled();
    // The steps are stored, and their events done with, while the provider does not answer.
    await eventually(async () => expect(await hung()).toBeGreaterThanOrEqual(before + 2));
    await service.end('SIGKILL');
    await recover();
    await service.start();
    await eventually(() => expect(taken.story()).toEqual(['authorized', 'captured']));
    await eventually(() => expect(released.story()).toEqual(['authorized', 'voided']));
  });

  test('that was killed between the answer of the provider and its own note of it finds what was done', async () => {
    const [wanted, unwanted] = [newBooking(service), newBooking(service)];
    await service.simulator.set({ hangAfter: true, webhookLossRate: 1 });
    const asking = [wanted, unwanted].map((booking) => booking.authorize().catch(() => 'cut off'));
    for (const booking of [wanted, unwanted])
      await eventually(async () => expect(await booking.intents()).toHaveLength(1));
    await service.end('SIGKILL');
    expect(await Promise.all(asking)).toEqual(['cut off', 'cut off']);
    await recover();
    await service.start();
    await unwanted.isRejected();
    expect(await wanted.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
    await eventually(() => expect(unwanted.story()).toEqual(['authorized', 'voided']));
    expect(await unwanted.intents()).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await wanted.intents()).toMatchObject([{ status: 'requires_capture' }]);
  });

  test('ends in order', async () => {
    await webhooksDelivered();
    expect(await service.end('SIGTERM')).toBe(0);
    await service.start();
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });
});
