import type { Claim, IdempotencyStore } from '../idempotency/once.ts';
import { KEY_KEPT_MS } from '../idempotency/retention.ts';
import { isDuplicateKey, type MongoLink } from './connection.ts';

type KeyDocument = {
  _id: string;
  fingerprint: string;
  commandId: string;
  outcome?: unknown;
  claimedAt: Date;
};

const KEYS = 'idempotency_keys';

/** Idempotency keys in the service's own database. */
export function createMongoIdempotencyStore(mongo: MongoLink): IdempotencyStore {
  const keys = mongo.collection<KeyDocument>(KEYS);

  return {
    async claim(key, claim) {
      const { fingerprint, commandId } = claim;
      try {
        await keys.insertOne({ _id: key, fingerprint, commandId, claimedAt: new Date() });
        return claim;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const standing = await keys.findOne({ _id: key });
      // Released by its first user between the two steps: claim it again.
      return standing ? toClaim(standing) : this.claim(key, claim);
    },

    async settle(key, outcome, commandId) {
      await keys.updateOne({ _id: key, commandId, outcome: { $exists: false } }, { $set: { outcome } });
    },

    async release(key, commandId) {
      await keys.deleteOne({ _id: key, commandId, outcome: { $exists: false } });
    },
  };
}

/**
 * Forgets the keys that were first used more than 48 hours before an instant, and returns their number. A key whose
 * request was never finished stays: whoever sends it again finishes what was begun.
 */
export async function forgetOldKeys(mongo: MongoLink, now = new Date()): Promise<number> {
  const keys = mongo.collection<KeyDocument>(KEYS);
  await keys.createIndex({ claimedAt: 1 }, { name: 'by_age' });
  const old = { claimedAt: { $lt: new Date(now.getTime() - KEY_KEPT_MS) }, outcome: { $exists: true } };
  return (await keys.deleteMany(old)).deletedCount;
}

function toClaim({ fingerprint, commandId, outcome }: KeyDocument): Claim {
  return { fingerprint, commandId, ...(outcome === undefined ? {} : { outcome }) };
}
