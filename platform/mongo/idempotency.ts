import type { Claim, IdempotencyStore } from '../idempotency/once.ts';
import { isDuplicateKey, type MongoLink } from './connection.ts';

type KeyDocument = {
  _id: string;
  fingerprint: string;
  commandId: string;
  outcome?: unknown;
  claimedAt: Date;
};

/** Idempotency keys in the service's own database. */
export function createMongoIdempotencyStore(mongo: MongoLink): IdempotencyStore {
  const keys = mongo.collection<KeyDocument>('idempotency_keys');

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

function toClaim({ fingerprint, commandId, outcome }: KeyDocument): Claim {
  return { fingerprint, commandId, ...(outcome === undefined ? {} : { outcome }) };
}
