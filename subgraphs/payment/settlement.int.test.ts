import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/index.ts';
import {
  authorizedBooking,
  capturedBooking,
  newBooking,
  recover,
  webhooksDelivered,
} from './testing/bookings.ts';
import { type PaymentService, startPaymentService } from './testing/payment-service.ts';

let service: PaymentService;
beforeAll(async () => {
  service = await startPaymentService();
});
afterEach(() => recover(service));
afterAll(() => service[Symbol.asyncDispose]());

describe('an authorised payment', () => {
  test('is captured once when the room is assigned', async () => {
    const booking = await capturedBooking(service);
    await booking.isAssigned();
    expect(await booking.intents()).toMatchObject([{ status: 'succeeded', captured: 12_000 }]);
    expect(await booking.payment()).toMatchObject({ status: 'CAPTURED', refunds: [] });
    expect(await booking.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
  });

  test('is voided when the booking is cancelled before that', async () => {
    const booking = await authorizedBooking(service);
    await booking.isCancelled('ROOM');
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
    expect(booking.lastData()).toMatchObject({ reason: 'ROOM_UNAVAILABLE' });
    expect(await booking.intents()).toMatchObject([{ status: 'canceled' }]);
    expect(await booking.payment()).toMatchObject({ status: 'VOIDED' });
  });

  test('is refunded once when the booking is cancelled after that', async () => {
    const booking = await capturedBooking(service);
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

  test('is voided when the capture fails', async () => {
    const booking = await authorizedBooking(service, 'pm_card_captureFail');
    await booking.isAssigned();
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
    expect(booking.lastData()).toMatchObject({ reason: 'CAPTURE_FAILED' });
    expect(await booking.intents()).toMatchObject([{ status: 'canceled' }]);
  });

  test('is voided when a webhook reports that the authorisation has lapsed', async () => {
    await service.simulator.set({ authLifetimeS: 1 });
    const booking = await authorizedBooking(service);
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'voided']));
    expect(booking.lastData()).toMatchObject({ reason: 'AUTHORIZATION_LAPSED' });
  });
});

describe('a refund', () => {
  test('that fails after it looked successful is retried', async () => {
    const booking = await capturedBooking(service);
    await service.simulator.set({ refundFailRate: 1, refundDelayMs: 100 });
    await booking.isCancelled();
    await eventually(() => expect(booking.story().slice(2, 4)).toEqual(['refunded', 'refundFailed']));
    expect(await booking.payment()).toMatchObject({
      status: 'CAPTURED',
      refunds: [{ status: 'FAILED' }, { status: 'PENDING' }],
    });
    await recover(service);
    await eventually(() => expect(booking.story().at(-1)).toBe('refunded'));
    expect(await booking.payment()).toMatchObject({
      status: 'REFUNDED',
      refunds: [{ status: 'FAILED' }, { status: 'SUCCEEDED' }],
    });
    expect(await booking.intents()).toMatchObject([{ refunded: 12_000 }]);
  });

  test('that is pending first is watched, so that lost webhooks do no harm', async () => {
    const booking = await capturedBooking(service, 'pm_card_pendingRefund');
    await service.simulator.set({ webhookLossRate: 1, refundDelayMs: 300 });
    await booking.isCancelled();
    await eventually(async () => expect(await booking.intents()).toMatchObject([{ refunded: 12_000 }]));
    expect(await booking.payment()).toMatchObject({ status: 'CAPTURED', refunds: [{ status: 'PENDING' }] });
    await eventually(() => expect(booking.lastData()).toMatchObject({ refund: { status: 'SUCCEEDED' } }));
    expect(await booking.payment()).toMatchObject({ status: 'REFUNDED' });
    expect(booking.story()).toEqual(['authorized', 'captured', 'refunded']);
  });
});

describe('payments from before payments knew their rooms', () => {
  test('learn them from events about their bookings, also from repeated ones', async () => {
    const [captured, refunded] = [await capturedBooking(service), await capturedBooking(service)];
    const [assigned, cancelled] = [await captured.isAssigned(), await refunded.isCancelled()];
    await eventually(() => expect(refunded.story()).toContain('refunded'));
    const voided = await authorizedBooking(service);
    const all = [captured, refunded, voided];
    const { rowCount } = await service.pool.query(
      'UPDATE payments SET room_id = NULL WHERE booking_id = ANY ($1)',
      [all.map(({ id }) => id)],
    );
    expect(rowCount).toBe(all.length);
    // A new process remembers no payment.
    await service.end('SIGTERM');
    await service.start();

    await captured.isAssigned(assigned);
    await refunded.isCancelled('CUSTOMER', cancelled);
    await voided.isRejected();
    await eventually(async () => {
      for (const { id, roomId } of all)
        expect(
          (await service.pool.query('SELECT room_id FROM payments WHERE booking_id = $1', [id])).rows,
        ).toEqual([{ room_id: roomId }]);
    });
  });
});

describe('a restarted process', () => {
  test('continues the steps that were due when it was killed', async () => {
    const [taken, released] = [await authorizedBooking(service), await authorizedBooking(service)];
    const hung = async () => (await service.simulator.status()).counters.hung ?? 0;
    const before = await hung();
    await service.simulator.set({ hang: true });
    await taken.isAssigned();
    await released.isCancelled();
    // The steps are stored and their events are handled, while the provider does not answer.
    await eventually(async () => expect(await hung()).toBeGreaterThanOrEqual(before + 2));
    await service.end('SIGKILL');
    await recover(service);
    await service.start();
    await eventually(() => expect(taken.story()).toEqual(['authorized', 'captured']));
    await eventually(() => expect(released.story()).toEqual(['authorized', 'voided']));
  });

  test('settles payments whose answers it had not stored when it was killed', async () => {
    const [wanted, unwanted] = [newBooking(service), newBooking(service)];
    await service.simulator.set({ hangAfter: true, webhookLossRate: 1 });
    const asking = [wanted, unwanted].map((booking) => booking.authorize().catch(() => 'cut off'));
    for (const booking of [wanted, unwanted])
      await eventually(async () => expect(await booking.intents()).toHaveLength(1));
    await service.end('SIGKILL');
    expect(await Promise.all(asking)).toEqual(['cut off', 'cut off']);
    await recover(service);
    await service.start();
    await unwanted.isRejected();
    expect(await wanted.authorize()).toMatchObject({ __typename: 'AuthorizationGranted' });
    await eventually(() => expect(unwanted.story()).toEqual(['authorized', 'voided']));
    expect(await unwanted.intents()).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await wanted.intents()).toMatchObject([{ status: 'requires_capture' }]);
  });

  test('has ended gracefully on SIGTERM', async () => {
    await webhooksDelivered(service);
    expect(await service.end('SIGTERM')).toBe(0);
    await service.start();
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
  });
});
