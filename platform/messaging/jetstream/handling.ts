import { setTimeout as delay } from 'node:timers/promises';
import type { JsMsg } from 'nats';
import { errorMessage } from '../../errors.ts';
import { createKeyedMutex } from '../../keyed-mutex.ts';
import type { Logger } from '../../telemetry/logger.ts';
import { MalformedEvent, type ReceivedEvent } from '../event.ts';
import { decodeEvent } from './codec.ts';
import type { NatsLink } from './connection.ts';
import { storeDeadLetter } from './dead-letters.ts';

export type HandlingOptions = {
  readonly nats: NatsLink;
  /**
   * Handles one event. The event is redelivered when it throws.
   */
  readonly handle: (event: ReceivedEvent) => Promise<void>;
  /**
   * `aggregate`: events of one aggregate are handled in turn, which is so when left out. `none`: all that are
   * in flight are handled at the same time, for handlers whose result does not depend on the order.
   */
  readonly ordering?: 'aggregate' | 'none' | undefined;
  /** The number of attempts before an event is moved to the stream DEAD. */
  readonly maxTries?: number | undefined;
  /**
   * Whether a handler failed because of an outage of a dependency, such as its database. Such an attempt is
   * not counted: the event stays in flight and is retried until the outage is over. Never rejects.
   */
  readonly isOutage?: ((error: unknown) => Promise<boolean>) | undefined;
  /** Counts what was handled. */
  readonly metrics?: Pick<EventMetrics, 'handled'> | undefined;
  readonly log: Logger;
};

/** What is counted of events, which are named `<context>.<event>`. */
export type EventMetrics = {
  readonly published: (event: string) => void;
  /** `failed`: it is delivered again. `dead`: it was moved to the stream DEAD. */
  readonly handled: (event: string, result: 'ok' | 'failed' | 'dead', seconds: number) => void;
};

/** The handling of one consumer's messages. */
export type Handling = {
  /**
   * Handles a message.
   *
   * @param isCurrent whether the consumer that delivered it still exists: in a recreated stream, its sequence
   *   is that of another message
   */
  take(message: JsMsg, isCurrent: () => boolean): void;
  /** Returns waiting messages to the server and resolves when the running handlers are done. */
  close(): Promise<void>;
};

/** Twelve attempts take about three minutes. */
export const MAX_TRIES = 12;
/** A malformed event stays malformed, but during a rolling restart another version may be able to read it. */
const MAX_TRIES_MALFORMED = 3;
const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
const MAX_OUTAGE_PAUSE_MS = 2_000;
/**
 * How often the acknowledgement deadline of messages in flight is extended: well within the consumer's ack
 * wait.
 */
const EXTEND_DEADLINE_MS = 3_000;

/** Handles messages, in the order that is asked for, and moves those that keep failing to DEAD. */
export function createHandling(
  {
    nats,
    handle,
    ordering = 'aggregate',
    maxTries = MAX_TRIES,
    isOutage = async () => false,
    metrics,
    log,
  }: HandlingOptions,
  { service, consumer }: { readonly service: string; readonly consumer: string },
): Handling {
  const stopped = new AbortController();
  /** Serialises the events of each aggregate, or the deliveries of each event. */
  const mutex = createKeyedMutex();
  const inFlight = new Set<InFlight>();
  /** Set during an outage: all handlers wait for the same pause before they retry. */
  let outage: Promise<void> | undefined;
  let pauses = 0;

  // Otherwise the server would redeliver messages that wait, and count that as an attempt.
  const deadlines = setInterval(() => {
    for (const each of inFlight) respond(each, (message) => message.working());
  }, EXTEND_DEADLINE_MS);
  deadlines.unref();

  async function work(each: InFlight): Promise<void> {
    for (;;) {
      await outage;
      if (stopped.signal.aborted) return respond(each, (message) => message.nak());
      if (!each.isCurrent()) return;
      try {
        await handle(decodeEvent(each.message));
        pauses = 0;
        count(each, 'ok');
        return respond(each, (message) => message.ack());
      } catch (error) {
        if (error instanceof MalformedEvent || !(await isOutage(error))) return fail(each, error);
        outage ??= pause(error);
      }
    }
  }

  async function pause(error: unknown): Promise<void> {
    const wait = Math.min(RETRY_MS * 2 ** pauses, MAX_OUTAGE_PAUSE_MS);
    pauses += 1;
    log.warn({ err: error, retryInMs: wait }, 'events wait for the end of an outage');
    await delay(wait, undefined, { signal: stopped.signal }).catch(() => undefined);
    outage = undefined;
  }

  async function fail(each: InFlight, error: unknown): Promise<void> {
    const { message } = each;
    // The server counts the attempts, so that a restart does not reset them.
    const tries = message.info.deliveryCount;
    const limit = error instanceof MalformedEvent ? Math.min(MAX_TRIES_MALFORMED, maxTries) : maxTries;
    const fields = {
      err: error,
      subject: message.subject,
      eventId: message.headers?.get('ce-id'),
      correlationId: message.headers?.get('ce-correlationid'),
      tries,
    };
    if (tries >= limit && (await moveToDead(message, error, tries))) {
      log.error(fields, 'event failed for the last time and was moved to DEAD');
      count(each, 'dead');
      return respond(each, () => message.ack());
    }
    const wait = Math.min(RETRY_MS * 2 ** (tries - 1), MAX_RETRY_MS);
    log.warn({ ...fields, retryInMs: wait }, 'event could not be handled');
    count(each, 'failed');
    respond(each, () => message.nak(wait));
  }

  function count({ message, cameAt }: InFlight, result: 'ok' | 'failed' | 'dead'): void {
    metrics?.handled(eventOf(message.subject), result, (performance.now() - cameAt) / 1_000);
  }

  async function moveToDead(message: JsMsg, error: unknown, tries: number): Promise<boolean> {
    try {
      const reason = errorMessage(error);
      await storeDeadLetter(await nats.client, message, { service, consumer, reason, tries });
      return true;
    } catch (failure) {
      log.warn({ err: failure, subject: message.subject }, 'event cannot be moved to DEAD yet');
      return false;
    }
  }

  /** Sends an acknowledgement, unless the server would take it for that of another message. */
  function respond(each: InFlight, say: (message: JsMsg) => void): void {
    if (nats.isConnected() && each.isCurrent()) say(each.message);
  }

  return {
    take(message, isCurrent) {
      const each = { message, isCurrent, cameAt: performance.now() };
      if (stopped.signal.aborted) return respond(each, () => message.nak());
      inFlight.add(each);
      const aggregate = message.subject.slice(message.subject.lastIndexOf('.') + 1);
      const turn = ordering === 'aggregate' ? aggregate : String(message.seq);
      void mutex.run(turn, () => work(each)).then(() => inFlight.delete(each));
    },
    async close() {
      stopped.abort();
      await mutex.idle();
      clearInterval(deadlines);
    },
  };
}

type InFlight = {
  readonly message: JsMsg;
  readonly isCurrent: () => boolean;
  /** On the clock of `performance.now()`. */
  readonly cameAt: number;
};

/** The name of an event by its subject, replayed or not: `<context>.<event>`. */
function eventOf(subject: string): string {
  return subject.split('.').slice(-3, -1).join('.');
}
