import { setTimeout as delay } from 'node:timers/promises';
import { startPollingLoop } from '../polling-loop.ts';
import type { Logger } from '../telemetry/logger.ts';

export type RelayOptions = {
  /**
   * Publishes a batch of waiting events, at least `FULL_BATCH` if there are as many, and returns its size.
   */
  readonly publishBatch: () => Promise<number>;
  /** How often to look for events that a crash left behind, in milliseconds; less often while it is idle. */
  readonly sweepMs?: number;
  /** After how long without a successful round the outbox counts as stuck, in milliseconds. */
  readonly stuckAfterMs?: number;
  readonly log: Logger;
};

/** Publishes the events of an outbox to their stream. */
export type Relay = {
  /** Publishes events that were just stored. */
  wake(): void;
  /** Whether events have been waiting in vain for so long that the service is not ready. */
  isStuck(): boolean;
  /** Publishes the waiting events, if the stream can be reached, and stops. */
  close(): Promise<void>;
};

/** What waits in an outbox. */
export type OutboxState = {
  readonly events: number;
  /** When the oldest event happened, RFC 3339; null without events. */
  readonly oldest: string | null;
};

/** A batch with fewer events has emptied the outbox. */
export const FULL_BATCH = 100;

/** The least and the longest pause between two rounds, and the pause for each event of the round before. */
const PAUSE_MS = { least: 20, most: 50, perEvent: 10 } as const;
const RETRY_MS = 250;
/** After an outage, a new room is bookable when its events are published: soon. */
const MAX_RETRY_MS = 1_000;
/** Longer than a restart of NATS or of the database takes. */
export const STUCK_AFTER_MS = 30_000;

/**
 * Runs a relay, which empties the outbox whenever it is woken and at an interval, in one round at a time. A
 * round that fails is retried with exponential backoff. A wake after a quiet time is followed at once.
 */
export function startRelay({
  publishBatch,
  sweepMs = 1_000,
  stuckAfterMs = STUCK_AFTER_MS,
  log,
}: RelayOptions): Relay {
  let failures = 0;
  /** When the first of the failures in a row was. */
  let failingSince = 0;
  let isReported = false;

  const isStuck = (): boolean => failures > 0 && performance.now() - failingSince >= stuckAfterMs;

  function succeeded(): void {
    if (isReported) log.info('the outbox moves again');
    failures = 0;
    isReported = false;
  }

  function failed(error: unknown): void {
    if (failures === 0) failingSince = performance.now();
    failures += 1;
    if (isReported || !isStuck()) return;
    isReported = true;
    log.error({ err: error, stuckAfterMs }, 'the outbox does not move: the service is not ready');
  }

  /** Returns the number of events that were published. */
  async function publishAll(signal: AbortSignal): Promise<number> {
    let events = 0;
    try {
      let batch: number;
      do {
        batch = await publishBatch();
        events += batch;
      } while (batch >= FULL_BATCH);
      succeeded();
    } catch (error) {
      failed(error);
      const retryInMs = Math.min(RETRY_MS * 2 ** (failures - 1), MAX_RETRY_MS);
      log.warn({ err: error, retryInMs }, 'events could not be published and stay in the outbox');
      await pause(retryInMs, signal);
      loop.wake();
    }
    return events;
  }

  const loop = startPollingLoop({
    everyMs: sweepMs,
    async poll({ signal }) {
      await pause(pauseAfter(await publishAll(signal)), signal);
    },
  });

  return {
    wake() {
      loop.noteActivity();
      loop.wake();
    },
    isStuck,
    async close() {
      await loop.close();
      // Events stored during the last round must not wait for the next start of the service.
      await publishAll(AbortSignal.abort());
    },
  };
}

/**
 * The pause after a round of so many events, in milliseconds. Events that are stored meanwhile share the next
 * round, and so its fixed costs: the more events come, the longer it is worth while to wait for others.
 */
export function pauseAfter(events: number): number {
  return Math.min(Math.max(PAUSE_MS.least, events * PAUSE_MS.perEvent), PAUSE_MS.most);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
