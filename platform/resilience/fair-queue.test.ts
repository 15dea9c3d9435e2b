import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFairQueue, type FairQueue } from './fair-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const WAIT_MS = 1_000;

const create = (places: number, placesPerFlow = places, waitingPerFlow = 1_000) =>
  createFairQueue({ places: () => places, placesPerFlow, waitingPerFlow });

/** Lets callers enter in this order, and notes in which order they are admitted. */
function enterAll(queue: FairQueue, flows: readonly string[]): string[] {
  const admitted: string[] = [];
  for (const flow of flows)
    void queue.enter(flow, WAIT_MS).then((isAdmitted) => isAdmitted && admitted.push(flow));
  return admitted;
}

const many = (flow: string, count: number) => Array<string>(count).fill(flow);

test('lines take turns: one caller of another flow waits for one of the many, not for all', async () => {
  const queue = create(1);
  const admitted = enterAll(queue, [...many('a', 5), 'b', 'c', 'b']);
  for (let round = 0; round < 7; round += 1) {
    await vi.advanceTimersByTimeAsync(0);
    queue.leave(admitted.at(-1) ?? '');
  }
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted.join('')).toBe('abcabaaa');
});

test('a flow has no more than its share of the places', async () => {
  const queue = create(10, 3);
  const admitted = enterAll(queue, [...many('a', 8), 'b']);
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toEqual(['a', 'a', 'a', 'b']);
  queue.leave('b');
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toHaveLength(4);
  queue.leave('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toEqual(['a', 'a', 'a', 'b', 'a']);
});

test('all places together are bounded, and others are not overtaken', async () => {
  const queue = create(2);
  expect([queue.tryEnter('a'), queue.tryEnter('a'), queue.tryEnter('b')]).toEqual([true, true, false]);
  const admitted = enterAll(queue, ['b']);
  queue.leave('a');
  expect(queue.tryEnter('a')).toBe(false);
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toEqual(['b']);
});

test('who waits too long, or leaves, is not admitted, and keeps no place', async () => {
  const queue = create(1);
  expect(queue.tryEnter('a')).toBe(true);
  const caller = new AbortController();
  const waiting = [queue.enter('b', WAIT_MS), queue.enter('b', 2 * WAIT_MS, caller.signal)];
  await vi.advanceTimersByTimeAsync(WAIT_MS);
  caller.abort();
  expect(await Promise.all(waiting)).toEqual([false, false]);
  queue.leave('a');
  expect([queue.tryEnter('b'), queue.tryEnter('b')]).toEqual([true, false]);
});

test('a line has an end: more callers are sent away at once', async () => {
  const queue = create(1, 1, 2);
  expect(queue.tryEnter('a')).toBe(true);
  const admitted = enterAll(queue, many('a', 2));
  expect(await queue.enter('a', WAIT_MS)).toBe(false);
  queue.leave('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toEqual(['a']);
});

test('all who wait can be sent away; those with a place stay', async () => {
  const queue = create(1);
  expect(queue.tryEnter('a')).toBe(true);
  const waiting = [queue.enter('a', WAIT_MS), queue.enter('b', WAIT_MS)];
  queue.rejectWaiting();
  expect(await Promise.all(waiting)).toEqual([false, false]);
  expect(queue.tryEnter('b')).toBe(false);
  queue.leave('a');
  expect(queue.tryEnter('b')).toBe(true);
});

test('more places are taken as soon as one is left', async () => {
  let places = 1;
  const queue = createFairQueue({ places: () => places, placesPerFlow: 9, waitingPerFlow: 9 });
  const admitted = enterAll(queue, ['a', 'b', 'c', 'd']);
  places = 3;
  queue.leave('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toEqual(['a', 'b', 'c', 'd']);
});
