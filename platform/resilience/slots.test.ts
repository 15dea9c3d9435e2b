import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createSlots } from './slots.ts';

const busy = new Error('busy');
const refusal = () => busy;

/** Work that runs until the test completes it. */
function startable() {
  const started: string[] = [];
  const completions = new Map<string, () => void>();
  return {
    started,
    work: (name: string) => () => {
      started.push(name);
      return new Promise<string>((resolve) => completions.set(name, () => resolve(name)));
    },
    async complete(name: string) {
      completions.get(name)?.();
      await nextTurn();
    },
  };
}

test('as much runs at a time as there are slots, first come first served', async () => {
  const slots = createSlots({ atOnce: 2, waiting: 10, maxWaitMs: 60_000, refusal });
  const { started, work, complete } = startable();
  const all = ['a', 'b', 'c', 'd'].map((name) => slots.run(work(name)));
  expect(started).toEqual(['a', 'b']);
  await complete('b');
  expect(started).toEqual(['a', 'b', 'c']);
  await complete('a');
  await complete('c');
  await complete('d');
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
});

test('what is too much to wait is refused at once, and what waits too long later: neither begins', async () => {
  const slots = createSlots({ atOnce: 1, waiting: 1, maxWaitMs: 1, refusal });
  const { started, work, complete } = startable();
  const first = slots.run(work('first'));
  const late = slots.run(work('late'));
  await expect(slots.run(work('one too many'))).rejects.toBe(busy);
  await expect(late).rejects.toBe(busy);
  await complete('first');
  await first;
  expect(started).toEqual(['first']);
});

test('work that fails leaves its slot to the next', async () => {
  const slots = createSlots({ atOnce: 1, waiting: 1, maxWaitMs: 60_000, refusal });
  const failing = slots.run(() => Promise.reject(new Error('failed')));
  const next = slots.run(async () => 'next');
  await expect(failing).rejects.toThrow('failed');
  expect(await next).toBe('next');
});
