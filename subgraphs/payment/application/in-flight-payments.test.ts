import { expect, test } from 'vitest';
import { createInFlightPayments } from './in-flight-payments.ts';

const LONG_MS = 3_600_000;

test('what is under way is waited for, however it ends', async () => {
  const inFlight = createInFlightPayments();
  const order: string[] = [];
  for (const outcome of ['done', 'failed']) {
    const gate = Promise.withResolvers<void>();
    const work = inFlight.track('booking', async () => {
      await gate.promise;
      order.push(outcome);
      if (outcome === 'failed') throw new Error('no');
    });
    const waited = inFlight.settled('booking', LONG_MS).then(() => order.push('heard'));
    gate.resolve();
    await Promise.allSettled([work, waited]);
  }
  expect(order).toEqual(['done', 'heard', 'failed', 'heard']);
});

test('nothing is waited for when nothing is under way, or only for another', async () => {
  const inFlight = createInFlightPayments();
  const gate = Promise.withResolvers<void>();
  const work = inFlight.track('other', () => gate.promise);
  await inFlight.settled('booking', LONG_MS);
  gate.resolve();
  await work;
  await inFlight.settled('other', LONG_MS);
});

test('what takes too long is not waited for', async () => {
  const inFlight = createInFlightPayments();
  const gate = Promise.withResolvers<void>();
  const work = inFlight.track('booking', () => gate.promise);
  await inFlight.settled('booking', 1);
  gate.resolve();
  await work;
});
