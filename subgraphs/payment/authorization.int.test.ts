import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/index.ts';
import { newBooking, recover, UNAVAILABLE } from './testing/bookings.ts';
import { type PaymentService, startPaymentService } from './testing/payment-service.ts';

let service: PaymentService;
function serve(env: Readonly<Record<string, string>> = {}): void {
  beforeAll(async () => {
    service = await startPaymentService(env);
  });
  afterEach(() => recover(service));
  afterAll(() => service[Symbol.asyncDispose]());
}

describe('an authorisation', () => {
  serve();

  test('authorises the payment of a booking once, and is published', async () => {
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
      afterAction: false,
    });
  });

  test('happens once for concurrent requests', async () => {
    const booking = newBooking(service);
    await service.simulator.set({ latencyMs: 100 });
    await Promise.all([booking.authorize(), booking.authorize(), booking.authorize()]);
    await eventually(async () => expect(await booking.payment()).toMatchObject({ status: 'AUTHORIZED' }));
    expect(await booking.intents()).toHaveLength(1);
  });

  test('that is declined stays declined', async () => {
    const booking = newBooking(service);
    const declined = { __typename: 'AuthorizationDeclined', declineCode: 'insufficient_funds' };
    expect(await booking.authorize('pm_card_visa_chargeDeclinedInsufficientFunds')).toEqual(declined);
    expect(await booking.authorize()).toEqual(declined);
    expect(await booking.payment()).toMatchObject({ status: 'DECLINED', declineCode: 'insufficient_funds' });
    await eventually(() => expect(booking.story()).toEqual(['declined']));
  });

  test('reports an unknown payment method', async () => {
    const booking = newBooking(service);
    const unknown = { __typename: 'PaymentMethodUnknown', paymentMethod: 'pm_nonsense' };
    expect(await booking.authorize('pm_nonsense')).toEqual(unknown);
    expect(await booking.payment()).toMatchObject({
      status: 'DECLINED',
      declineCode: 'payment_method_unknown',
    });
  });

  test('of an amount that no card can pay is refused as such, and leaves no payment', async () => {
    for (const [amount, code] of [
      [49, 'amount_too_small'],
      [100_000_000, 'amount_too_large'],
    ] as const) {
      const booking = newBooking(service, { amount });
      expect(await booking.authorize()).toEqual({ __typename: 'AuthorizationRefused', code });
      expect(await booking.intents()).toEqual([]);
      await booking.isRejected();
      expect(await booking.payment()).toBeNull();
    }
  });

  test('of an amount of 0 needs no provider', async () => {
    const booking = newBooking(service, { amount: 0 });
    expect(await booking.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
    await booking.isAssigned();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured']));
    await booking.isCancelled();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured', 'refunded']));
    expect(await booking.intents()).toEqual([]);
  });

  test('is unavailable for a booking that has ended', async () => {
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

  test('is granted by a webhook when its answer is lost, while the caller waits', async () => {
    const booking = newBooking(service);
    await service.simulator.set({ hangAfter: true });
    expect(await booking.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
    expect(await booking.payment()).toMatchObject({ status: 'AUTHORIZED' });
    await booking.isRejected();
    await recover(service);
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
  });

  test('has no effect when the provider was too busy to process it', async () => {
    // More than are processed one a second within the budget.
    const bookings = Array.from({ length: 10 }, () => newBooking(service));
    await service.simulator.set({ rateLimit: 1 });
    const answers = await Promise.all(bookings.map((booking) => booking.authorize()));
    await recover(service);
    const refused = bookings.filter((_, index) => answers[index].__typename === UNAVAILABLE.__typename);
    expect(refused.length).toBeGreaterThan(0);
    for (const booking of refused) {
      await booking.isRejected();
      expect(await booking.authorize()).toEqual(UNAVAILABLE);
      expect(await booking.intents()).toEqual([]);
    }
  });
});

describe('an authorisation without an answer in time', () => {
  serve({ PROVIDER_TIMEOUT: '300ms', PROVIDER_BUDGET: '500ms' });

  test.each([{ hangAfter: true }, { failAfterRate: 1, failAfterAs: '500' }, { hang: true }])(
    'is settled later, and voided when the booking is rejected (%j)',
    async (misbehaviour) => {
      const booking = newBooking(service);
      // Without webhooks the outcome stays unknown.
      await service.simulator.set({ ...misbehaviour, webhookLossRate: 1 });
      expect(await booking.authorize()).toEqual(UNAVAILABLE);
      expect(await booking.payment()).toBeNull();
      await booking.isRejected();
      await recover(service);
      await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
      expect(booking.lastData()).toMatchObject({ reason: 'BOOKING_REJECTED', payment: { status: 'VOIDED' } });
      expect(await booking.intents()).toMatchObject([{ status: 'canceled', captured: 0 }]);
      expect(await booking.authorize()).toEqual(UNAVAILABLE);
    },
  );
});
