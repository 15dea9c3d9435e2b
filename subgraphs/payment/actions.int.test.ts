import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/index.ts';
import { newBooking, recover, UNAVAILABLE, waitingBooking } from './testing/bookings.ts';
import { type PaymentService, startPaymentService } from './testing/payment-service.ts';

let service: PaymentService;
beforeAll(async () => {
  service = await startPaymentService();
});
afterEach(() => recover(service));
afterAll(() => service[Symbol.asyncDispose]());

const GRANTED = { __typename: 'AuthorizationGranted', paymentId: expect.any(String) };
const REFUSED = {
  __typename: 'AuthorizationDeclined',
  declineCode: 'payment_intent_authentication_failure',
};

/** Resolves when the worker has closed the intent at the provider. */
const isClosed = (booking: Pick<ReturnType<typeof newBooking>, 'intents'>) =>
  eventually(async () => expect(await booking.intents()).toMatchObject([{ status: 'canceled' }]));

describe('a payment whose customer has to act', () => {
  test('waits, and a repeated request has the same result', async () => {
    const booking = await waitingBooking(service);
    expect(await booking.authorize()).toEqual(booking.required);
    expect(await booking.confirm()).toEqual(booking.required);
    expect(await booking.payment()).toMatchObject({ status: 'REQUIRES_ACTION' });
    await eventually(() => expect(booking.story()).toEqual(['actionRequired']));
    expect(JSON.stringify(booking.lastData())).not.toContain('_secret_');
  });

  test('is authorised by a webhook after a yes, and its booking is told', async () => {
    const booking = await waitingBooking(service);
    await booking.answer('yes');
    await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'authorized']));
    expect(booking.lastData()).toMatchObject({ payment: { status: 'AUTHORIZED' }, afterAction: true });
    expect(await booking.confirm()).toEqual(GRANTED);
    await booking.isAssigned();
    await eventually(() => expect(booking.story().at(-1)).toBe('captured'));
  });

  test('is authorised by asking the provider when the webhook is lost', async () => {
    const booking = await waitingBooking(service);
    await service.simulator.set({ webhookLossRate: 1 });
    await booking.answer('yes');
    expect(await booking.confirm()).toEqual(GRANTED);
    await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'authorized']));
  });

  test('is authorised once when webhook and question race', async () => {
    const booking = await waitingBooking(service);
    await booking.answer('yes');
    const answers = await Promise.all([booking.confirm(), booking.confirm(), booking.confirm()]);
    expect(answers).toEqual([GRANTED, GRANTED, GRANTED]);
    await booking.isAssigned();
    await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'authorized', 'captured']));
    expect(await booking.intents()).toMatchObject([{ captured: 12_000 }]);
  });

  test('is declined by a no, and nobody can use its intent any more', async () => {
    const booking = await waitingBooking(service);
    await booking.answer('no');
    await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'declined']));
    expect(await booking.confirm()).toEqual(REFUSED);
    await isClosed(booking);
    expect(await booking.payment()).toMatchObject({ status: 'DECLINED' });
  });

  test('is voided when its intent was paid with another card after the no', async () => {
    await service.simulator.set({ webhookLossRate: 1 });
    const booking = await waitingBooking(service);
    await booking.answer('no');
    await service.simulator.stripe.paymentIntents.confirm(await booking.intentId(), {
      payment_method: 'pm_card_threeDSecure2Required',
      return_url: 'https://rooms.example/paid',
    });
    const again = await service.simulator.stripe.paymentIntents.retrieve(await booking.intentId());
    expect(again.status).toBe('requires_action');
    await booking.isRejected();
    await isClosed(booking);
    await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'voided']));
  });

  test('is voided at the provider when its booking is rejected or cancelled', async () => {
    const [expired, cancelled] = [await waitingBooking(service), await waitingBooking(service)];
    await expired.isRejected();
    await cancelled.isCancelled();
    for (const booking of [expired, cancelled]) {
      await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'voided']));
      expect(await booking.intents()).toMatchObject([{ status: 'canceled', captured: 0 }]);
      expect((await booking.answer('yes')).status).toBe(409);
      expect(await booking.confirm()).toEqual(UNAVAILABLE);
    }
  });

  test('is released when the yes comes with the end of its booking', async () => {
    const booking = await waitingBooking(service);
    await Promise.all([booking.answer('yes'), booking.isRejected()]);
    await eventually(() => expect(booking.story().at(-1)).toBe('voided'));
    expect(await booking.intents()).toMatchObject([{ status: 'canceled', captured: 0 }]);
  });

  test('ends when the provider does not wait any longer', async () => {
    const booking = await waitingBooking(service);
    await service.simulator.stripe.paymentIntents.cancel(await booking.intentId());
    await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'voided']));
    expect(booking.lastData()).toMatchObject({ reason: 'ACTION_EXPIRED' });
  });

  test('is told while the caller waits, also when the answer of the provider is lost', async () => {
    const booking = newBooking(service);
    await service.simulator.set({ hangAfter: true });
    expect(await booking.authorize('pm_card_threeDSecure2Required')).toMatchObject({
      __typename: 'AuthorizationActionRequired',
    });
  });

  test('goes on after a crash: nothing about it was only in memory', async () => {
    const booking = await waitingBooking(service);
    await service.end('SIGKILL');
    await booking.answer('yes');
    await service.start();
    expect(await booking.confirm()).toEqual(GRANTED);
    await eventually(() => expect(booking.story()).toEqual(['actionRequired', 'authorized']));
  });
});

test('asking about a payment that does not exist finds it unavailable', async () => {
  expect(await newBooking(service).confirm()).toEqual(UNAVAILABLE);
});
