import { setTimeout as delay } from 'node:timers/promises';
import type { ConsumerInfo, JetStreamManager } from 'nats';
import { consume, type RunningConsumer } from './consume.ts';
import {
  type Beginning,
  beginningAfter,
  ensureConsumer,
  findConsumer,
  hasHandled,
  type Source,
} from './durable-consumer.ts';
import type { HandlingOptions } from './handling.ts';
import { historyName, serviceOf } from './names.ts';
import { API_ERROR, apiErrorCode } from './streams.ts';

/**
 * The events before the beginning of a service's consumer. A version of the service with another list of
 * events handles all of them again, so that its replicas are complete: its consumer begins where the former
 * version is, and another one reads from the first event to there, so that new events need not wait.
 */
export type History = {
  /** Returns where a consumer begins that does not exist yet. */
  prepare(jsm: JetStreamManager): Promise<Beginning>;
  /** Handles the events before the beginning of the current consumer, unless they are handled already. */
  resume(jsm: JetStreamManager, current: ConsumerInfo): Promise<void>;
  /** Waits for the events in flight. The next process goes on there. */
  close(): Promise<void>;
};

/** Fewer than of new events, which come first. */
const IN_FLIGHT = 32;
const CHECK_MS = 1_000;

/** @param source the current consumer */
export function createHistory(options: HandlingOptions, current: Source): History {
  const { nats } = options;
  const source: Source = { ...current, durable: historyName(current.durable) };
  const stream = source.stream.name;
  const log = options.log.child({ consumer: source.durable, stream });
  const stopped = new AbortController();
  let running: RunningConsumer | undefined;

  function read(end: number): RunningConsumer {
    return consume(options, source, {
      inFlight: IN_FLIGHT,
      // The current consumer handles later ones.
      isWanted: ({ seq }) => seq <= end,
      async open(jsm) {
        const found = await findConsumer(jsm, stream, source.durable);
        if (found === undefined) running = undefined;
        return found;
      },
    });
  }

  /** Removes the consumer once everything is handled, by which its reading ends in all processes. */
  async function removeWhenHandled(end: number): Promise<void> {
    while (running !== undefined && !stopped.signal.aborted) {
      await delay(CHECK_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      try {
        const { jsm } = await nats.client;
        const found = await findConsumer(jsm, stream, source.durable);
        if (found === undefined || !hasHandled(found, end)) continue;
        await jsm.consumers.delete(stream, source.durable);
        log.info({ events: end }, 'the events from before the update are handled');
      } catch (error) {
        // Another process was faster, or NATS is away.
        if (apiErrorCode(error) !== API_ERROR.consumerNotFound)
          log.debug({ err: error }, 'the position of the former events is unknown');
      }
    }
  }

  return {
    async prepare(jsm) {
      const handled = await handledByOthers(jsm, current);
      if (handled > 0) await ensureConsumer(jsm, source);
      return beginningAfter(handled);
    },
    async resume(jsm, { config: { opt_start_seq: first = 1 } }) {
      if (running !== undefined || first === 1 || !(await findConsumer(jsm, stream, source.durable))) return;
      // Closed meanwhile.
      if (stopped.signal.aborted) return;
      const end = first - 1;
      log.info({ upTo: end }, 'the events from before the update are handled again, beside new ones');
      running = read(end);
      void removeWhenHandled(end);
    },
    async close() {
      stopped.abort();
      await running?.close();
    },
  };
}

/** The highest sequence up to which another version of the service has handled its events; 0 without any. */
async function handledByOthers(jsm: JetStreamManager, { stream, service, durable }: Source): Promise<number> {
  let handled = 0;
  for await (const { name, ack_floor } of jsm.consumers.list(stream.name)) {
    if (name !== durable && serviceOf(name) === service) handled = Math.max(handled, ack_floor.stream_seq);
  }
  return handled;
}
