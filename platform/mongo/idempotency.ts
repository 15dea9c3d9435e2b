import { type Model, Schema } from 'mongoose';
import type { Claim, IdempotencyStore } from '../idempotency/once.ts';
import { isDuplicateKey, type MongoLink } from './connection.ts';
import { COLLECTION, type Stored } from './schemas.ts';

const keySchema = new Schema(
  {
    _id: { type: String, required: true },
    fingerprint: { type: String, required: true },
    commandId: { type: String, required: true },
    outcome: Schema.Types.Mixed,
    /** The number of attempts in progress, including those that were interrupted. */
    tries: { type: Number, required: true, validate: Number.isInteger },
    claimedAt: { type: Date, required: true },
  },
  { ...COLLECTION, collection: 'idempotency_keys' },
).index({ claimedAt: 1 }, { name: 'by_age' });

type KeyDocument = Stored<typeof keySchema>;

function modelOf(mongo: MongoLink): Model<KeyDocument> {
  return mongo.model<KeyDocument>(keySchema);
}

/** Creates the indexes of the idempotency keys. */
export async function createKeyIndexes(mongo: MongoLink): Promise<void> {
  await modelOf(mongo).createIndexes();
}

/** Idempotency keys in the service's own database. */
export function createMongoIdempotencyStore(mongo: MongoLink): IdempotencyStore {
  const keys = modelOf(mongo);

  return {
    async claim(key, claim) {
      const { fingerprint, commandId } = claim;
      try {
        await keys.insertOne({ _id: key, fingerprint, commandId, tries: 1, claimedAt: new Date() });
        return claim;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const found = await keys.findOne({ _id: key }, null, { lean: true });
      const standing = found && toClaim(found);
      if (standing && (standing.outcome !== undefined || standing.fingerprint !== fingerprint))
        return standing;
      if (standing && (await join(key, standing.commandId))) return standing;
      // Another attempt has released or settled it between two of the steps: claim it again.
      return this.claim(key, claim);
    },

    async settle(key, outcome, commandId) {
      await keys.updateOne(open(key, commandId), { $set: { outcome } });
    },

    async leave(key, commandId) {
      const claim = open(key, commandId);
      if ((await keys.deleteOne({ ...claim, tries: 1 })).deletedCount === 1) return;
      await keys.updateOne(claim, { $inc: { tries: -1 } });
      // An attempt that joins between the two steps is counted again, so that the claim stays.
      await keys.deleteOne({ ...claim, tries: { $lte: 0 } });
    },

    async revoke(key, commandId) {
      await keys.deleteOne(open(key, commandId));
    },
  };

  /** Counts another attempt of an open claim. Returns false when the claim is gone or no longer open. */
  async function join(key: string, commandId: string): Promise<boolean> {
    return (await keys.updateOne(open(key, commandId), { $inc: { tries: 1 } })).matchedCount === 1;
  }
}

/** Matches the claim of a key by a command while it has no outcome. */
function open(key: string, commandId: string) {
  return { _id: key, commandId, outcome: { $exists: false } };
}

/** The number of keys that one command deletes: few enough not to delay other commands. */
export const KEY_BATCH = 1_000;

/**
 * Deletes a batch of keys that were first used longer ago than they are kept, oldest first, and returns its
 * size. A key whose request was never finished stays: the same request, sent again, finishes it.
 */
export async function deleteExpiredKeys(mongo: MongoLink, keptMs: number, now = new Date()): Promise<number> {
  const keys = modelOf(mongo);
  const old = { claimedAt: { $lt: new Date(now.getTime() - keptMs) }, outcome: { $exists: true } };
  const batch = await keys.find(old, { _id: 1 }, { lean: true, sort: { claimedAt: 1 }, limit: KEY_BATCH });
  if (batch.length === 0) return 0;
  // A key that was released and claimed anew since then is not old.
  return (await keys.deleteMany({ ...old, _id: { $in: batch.map(({ _id }) => _id) } })).deletedCount;
}

function toClaim({ fingerprint, commandId, outcome }: KeyDocument): Claim {
  return { fingerprint, commandId, ...(outcome === undefined ? {} : { outcome }) };
}
