import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFairQueue, type FairQueue } from './fair-queue.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const WAIT_MS = 1_000;

const create = (places: number, placesPerFlow = places, waitingPerFlow = 1_000) =>
  createFairQueue({
    places: () => places,
    placesPerFlow: { alone: placesPerFlow, besideOthers: placesPerFlow },
    waitingPerFlow,
  });

/** Lets callers enter in this order, and notes in which order they are admitted. */
function enterAll(queue: FairQueue, flows: readonly string[], maxWaitMs = WAIT_MS): string[] {
  const admitted: string[] = [];
  for (const flow of flows)
    void queue.enter(flow, maxWaitMs).then((isAdmitted) => isAdmitted && admitted.push(flow));
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

test('a flow has fewer places while another is active, and more again afterwards', async () => {
  const queue = createFairQueue({
    places: () => 100,
    placesPerFlow: { alone: 4, besideOthers: 2 },
    waitingPerFlow: 100,
  });
  const admitted = enterAll(queue, many('a', 20), 10 * WAIT_MS);
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toHaveLength(4);
  expect(queue.tryEnter('b')).toBe(true);
  queue.leave('b');
  const leaveAll = async (count: number) => {
    const before = admitted.length;
    for (let left = 0; left < count; left += 1) queue.leave('a');
    await vi.advanceTimersByTimeAsync(0);
    return admitted.length - before;
  };
  expect(await leaveAll(3)).toBe(1);
  expect(await leaveAll(2)).toBe(2);
  // Others were seen too long ago: it is alone again.
  await vi.advanceTimersByTimeAsync(1_001);
  expect(await leaveAll(1)).toBe(3);
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
  const waiting = [queue.enter('b', WAIT_MS), queue.enter('b', 2 * WAIT_MS, { signal: caller.signal })];
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

test('what waits has a weight, of one flow and of all', async () => {
  const queue = createFairQueue({
    places: () => 1,
    placesPerFlow: { alone: 1, besideOthers: 1 },
    waitingPerFlow: 100,
    waitingWeight: { perFlow: 10, total: 15 },
  });
  expect(queue.tryEnter('a')).toBe(true);
  const enter = (flow: string, weight: number) => queue.enter(flow, WAIT_MS, { weight });
  const first = enter('a', 6);
  expect(await enter('a', 5)).toBe(false);
  const others = [enter('a', 4), enter('b', 5)];
  expect(await enter('c', 1)).toBe(false);
  for (const flow of ['a', 'b', 'a']) {
    queue.leave(flow);
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(await Promise.all([first, ...others])).toEqual([true, true, true]);
  queue.leave('a');
  expect(await enter('c', 15)).toBe(true);
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
  const queue = createFairQueue({
    places: () => places,
    placesPerFlow: { alone: 9, besideOthers: 9 },
    waitingPerFlow: 9,
  });
  const admitted = enterAll(queue, ['a', 'b', 'c', 'd']);
  places = 3;
  queue.leave('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(admitted).toEqual(['a', 'b', 'c', 'd']);
});
