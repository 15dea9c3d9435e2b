import { describe, expect, test } from 'vitest';
import { newId } from '../identifiers.ts';
import { createMongoIdempotencyStore, forgetOldKeys } from './index.ts';
import { opened, openForEachTest } from './testing.ts';

openForEachTest();

describe('idempotency keys', () => {
  test('a key belongs to the first who claims it, until all have left it or for ever', async () => {
    const store = createMongoIdempotencyStore(opened().mongo);
    const [mine, other] = [
      { fingerprint: 'a', commandId: newId() },
      { fingerprint: 'b', commandId: newId() },
    ];
    expect(await store.claim('key', mine)).toEqual(mine);
    expect(await store.claim('key', other)).toEqual(mine);
    await store.leave('key', other.commandId);
    expect(await store.claim('key', other)).toEqual(mine);
    await store.leave('key', mine.commandId);
    expect(await store.claim('key', other)).toEqual(other);
    // The first one's late answer is not the key's any more; of the second's, the first holds.
    const done = { kind: 'Done', id: null };
    await store.settle('key', { kind: 'Late' }, mine.commandId);
    await store.settle('key', done, other.commandId);
    await store.settle('key', { kind: 'Done', id: 'again' }, other.commandId);
    await store.leave('key', other.commandId);
    await store.revoke('key', other.commandId);
    expect(await store.claim('key', mine)).toEqual({ ...other, outcome: done });
  });

  test('a key is forgotten 48 hours after it was first used, unless its request was never finished', async () => {
    const store = createMongoIdempotencyStore(opened().mongo);
    const claim = { fingerprint: 'a', commandId: newId() };
    const outcome = { kind: 'Done' };
    for (const key of ['done', 'open']) await store.claim(key, claim);
    await store.settle('done', outcome, claim.commandId);
    const hence = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    expect(await forgetOldKeys(opened().mongo, hence(47))).toBe(0);
    expect(await forgetOldKeys(opened().mongo, hence(49))).toBe(1);
    const anew = { fingerprint: 'b', commandId: newId() };
    expect(await store.claim('done', anew)).toEqual(anew);
    expect(await store.claim('open', anew)).toEqual(claim);
  });

  test('of many who claim a key at once, all learn of the same one', async () => {
    const store = createMongoIdempotencyStore(opened().mongo);
    const claims = await Promise.all(
      Array.from({ length: 16 }, () => store.claim('key', { fingerprint: 'a', commandId: newId() })),
    );
    expect(new Set(claims.map(({ commandId }) => commandId)).size).toBe(1);
  });
});
