import type { Claim, IdempotencyStore } from '../idempotency/once.ts';
import { KEY_RETENTION_MS } from '../idempotency/retention.ts';
import { isDuplicateKey, type MongoLink } from './connection.ts';

type KeyDocument = {
  _id: string;
  fingerprint: string;
  commandId: string;
  outcome?: unknown;
  /** How many tries of it are at work, those that were cut off included. */
  tries: number;
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
        await keys.insertOne({ _id: key, fingerprint, commandId, tries: 1, claimedAt: new Date() });
        return claim;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const found = await keys.findOne({ _id: key });
      const standing = found && toClaim(found);
      if (standing && (standing.outcome !== undefined || standing.fingerprint !== fingerprint))
        return standing;
      if (standing && (await join(key, standing.commandId))) return standing;
      // Released or settled by another try between two of the steps: claim it again.
      return this.claim(key, claim);
    },

    async settle(key, outcome, commandId) {
      await keys.updateOne(open(key, commandId), { $set: { outcome } });
    },

    async leave(key, commandId) {
      const claim = open(key, commandId);
      if ((await keys.deleteOne({ ...claim, tries: 1 })).deletedCount === 1) return;
      await keys.updateOne(claim, { $inc: { tries: -1 } });
      // Who joins between the two steps counts again, and keeps it.
      await keys.deleteOne({ ...claim, tries: { $lte: 0 } });
    },

    async revoke(key, commandId) {
      await keys.deleteOne(open(key, commandId));
    },
  };

  /** Adds a try to a claim, if it still stands and is open: that it does is seen by the write that adds. */
  async function join(key: string, commandId: string): Promise<boolean> {
    return (await keys.updateOne(open(key, commandId), { $inc: { tries: 1 } })).matchedCount === 1;
  }
}

/** The claim of a key and a command while it has no outcome. */
function open(key: string, commandId: string) {
  return { _id: key, commandId, outcome: { $exists: false } };
}

/**
 * Forgets the keys that were first used more than 48 hours before an instant, and returns their number. A key whose
 * request was never finished stays: whoever sends it again finishes what was begun.
 */
export async function deleteExpiredKeys(mongo: MongoLink, now = new Date()): Promise<number> {
  const keys = mongo.collection<KeyDocument>(KEYS);
  await keys.createIndex({ claimedAt: 1 }, { name: 'by_age' });
  const old = { claimedAt: { $lt: new Date(now.getTime() - KEY_RETENTION_MS) }, outcome: { $exists: true } };
  return (await keys.deleteMany(old)).deletedCount;
}

function toClaim({ fingerprint, commandId, outcome }: KeyDocument): Claim {
  return { fingerprint, commandId, ...(outcome === undefined ? {} : { outcome }) };
}
