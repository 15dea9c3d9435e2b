import { setTimeout as delay } from 'node:timers/promises';
import type { JsMsg } from 'nats';
import { errorMessage } from '../../errors.ts';
import { createKeyedMutex } from '../../keyed-mutex.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { ReceivedEvent } from '../event.ts';
import { MalformedEvent } from '../malformed.ts';
import { decodeEvent } from './codec.ts';
import type { NatsLink } from './connection.ts';
import { storeDeadLetter } from './dead-letters.ts';

export type HandlingOptions = {
  readonly nats: NatsLink;
  /** Handles one event; when it throws, the event comes again later. Events of one aggregate come one after the other. */
  readonly handle: (event: ReceivedEvent) => Promise<void>;
  /** How often an event is tried before it is given up and put into the stream DEAD. */
  readonly maxTries?: number | undefined;
  /**
   * Whether a handler failed because what it needs is away, such as its database. Then the event is not to blame: it
   * is kept in hand and tried again, without counting, until that is back. Never rejects.
   */
  readonly isOutage?: ((error: unknown) => Promise<boolean>) | undefined;
  readonly log: Logger;
};

/** The work on the messages of one reader. */
export type Handling = {
  /**
   * Takes a message in hand.
   *
   * @param isCurrent whether the reader that brought it still stands: places in a stream that was made anew are others
   */
  take(message: JsMsg, isCurrent: () => boolean): void;
  /** Takes no more, gives back what has not begun or waits, and resolves when the rest is done. */
  close(): Promise<void>;
};

/** Twelve tries take three minutes. */
export const MAX_TRIES = 12;
/** What cannot be understood now will not be later; a few tries more, for a reader that is just being replaced. */
const MAX_TRIES_MALFORMED = 3;
const RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
const MAX_OUTAGE_PAUSE_MS = 2_000;
/** How often the server is told that a message is still in hand: often enough within the time it grants. */
const WORKING_MS = 3_000;

/** Handles messages: those of one aggregate in turn, others side by side; puts what is hopeless into DEAD. */
export function createHandling(
  { nats, handle, maxTries = MAX_TRIES, isOutage = async () => false, log }: HandlingOptions,
  { service, consumer }: { readonly service: string; readonly consumer: string },
): Handling {
  const stopped = new AbortController();
  /** Serialises the events of each aggregate. */
  const mutex = createKeyedMutex();
  const inHand = new Set<InHand>();
  /** Set while what the handlers need is away: all wait for the same pause, then try again. */
  let outage: Promise<void> | undefined;
  let pauses = 0;

  // Otherwise the server would send again, and count as a try, what waits its turn or for the end of an outage.
  const reminder = setInterval(() => {
    for (const each of inHand) answer(each, (message) => message.working());
  }, WORKING_MS);
  reminder.unref();

  async function work(each: InHand): Promise<void> {
    for (;;) {
      await outage;
      if (stopped.signal.aborted) return answer(each, (message) => message.nak());
      if (!each.isCurrent()) return;
      try {
        await handle(decodeEvent(each.message));
        pauses = 0;
        return answer(each, (message) => message.ack());
      } catch (error) {
        if (error instanceof MalformedEvent || !(await isOutage(error))) return fail(each, error);
        outage ??= pause(error);
      }
    }
  }

  async function pause(error: unknown): Promise<void> {
    const wait = Math.min(RETRY_MS * 2 ** pauses, MAX_OUTAGE_PAUSE_MS);
    pauses += 1;
    log.warn({ err: error, retryInMs: wait }, 'events wait until what they need is back');
    await delay(wait, undefined, { signal: stopped.signal }).catch(() => undefined);
    outage = undefined;
  }

  async function fail(each: InHand, error: unknown): Promise<void> {
    const { message } = each;
    // Counted by the server, so that it outlasts this process.
    const tries = message.info.deliveryCount;
    const limit = error instanceof MalformedEvent ? Math.min(MAX_TRIES_MALFORMED, maxTries) : maxTries;
    const about = {
      err: error,
      subject: message.subject,
      eventId: message.headers?.get('ce-id'),
      correlationId: message.headers?.get('ce-correlationid'),
      tries,
    };
    if (tries >= limit && (await giveUp(message, error, tries))) {
      log.error(about, 'an event is given up and lies in DEAD');
      return answer(each, () => message.ack());
    }
    const wait = Math.min(RETRY_MS * 2 ** (tries - 1), MAX_RETRY_MS);
    log.warn({ ...about, retryInMs: wait }, 'an event could not be handled');
    answer(each, () => message.nak(wait));
  }

  async function giveUp(message: JsMsg, error: unknown, tries: number): Promise<boolean> {
    try {
      const reason = errorMessage(error);
      await storeDeadLetter(await nats.client, message, { service, consumer, reason, tries });
      return true;
    } catch (failure) {
      log.warn({ err: failure, subject: message.subject }, 'an event cannot be put into DEAD yet');
      return false;
    }
  }

  /** Tells the server about a message, unless it would take that for another one. */
  function answer(each: InHand, say: (message: JsMsg) => void): void {
    if (nats.isConnected() && each.isCurrent()) say(each.message);
  }

  return {
    take(message, isCurrent) {
      const each = { message, isCurrent };
      if (stopped.signal.aborted) return answer(each, () => message.nak());
      inHand.add(each);
      const aggregate = message.subject.slice(message.subject.lastIndexOf('.') + 1);
      void mutex.run(aggregate, () => work(each)).then(() => inHand.delete(each));
    },
    async close() {
      stopped.abort();
      await mutex.idle();
      clearInterval(reminder);
    },
  };
}

type InHand = { readonly message: JsMsg; readonly isCurrent: () => boolean };
