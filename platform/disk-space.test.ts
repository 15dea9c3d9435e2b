import { expect, test, vi } from 'vitest';
import { watchDiskSpace } from './disk-space.ts';
import { eventually } from './testing/index.ts';

test('the disk is low below the mark, until there is clearly more', async () => {
  let free = 99;
  const changes: string[] = [];
  const looks: (readonly [number, boolean])[] = [];
  const space = await watchDiskSpace({
    folder: '/',
    lowWaterBytes: 100,
    freeBytes: async () => free,
    onLooked: (...look) => void looks.push(look),
    onChange: (change) => void changes.push(change),
  });
  expect(space.isLow()).toBe(true);
  free = 120;
  await eventually(() => expect(looks.at(-1)).toEqual([120, true]));
  free = 125;
  await eventually(() => expect(space.isLow()).toBe(false));
  free = 101;
  await eventually(() => expect(looks.at(-1)).toEqual([101, false]));
  expect(space.free()).toBe(101);
  expect(changes).toEqual(['low', 'enough']);
  await space.close();
});

test('a disk that cannot be looked at is not low', async () => {
  const onError = vi.fn();
  const space = await watchDiskSpace({ folder: '/does/not/exist', lowWaterBytes: 1, onError });
  expect([space.isLow(), space.free()]).toEqual([false, undefined]);
  expect(onError).toHaveBeenCalledOnce();
  await space.close();
});
