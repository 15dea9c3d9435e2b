import { expect, test } from 'vitest';
import { awaitReplication } from './awaiting-replication.ts';

test('an aggregate is returned at the poll that finds it', async () => {
  let polls = 0;
  const found = await awaitReplication(async () => {
    polls += 1;
    return polls === 3 ? 'room' : undefined;
  });
  expect({ found, polls }).toEqual({ found: 'room', polls: 3 });
});

test('one that never comes costs few polls', { timeout: 15_000 }, async () => {
  let polls = 0;
  const found = await awaitReplication(async () => {
    polls += 1;
    return undefined;
  });
  expect(found).toBeUndefined();
  expect(polls).toBeLessThan(25);
});
