import { newId } from '../../platform/identifiers.ts';
import type { StreamRetention } from '../../platform/messaging/event.ts';
import type { NatsLink } from '../../platform/messaging/jetstream/connection.ts';
import { createEventFollower } from '../../platform/messaging/jetstream/event-follower.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { createExpectation } from '../../platform/messaging/jetstream/retention.ts';
import {
  contextStream,
  ensureStream,
  keptMsOf,
  streamOf,
} from '../../platform/messaging/jetstream/streams.ts';
import { log } from './instance.ts';
import { createPlan } from './plan.ts';
import type { EventStore } from './stores.ts';

export type Refill = {
  /** The number of events in the store. */
  readonly stored: number;
  /** How many of them the stream does not have to have, because their retention is over. */
  readonly past: number;
  readonly sent: number;
  /** Whether the stream was found to contain all of them, in order. */
  readonly isWhole: boolean;
};

export type RefillOptions = {
  readonly nats: NatsLink;
  readonly context: string;
  readonly store: EventStore;
  readonly retention: StreamRetention;
  /** Whether events whose retention is over are sent, too. They stay for one retention. */
  readonly isAll: boolean;
  /** Called with the number of events read from the stream, before anything is sent. */
  readonly onStreamRead: (read: number) => void;
  /** Called after each batch of the store. */
  readonly onProgress: (read: number, sent: number) => void;
};

/** A relay may publish events meanwhile; another round restores the order. */
const MAX_ROUNDS = 5;

/**
 * Sends the events of the store that a context's stream has to have and lacks, each aggregate's in order,
 * until the stream contains all of them.
 */
export async function refill({
  nats,
  context,
  store,
  retention,
  isAll,
  onStreamRead,
  onProgress,
}: RefillOptions): Promise<Refill> {
  const { jsm } = await nats.client;
  const keptMs = keptMsOf(await ensureStream(jsm, contextStream(context)));
  let sent = 0;
  for (let round = 1; ; round += 1) {
    const places = await readPlaces(nats, context, onStreamRead);
    const isDue = createPlan(places);
    const isExpected =
      isAll || keptMs === undefined ? () => true : await createExpectation(store.read(), retention, keptMs);
    const run = newId();
    // An event that is in the stream and still due, or that was sent before, must not be dropped as a
    // duplicate.
    const publish = createPublisher(nats, context, {
      messageId: ({ id }) => (round === 1 && !places.has(id) ? id : `${id}:refill:${run}`),
      retention,
    });
    let stored = 0;
    let past = 0;
    const sentBefore = sent;
    for await (const batch of store.read()) {
      const expected = batch.filter(isExpected);
      const due = expected.filter(isDue);
      await publish(due);
      stored += batch.length;
      past += batch.length - expected.length;
      sent += due.length;
      onProgress(stored, sent);
    }
    if (sent === sentBefore) return { stored, past, sent, isWhole: true };
    if (round === MAX_ROUNDS) return { stored, past, sent, isWhole: false };
  }
}

/** The last position of each event in a context's stream, by its id. */
async function readPlaces(
  nats: NatsLink,
  context: string,
  onRead: (read: number) => void,
): Promise<ReadonlyMap<string, number>> {
  const places = new Map<string, number>();
  const caughtUp = Promise.withResolvers<void>();
  const done = new AbortController();
  createEventFollower({ nats, log }).follow({
    stream: streamOf(context),
    subjects: [`${context}.>`],
    start: { kind: 'after', sequence: 0 },
    onEvent({ id, streamSequence }) {
      places.set(id, streamSequence);
      onRead(places.size);
    },
    onCaughtUp: () => caughtUp.resolve(),
    signal: done.signal,
  });
  await caughtUp.promise;
  done.abort();
  return places;
}
