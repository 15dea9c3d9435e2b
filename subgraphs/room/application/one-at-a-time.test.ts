import { expect, test } from 'vitest';
import { createOneAtATime } from './one-at-a-time.ts';

test('tasks of one key run in turn, those of others beside them, and a failure stops nobody', async () => {
  const oneAtATime = createOneAtATime();
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const first = oneAtATime('a', async () => {
    await gate.promise;
    seen.push('a1');
    throw new Error('a1 failed');
  });
  const second = oneAtATime('a', async () => {
    seen.push('a2');
    return 2;
  });
  await oneAtATime('b', async () => void seen.push('b'));
  expect(seen).toEqual(['b']);
  gate.resolve();
  await expect(first).rejects.toThrow('a1 failed');
  expect(await second).toBe(2);
  expect(seen).toEqual(['b', 'a1', 'a2']);
  expect(await oneAtATime('a', async () => 3)).toBe(3);
});
