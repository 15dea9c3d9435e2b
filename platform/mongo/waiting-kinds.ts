import type { Publish } from '../messaging/jetstream/publisher.ts';
import { FULL_BATCH } from '../messaging/relay.ts';
import { publishWaiting } from './outbox.ts';
import type { EventModels } from './schemas.ts';

/** Called with the models of an aggregate after a write that left events to publish. */
export type OnStored = (models: EventModels) => void;

export type WaitingKinds = {
  /** Notes that events of this kind of aggregates wait. */
  readonly note: OnStored;
  /** Publishes a batch as `publishWaiting` does. */
  publish(publish: Publish): Promise<number>;
};

/** A little less than the relay sweeps at, so that each of its sweeps looks everywhere. */
const EVERYWHERE_MS = 900;

/**
 * Knows which kinds of aggregates may have waiting events, so that a round does not ask for those that have
 * none: the kinds of which this process has stored events since they were read, and now and then all of them,
 * for what another process or a crash has left.
 *
 * @param all as for `publishWaiting`
 * @param clock milliseconds since any moment
 */
export function createWaitingKinds(
  all: readonly EventModels[],
  clock: () => number = () => performance.now(),
): WaitingKinds {
  const waiting = new Set(all);
  let readAll = Number.NEGATIVE_INFINITY;

  return {
    note: (models) => void waiting.add(models),

    async publish(publish) {
      const now = clock();
      const isSweep = now - readAll >= EVERYWHERE_MS;
      const kinds = isSweep ? all : all.filter((models) => waiting.has(models));
      // Before they are read: what is stored meanwhile is noted again.
      for (const models of kinds) waiting.delete(models);
      let published = FULL_BATCH;
      try {
        published = await publishWaiting(kinds, publish);
        if (isSweep) readAll = now;
        return published;
      } finally {
        // More may wait, also after a failure.
        if (published >= FULL_BATCH) for (const models of kinds) waiting.add(models);
      }
    },
  };
}
