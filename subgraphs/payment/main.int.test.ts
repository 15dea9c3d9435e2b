import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/index.ts';
import { newBooking, webhooksDelivered } from './testing/bookings.ts';
import { type PaymentService, startPaymentService } from './testing/payment-service.ts';

let service: PaymentService;
beforeAll(async () => {
  service = await startPaymentService();
});
afterAll(() => service[Symbol.asyncDispose]());

test('events that are repeated after their inbox entries were deleted change nothing', async () => {
  const [kept, refunded, released] = [newBooking(service), newBooking(service), newBooking(service)];
  const all = [kept, refunded, released];
  for (const booking of all) await booking.authorize();
  const assigned = [await kept.isAssigned(), await refunded.isAssigned()];
  await eventually(() => expect(refunded.story()).toContain('captured'));
  const cancelled = await refunded.isCancelled();
  const rejected = await released.isRejected();
  const stories = () => all.map((booking) => booking.story().join(' '));
  const ends = ['authorized captured', 'authorized captured refunded', 'authorized voided'];
  await eventually(() => expect(stories()).toEqual(ends));
  await webhooksDelivered(service);
  const stored = () =>
    Promise.all(
      ['payments ORDER BY id', 'events ORDER BY position'].map(
        async (table) => (await service.pool.query(`SELECT * FROM ${table}`)).rows,
      ),
    );
  const before = await stored();

  expect((await service.pool.query('DELETE FROM inbox')).rowCount).toBe(4);
  await service.pool.query('DELETE FROM provider_events');
  await kept.isAssigned(assigned[0]);
  await refunded.isAssigned(assigned[1]);
  await refunded.isCancelled('CUSTOMER', cancelled);
  await released.isRejected(rejected);
  expect((await service.pool.query('SELECT FROM inbox')).rowCount).toBe(4);
  expect(await stored()).toEqual(before);
  expect(await service.end('SIGTERM')).toBe(0);
});
