import { expect, test } from 'vitest';
import { createUnderWay } from './under-way.ts';

const LONG_MS = 3_600_000;

test('what is under way is waited for, however it ends', async () => {
  const underWay = createUnderWay();
  const order: string[] = [];
  for (const outcome of ['done', 'failed']) {
    const gate = Promise.withResolvers<void>();
    const work = underWay.during('booking', async () => {
      await gate.promise;
      order.push(outcome);
      if (outcome === 'failed') throw new Error('no');
    });
    const waited = underWay.ended('booking', LONG_MS).then(() => order.push('heard'));
    gate.resolve();
    await Promise.allSettled([work, waited]);
  }
  expect(order).toEqual(['done', 'heard', 'failed', 'heard']);
});

test('nothing is waited for when nothing is under way, or only for another', async () => {
  const underWay = createUnderWay();
  const gate = Promise.withResolvers<void>();
  const work = underWay.during('other', () => gate.promise);
  await underWay.ended('booking', LONG_MS);
  gate.resolve();
  await work;
  await underWay.ended('other', LONG_MS);
});

test('what takes too long is not waited for', async () => {
  const underWay = createUnderWay();
  const gate = Promise.withResolvers<void>();
  const work = underWay.during('booking', () => gate.promise);
  await underWay.ended('booking', 1);
  gate.resolve();
  await work;
});
