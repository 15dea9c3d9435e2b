import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { eventually } from '../../platform/testing/index.ts';
import { authorizedBooking, capturedBooking, recover, webhooksDelivered } from './testing/bookings.ts';
import { type PaymentService, startPaymentService, WEBHOOK_SECRET } from './testing/payment-service.ts';

let service: PaymentService;
beforeAll(async () => {
  service = await startPaymentService();
});
afterEach(() => recover(service));
afterAll(() => service[Symbol.asyncDispose]());

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

  test('without a valid and recent signature are rejected', async () => {
    const booking = await authorizedBooking(service);
    const body = eventAbout(booking.id, 'canceled');
    expect((await post(body, { secret: 'whsec_other' })).status).toBe(400);
    expect((await post(body, { at: Date.now() - 301_000 })).status).toBe(400);
    expect((await fetch(`${service.url}/webhooks/stripe`, { method: 'POST', body })).status).toBe(400);
    expect((await post('no JSON')).status).toBe(400);
    expect((await post(JSON.stringify({ text: 'a'.repeat(1_100_000) }))).status).toBe(413);
    expect(await booking.payment()).toMatchObject({ status: 'AUTHORIZED' });
  });

  test.each(['v1=', 'v1', '', 't=', 'v1=00', 't=9'.repeat(50)])(
    'with the signature "%s" are rejected',
    async (end) => {
      const seconds = Math.floor(Date.now() / 1_000);
      const response = await fetch(`${service.url}/webhooks/stripe`, {
        method: 'POST',
        headers: { 'stripe-signature': `t=${seconds},${end}` },
        body: '{}',
      });
      expect(response.status).toBe(400);
    },
  );

  test('from the future are rejected: they could be replayed until then', async () => {
    const body = eventAbout(newId(), 'succeeded');
    expect((await post(body, { at: Date.now() + 3_600_000 })).status).toBe(400);
    expect((await post(body, { at: Date.now() + 60_000 })).status).toBe(200);
  });

  test.each([
    null,
    [],
    'text',
    {},
    { id: 'evt_1', type: 'payment_intent.succeeded' },
    { id: 'evt_1', type: 'payment_intent.succeeded', data: { object: null } },
    { id: 'evt_1', type: 'payment_intent.succeeded', data: { object: { id: 1, status: 'succeeded' } } },
    { id: 'evt_1', type: 'refund.updated', data: { object: { id: 're_1', amount: '1', currency: 'eur' } } },
    { id: 'evt_1', type: 'charge.refunded', data: { object: { amount_refunded: 1, currency: 5 } } },
    { id: 'evt_1', type: 'charge.dispute.created', data: { object: { id: 'dp_1', created: 1e300 } } },
  ])('that are signed, but no events that can be read, are rejected: %j', async (event) => {
    expect((await post(JSON.stringify(event))).status).toBe(400);
  });

  test('that are repeated, late or irrelevant change nothing', async () => {
    const booking = await authorizedBooking(service);
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

  test('that arrive twice, late and out of order leave the right result', async () => {
    await service.simulator.set({ webhookDoubleRate: 1, webhookShuffleRate: 0.5 });
    const booking = await capturedBooking(service);
    await booking.isCancelled();
    await webhooksDelivered(service);
    await eventually(() => expect(booking.story()).toEqual(['authorized', 'captured', 'refunded']));
    expect(await booking.intents()).toMatchObject([{ captured: 12_000, refunded: 12_000 }]);
  });
});
