import { expect, test } from 'vitest';
import { createShares } from './shares.ts';

const create = () => createShares({ subscriptionsPerClient: 2, idsPerClient: 10 });

test('a client has a bound on its subscriptions, and others have their own', () => {
  const shares = create();
  expect([shares.take('a', 1), shares.take('a', 1)]).toEqual([undefined, undefined]);
  expect(shares.take('a', 1)).toMatchObject({
    message: expect.stringContaining('2 are allowed'),
    extensions: { code: 'LIMIT_EXCEEDED' },
  });
  expect(shares.take('b', 1)).toBeUndefined();
  shares.giveBack('a', 1);
  expect(shares.take('a', 1)).toBeUndefined();
});

test('a client has a bound on the ids of its subscriptions together', () => {
  const shares = create();
  expect(shares.take('a', 8)).toBeUndefined();
  expect(shares.take('a', 3)).toMatchObject({ extensions: { code: 'LIMIT_EXCEEDED' } });
  expect(shares.take('a', 2)).toBeUndefined();
  shares.giveBack('a', 8);
  expect(shares.take('a', 8)).toBeUndefined();
});
