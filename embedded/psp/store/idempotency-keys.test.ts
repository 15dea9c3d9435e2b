import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createIdempotencyKeys } from './idempotency-keys.ts';

test('old answers are forgotten in batches, oldest first', () => {
  using sql = new DatabaseSync(':memory:');
  const keys = createIdempotencyKeys(sql);
  const answer = { fingerprint: 'a', status: 200, requestId: 'req_1', body: '{}' };
  for (let at = 1_001; at >= 1; at -= 1) keys.put(`key ${at}`, answer, at);
  const kindOf = (at: number) => keys.look(`key ${at}`, 'a').kind;
  keys.forget(5_000);
  expect([kindOf(1), kindOf(1_000), kindOf(1_001)]).toEqual(['fresh', 'fresh', 'answered']);
  keys.forget(5_000);
  expect(kindOf(1_001)).toBe('fresh');
});
