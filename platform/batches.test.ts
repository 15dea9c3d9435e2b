import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBatches } from './batches.ts';

/** Batches of at most three, each of which is handled when the test says so. */
function heldBatches(fails: (items: readonly number[]) => boolean = () => false) {
  const handled: (readonly number[])[] = [];
  let release = Promise.withResolvers<void>();
  const add = createBatches<number>(3, async (items) => {
    handled.push(items);
    await release.promise;
    if (fails(items)) throw new Error(`${items} failed`);
  });
  return {
    add,
    handled,
    release() {
      release.resolve();
      release = Promise.withResolvers<void>();
      release.resolve();
    },
  };
}

test('the first item is handled at once; those that come meanwhile follow in batches', async () => {
  const { add, handled, release } = heldBatches();
  const all = [1, 2, 3, 4, 5, 6].map(add);
  expect(handled).toEqual([[1]]);
  release();
  await Promise.all(all);
  expect(handled).toEqual([[1], [2, 3, 4], [5, 6]]);
  await add(7);
  expect(handled.at(-1)).toEqual([7]);
});

test('an item that fails does so alone', async () => {
  const { add, handled, release } = heldBatches((items) => items.includes(3));
  const all = [1, 2, 3, 4].map(add);
  release();
  const settled = await Promise.allSettled(all);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(handled).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
});

test('an outage fails a batch as a whole', async () => {
  const handled: (readonly number[])[] = [];
  const add = createBatches<number>(
    3,
    async (items) => {
      handled.push(items);
      throw new Error('no database');
    },
    { waitMs: 1, isOutage: async () => true },
  );
  const settled = await Promise.allSettled([1, 2, 3].map(add));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(handled).toEqual([[1, 2, 3]]);
});

test('with a wait, the first item shares its batch with those that come soon after it', async () => {
  const handled: (readonly number[])[] = [];
  const add = createBatches<number>(3, async (items) => void handled.push(items), { waitMs: 1 });
  await Promise.all([1, 2, 3, 4].map(add));
  expect(handled).toEqual([[1, 2, 3], [4]]);
});

test('with a wait, an item is not waited with after one for which the wait was in vain', async () => {
  const handled: (readonly number[])[] = [];
  const add = createBatches<number>(3, async (items) => void handled.push(items), { waitMs: 1 });
  await add(1);
  // The batch is done with.
  await setImmediate();
  await Promise.all([2, 3, 4].map(add));
  expect(handled).toEqual([[1], [2], [3, 4]]);
  await setImmediate();
  await Promise.all([5, 6].map(add));
  expect(handled).toEqual([[1], [2], [3, 4], [5, 6]]);
});
