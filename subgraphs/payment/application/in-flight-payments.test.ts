import { expect, test } from 'vitest';
import { createInFlightPayments } from './in-flight-payments.ts';

const LONG_MS = 3_600_000;

test('a payment is settled when its work ends, with or without success', async () => {
  const inFlight = createInFlightPayments();
  const order: string[] = [];
  for (const outcome of ['done', 'failed']) {
    const gate = Promise.withResolvers<void>();
    const work = inFlight.track('booking', async () => {
      await gate.promise;
      order.push(outcome);
      if (outcome === 'failed') throw new Error('no');
    });
    const waited = inFlight.settled('booking', LONG_MS).then(() => order.push('settled'));
    gate.resolve();
    await Promise.allSettled([work, waited]);
  }
  expect(order).toEqual(['done', 'settled', 'failed', 'settled']);
});

test('a payment that is not in flight is settled at once, also while another one is', async () => {
  const inFlight = createInFlightPayments();
  const gate = Promise.withResolvers<void>();
  let isDone = false;
  const work = inFlight.track('other', async () => {
    await gate.promise;
    isDone = true;
  });
  await inFlight.settled('booking', LONG_MS);
  expect(isDone).toBe(false);
  gate.resolve();
  await work;
  await expect(inFlight.settled('other', LONG_MS)).resolves.toBeUndefined();
});

test('the wait for a payment ends at its limit', async () => {
  const inFlight = createInFlightPayments();
  const gate = Promise.withResolvers<void>();
  let isDone = false;
  const work = inFlight.track('booking', async () => {
    await gate.promise;
    isDone = true;
  });
  await inFlight.settled('booking', 1);
  expect(isDone).toBe(false);
  gate.resolve();
  await work;
  expect(isDone).toBe(true);
});
