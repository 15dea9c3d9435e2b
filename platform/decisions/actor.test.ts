import { expect, test } from 'vitest';
import { manages } from './actor.ts';

test.each([
  ['ALL', 'alice', true],
  ['ALL', null, true],
  ['OWN', 'alice', true],
  ['OWN', 'bob', false],
  ['OWN', null, false],
  ['OWN', undefined, false],
  ['NONE', 'alice', false],
] as const)('alice, who manages %s, manages a room of %s: %s', (extent, hostId, expected) => {
  expect(manages({ subject: 'alice', manages: extent }, hostId)).toBe(expected);
});
