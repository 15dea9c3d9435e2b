import { expect, test } from 'vitest';
import { createKeyedMutex } from './keyed-mutex.ts';

test('tasks of one key run in turn, tasks of other keys concurrently, and a failed task does not block the next', async () => {
  const mutex = createKeyedMutex();
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const first = mutex.run('a', async () => {
    await gate.promise;
    seen.push('a1');
    throw new Error('a1 failed');
  });
  const second = mutex.run('a', async () => {
    seen.push('a2');
    return 2;
  });
  await mutex.run('b', async () => void seen.push('b'));
  expect(seen).toEqual(['b']);
  gate.resolve();
  await expect(first).rejects.toThrow('a1 failed');
  expect(await second).toBe(2);
  expect(seen).toEqual(['b', 'a1', 'a2']);
  expect(await mutex.run('a', async () => 3)).toBe(3);
});

test('idle waits for running and queued tasks, failed ones included', async () => {
  const mutex = createKeyedMutex();
  const gate = Promise.withResolvers<void>();
  const seen: string[] = [];
  const failing = mutex.run('a', async () => {
    await gate.promise;
    seen.push('a1');
    throw new Error('a1 failed');
  });
  void mutex.run('a', async () => void seen.push('a2'));
  const idle = mutex.idle().then(() => seen.push('idle'));
  gate.resolve();
  await expect(failing).rejects.toThrow('a1 failed');
  await idle;
  expect(seen).toEqual(['a1', 'a2', 'idle']);
  await mutex.idle();
});
