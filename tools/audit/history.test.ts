import { expect, test } from 'vitest';
import { createHistoryFold, lastOf, MOST_MISSING, missingVersions } from './history.ts';
import { event } from './testing/snapshots.ts';

function fold(...events: ReturnType<typeof event>[]) {
  const folded = createHistoryFold(({ published }) => published);
  for (const each of events) folded.add(each);
  const history = folded.result();
  if (!history) throw new Error('There are no events');
  return history;
}

const room = (name: string, version: number) => event('room', name, 'r', version);

test('a history has the number of events, the first and the last of each type, and what waits', () => {
  const waiting = { ...room('assigned', 4), published: false };
  const history = fold(room('registered', 1), room('assigned', 2), room('updated', 3), waiting);
  expect(history).toMatchObject({ count: 4, isOnce: true, missing: [], waiting: [waiting] });
  expect([history.first.version, history.last.version]).toEqual([1, 4]);
  expect(history.types.get(waiting.type)).toMatchObject({ count: 2, required: 1, last: waiting });
  expect(lastOf(history, new Set([room('registered', 1).type, room('updated', 3).type]))?.version).toBe(3);
  expect(lastOf(history, new Set(['another']))).toBeUndefined();
});

test('versions that are missing before, between and after the events are known', () => {
  const history = fold(room('updated', 2), room('updated', 5));
  expect(missingVersions(history, 7)).toEqual([1, 3, 4, 6, 7]);
  expect(missingVersions(history, 3)).toEqual([1, 3]);
  expect(missingVersions({ missing: [], last: undefined }, 2)).toEqual([1, 2]);
});

test('a version that occurs twice is known', () => {
  expect(fold(room('updated', 1), room('updated', 1)).isOnce).toBe(false);
});

test('the number of missing versions has a bound', () => {
  const history = fold(room('updated', 1_000_000));
  expect(history.missing).toHaveLength(MOST_MISSING);
  expect(missingVersions(history, 2_000_000)).toHaveLength(MOST_MISSING);
});
