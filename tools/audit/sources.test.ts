import { describe, expect, test } from 'vitest';
import { CannotRead } from './cannot-read.ts';
import { findSources } from './sources.ts';

const env = {
  DATA_DIR: '/nowhere',
  DATABASE_URL: 'postgres://localhost',
  MONGODB_URL: 'mongodb://localhost',
  STRIPE_API_KEY: 'sk_test',
};

describe('how long booking holds a slot', () => {
  test.each([
    [undefined, 30_000],
    ['45s', 45_000],
  ])('given HOLD_LIMIT=%s, then it is %i ms, as booking reads it', (limit, expected) => {
    expect(findSources({ ...env, HOLD_LIMIT: limit }).holdLimitMs).toBe(expected);
  });

  test('given a HOLD_LIMIT that is no duration, then one line says so', () => {
    expect(() => findSources({ ...env, HOLD_LIMIT: 'long' })).toThrow(
      new CannotRead('HOLD_LIMIT=long is invalid: expected a duration such as 500ms, 5s or 2m.'),
    );
  });
});
