import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/index.ts';
import { newBooking } from './testing/bookings.ts';
import { type PaymentService, startPaymentService } from './testing/payment-service.ts';

let service: PaymentService;
beforeAll(async () => {
  service = await startPaymentService();
});
afterAll(() => service[Symbol.asyncDispose]());

test('events that come again after the inbox has forgotten them change nothing', async () => {
  const [taken, returned, released] = [newBooking(service), newBooking(service), newBooking(service)];
  const all = [taken, returned, released];
  for (const booking of all) await booking.authorize();
  const assigned = [await taken.isAssigned(), await returned.isAssigned()];
  await eventually(() => expect(returned.story()).toContain('captured'));
  const cancelled = await returned.isCancelled();
  const rejected = await released.isRejected();
  const stories = () => all.map((booking) => booking.story().join(' '));
  const ends = ['authorized captured', 'authorized captured refunded', 'authorized voided'];
  await eventually(() => expect(stories()).toEqual(ends));
  await eventually(async () => expect((await service.simulator.status()).ledger.webhooksPending).toBe(0));
  const stored = () =>
    Promise.all(
      ['payments ORDER BY id', 'events ORDER BY position'].map(
        async (table) => (await service.pool.query(`SELECT * FROM ${table}`)).rows,
      ),
    );
  const before = await stored();

  expect((await service.pool.query('DELETE FROM inbox')).rowCount).toBe(4);
  await service.pool.query('DELETE FROM provider_events');
  await taken.isAssigned(assigned[0]);
  await returned.isAssigned(assigned[1]);
  await returned.isCancelled('CUSTOMER', cancelled);
  await released.isRejected(rejected);
  expect((await service.pool.query('SELECT FROM inbox')).rowCount).toBe(4);
  expect(await stored()).toEqual(before);
  expect(await service.end('SIGTERM')).toBe(0);
});
