import { expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from '../testing/index.ts';
import { FULL_BATCH, pauseAfter, startRelay } from './relay.ts';

const log = createLogger('test', 'silent');
/** Longer than any test, so that no sweep happens. */
const NEVER = 3_600_000;

/** An outbox that records the sizes of its published batches. */
function createOutbox() {
  let waiting = 0;
  let rounds = 0;
  const published: number[] = [];
  return {
    published,
    rounds: () => rounds,
    store: (count = 1) => {
      waiting += count;
    },
    async publishBatch() {
      rounds += 1;
      const batch = Math.min(waiting, FULL_BATCH);
      waiting -= batch;
      if (batch > 0) published.push(batch);
      return batch;
    },
  };
}

test('a wake publishes all waiting events, in as few batches as possible', async () => {
  const outbox = createOutbox();
  const relay = startRelay({ publishBatch: outbox.publishBatch, sweepMs: NEVER, log });
  outbox.store(2 * FULL_BATCH + 1);
  relay.wake();
  await eventually(() => expect(outbox.published).toEqual([FULL_BATCH, FULL_BATCH, 1]));
  outbox.store();
  relay.wake();
  await eventually(() => expect(outbox.published).toEqual([FULL_BATCH, FULL_BATCH, 1, 1]));
  await relay.close();
  // The fifth one when it was closed.
  expect(outbox.rounds()).toBe(5);
});

test('events stored right after a round are published together, before the next sweep', async () => {
  const outbox = createOutbox();
  const relay = startRelay({ publishBatch: outbox.publishBatch, sweepMs: NEVER, log });
  outbox.store();
  relay.wake();
  await eventually(() => expect(outbox.published).toEqual([1]));
  outbox.store();
  relay.wake();
  outbox.store();
  relay.wake();
  await eventually(() => expect(outbox.published).toEqual([1, 2]));
  await relay.close();
});

test('without a wake, the sweep publishes events that a crash left behind', async () => {
  const outbox = createOutbox();
  outbox.store();
  const relay = startRelay({ publishBatch: outbox.publishBatch, sweepMs: 5, log });
  await eventually(() => expect(outbox.published).toEqual([1]));
  await relay.close();
});

test('a wake during a round is not lost', async () => {
  const gate = Promise.withResolvers<void>();
  let rounds = 0;
  const relay = startRelay({
    sweepMs: NEVER,
    log,
    async publishBatch() {
      rounds += 1;
      if (rounds === 1) await gate.promise;
      return 0;
    },
  });
  relay.wake();
  await eventually(() => expect(rounds).toBe(1));
  relay.wake();
  gate.resolve();
  await eventually(() => expect(rounds).toBe(2));
  await relay.close();
});

test('a failed round is retried', async () => {
  const outbox = createOutbox();
  let failures = 1;
  const relay = startRelay({
    sweepMs: NEVER,
    log,
    publishBatch: () =>
      failures-- > 0 ? Promise.reject(new Error('NATS is not connected')) : outbox.publishBatch(),
  });
  outbox.store();
  relay.wake();
  await eventually(() => expect(outbox.published).toEqual([1]));
  await relay.close();
});

test('an outbox whose events cannot be published for long is stuck until one round succeeds', async () => {
  const outbox = createOutbox();
  let isAway = true;
  const relay = startRelay({
    sweepMs: NEVER,
    stuckAfterMs: 100,
    log,
    publishBatch: () =>
      isAway ? Promise.reject(new Error('no space left on device')) : outbox.publishBatch(),
  });
  expect(relay.isStuck()).toBe(false);
  outbox.store();
  relay.wake();
  await eventually(() => expect(relay.isStuck()).toBe(true));
  isAway = false;
  await eventually(() => expect(relay.isStuck()).toBe(false));
  expect(outbox.published).toEqual([1]);
  await relay.close();
});

test('closing publishes the waiting events, including those stored during the last round', async () => {
  const outbox = createOutbox();
  const gate = Promise.withResolvers<void>();
  const relay = startRelay({
    sweepMs: NEVER,
    log,
    async publishBatch() {
      const published = await outbox.publishBatch();
      if (outbox.rounds() === 1) await gate.promise;
      return published;
    },
  });
  relay.wake();
  await eventually(() => expect(outbox.rounds()).toBe(1));
  const closed = relay.close();
  outbox.store();
  gate.resolve();
  await closed;
  expect(outbox.published).toEqual([1]);
});

test('closing completes while publishing fails', async () => {
  let rounds = 0;
  const relay = startRelay({
    sweepMs: NEVER,
    log,
    publishBatch: async () => {
      rounds += 1;
      throw new Error('NATS is not connected');
    },
  });
  relay.wake();
  await eventually(() => expect(rounds).toBeGreaterThan(0));
  await relay.close();
  const atClose = rounds;
  relay.wake();
  expect(rounds).toBe(atClose);
});

test.each([
  [0, 20],
  [1, 20],
  [3, 30],
  [5, 50],
  [FULL_BATCH, 50],
])('after a round of %i events it pauses for %i ms', (events, ms) => {
  expect(pauseAfter(events)).toBe(ms);
});
