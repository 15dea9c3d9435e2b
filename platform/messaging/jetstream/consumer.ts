import { consume, type RunningConsumer } from './consume.ts';
import { ensureConsumer, type Source } from './durable-consumer.ts';
import type { HandlingOptions } from './handling.ts';
import { createHistory } from './history.ts';
import { durableName } from './names.ts';
import { contextStream, REPLAY } from './streams.ts';

export type ConsumerOptions = HandlingOptions & {
  /** The context whose events are consumed. */
  readonly context: string;
  /** The name of the service. The server keeps its position. */
  readonly durable: string;
  /**
   * The names of the events to consume, such as `paid`. With a changed list, all earlier events are handled
   * again, beside new ones.
   */
  readonly events: readonly string[];
};

/**
 * Consumes a context's events at least once each through a durable consumer. It creates the stream and the
 * consumer if they do not exist, and recovers by itself when NATS, the stream or the consumer was lost.
 */
export function startConsumer(options: ConsumerOptions): RunningConsumer {
  const { context, durable, events } = options;
  const source: Source = {
    stream: contextStream(context),
    subjects: events.map((event) => `${context}.${event}.*`),
    service: durable,
    durable: durableName(durable, events),
  };
  const history = createHistory(options, source);
  const current = consume(options, source, {
    async open(jsm) {
      const opened = await ensureConsumer(jsm, source, () => history.prepare(jsm));
      await history.resume(jsm, opened);
      return opened;
    },
  });
  return {
    lag: current.lag,
    close: async () => void (await Promise.all([current.close(), history.close()])),
  };
}

/** Consumes the dead letters of all contexts that are replayed to a service; otherwise as `startConsumer`. */
export function startReplayConsumer(
  options: HandlingOptions & { readonly service: string },
): RunningConsumer {
  const { service } = options;
  const source = { stream: REPLAY, subjects: [`replay.${service}.>`], service, durable: service };
  return consume(options, source, { open: (jsm) => ensureConsumer(jsm, source) });
}
