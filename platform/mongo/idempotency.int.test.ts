import { describe, expect, test } from 'vitest';
import { KEY_RETENTION_MS } from '../idempotency/once.ts';
import { newId } from '../identifiers.ts';
import { createMongoIdempotencyStore, deleteExpiredKeys, KEY_BATCH } from './idempotency.ts';
import { opened, openForEachTest } from './testing.ts';

openForEachTest();

describe('idempotency keys', () => {
  test('a key belongs to its first claim, until all attempts have left it or it has an outcome', async () => {
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
    // The late outcome of the first claim is ignored. Of the outcomes of the second claim, the first counts.
    const done = { kind: 'Done', id: null };
    await store.settle('key', { kind: 'Late' }, mine.commandId);
    await store.settle('key', done, other.commandId);
    await store.settle('key', { kind: 'Done', id: 'again' }, other.commandId);
    await store.leave('key', other.commandId);
    await store.revoke('key', other.commandId);
    expect(await store.claim('key', mine)).toEqual({ ...other, outcome: done });
  });

  test('a key is deleted 48 hours after its first use, unless its request was never finished', async () => {
    const store = createMongoIdempotencyStore(opened().mongo);
    const claim = { fingerprint: 'a', commandId: newId() };
    const outcome = { kind: 'Done' };
    for (const key of ['done', 'open']) await store.claim(key, claim);
    await store.settle('done', outcome, claim.commandId);
    const hence = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    expect(await deleteExpiredKeys(opened().mongo, KEY_RETENTION_MS, hence(47))).toBe(0);
    expect(await deleteExpiredKeys(opened().mongo, KEY_RETENTION_MS, hence(49))).toBe(1);
    const anew = { fingerprint: 'b', commandId: newId() };
    expect(await store.claim('done', anew)).toEqual(anew);
    expect(await store.claim('open', anew)).toEqual(claim);
  });

  test('keys are deleted in batches, oldest first', async () => {
    const { mongo } = opened();
    const DAY_MS = 24 * 3_600_000;
    const first = Date.now() - 90 * DAY_MS;
    const minutes = Array.from({ length: KEY_BATCH + 1 }, (_, index) => KEY_BATCH - index);
    const keys = mongo.collection<{ _id: string }>('idempotency_keys');
    await keys.insertMany(
      minutes.map((minute) => ({
        _id: `key ${minute}`,
        fingerprint: 'a',
        commandId: newId(),
        outcome: { kind: 'Done' },
        tries: 1,
        claimedAt: new Date(first + minute * 60_000),
      })),
    );
    expect(await deleteExpiredKeys(mongo, KEY_RETENTION_MS)).toBe(KEY_BATCH);
    expect((await keys.find().toArray()).map(({ _id }) => _id)).toEqual([`key ${KEY_BATCH}`]);
    expect(await deleteExpiredKeys(mongo, KEY_RETENTION_MS)).toBe(1);
    expect(await deleteExpiredKeys(mongo, KEY_RETENTION_MS)).toBe(0);
  });

  test('concurrent claims of a key all get the same claim', async () => {
    const store = createMongoIdempotencyStore(opened().mongo);
    const claims = await Promise.all(
      Array.from({ length: 16 }, () => store.claim('key', { fingerprint: 'a', commandId: newId() })),
    );
    expect(new Set(claims.map(({ commandId }) => commandId)).size).toBe(1);
  });

  test('a claim that is not as declared is refused', async () => {
    const store = createMongoIdempotencyStore(opened().mongo);
    await expect(store.claim('key', { fingerprint: '', commandId: newId() })).rejects.toThrow(
      '`fingerprint` is required',
    );
    const claim = { fingerprint: 'a', commandId: newId() };
    expect(await store.claim('key', claim)).toEqual(claim);
  });
});
