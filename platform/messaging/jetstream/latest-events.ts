import { setTimeout as delay } from 'node:timers/promises';
import { JSONCodec, type Msg } from 'nats';
import type { Logger } from '../../telemetry/logger.ts';
import type { ReceivedEvent } from '../event.ts';
import { matchesSubject } from '../subjects.ts';
import { decodeEvent } from './codec.ts';
import type { NatsClient, NatsLink } from './connection.ts';
import { API_ERROR, apiErrorCode } from './streams.ts';

export type LatestRequest = {
  readonly stream: string;
  /** Subjects with `*` for any token. Each may have some last events, one for each way to fill it in. */
  readonly subjects: readonly string[];
  /** The answer has to know this message, or a later one: a replica may be behind. */
  readonly notBefore?: { readonly subject: string; readonly sequence: number } | undefined;
  readonly signal: AbortSignal;
};

/** The last event of each subject, in the order of the stream, as of one position in it. */
export type LatestEvents = { readonly events: readonly ReceivedEvent[]; readonly upTo: number };

/** The stream does not allow direct gets: its last events are read with a consumer only. */
export class NoDirectGets extends Error {
  override readonly name = 'NoDirectGets';
}

/**
 * Rejects when the signal aborts, or with NoDirectGets; otherwise it waits for the server. A missing stream
 * has no events.
 */
export type ReadLatest = (request: LatestRequest) => Promise<LatestEvents>;

const json = JSONCodec<object>();
/** A request may match 1,024 subjects, and each subject here stands for those of some event types. */
const SUBJECTS_AT_ONCE = 100;
const ANSWER_MS = 5_000;
const RETRY_MS = 250;
/** How often a replica that is behind is asked again. A message that was removed is never found. */
const MOST_TRIES_BEHIND = 8;
const STATUS = { done: 204, none: 404, tooMany: 413, noResponders: 503 } as const;

/**
 * Reads the last events of subjects by direct gets (NATS ADR 31), which take no consumer: a subject without
 * events costs the server a look-up.
 */
export function createLatestReader({
  nats,
  log,
}: {
  readonly nats: NatsLink;
  readonly log: Logger;
}): ReadLatest {
  async function readOnce({ stream, subjects, notBefore }: LatestRequest): Promise<LatestEvents | undefined> {
    const client = await nats.client;
    const events: ReceivedEvent[] = [];
    const chunks = inChunks(subjects, notBefore);
    // An empty answer does not say as of which position it is, and all have to be as of the same one.
    let upTo = chunks.length > 1 ? await lastSequence(client, stream) : undefined;
    let isFresh = notBefore === undefined || upTo === 0;
    for (const some of upTo === 0 ? [] : chunks) {
      const { messages, last } = await getLatest(client, stream, some, upTo);
      upTo ??= last;
      for (const message of messages) {
        const subject = message.headers?.get('Nats-Subject') ?? '';
        const sequence = Number(message.headers?.get('Nats-Sequence'));
        isFresh ||= subject === notBefore?.subject && sequence >= notBefore.sequence;
        if (subject === notBefore?.subject && !subjects.some((each) => matchesSubject(each, subject)))
          continue;
        const { headers, data } = message;
        try {
          events.push(decodeEvent({ headers, data, subject, seq: sequence }));
        } catch (error) {
          log.error({ err: error, subject, sequence }, 'event cannot be read');
        }
      }
    }
    return isFresh ? { events: events.sort(bySequence), upTo: upTo ?? 0 } : undefined;
  }

  return async (request) => {
    for (let behind = 0; ; ) {
      request.signal.throwIfAborted();
      try {
        const latest = await readOnce(request);
        if (latest) return latest;
        behind += 1;
        if (behind === MOST_TRIES_BEHIND) request = { ...request, notBefore: undefined };
      } catch (error) {
        if (error instanceof NoDirectGets) throw error;
        log.debug({ err: error, stream: request.stream }, 'the last events are read again');
      }
      await delay(RETRY_MS, undefined, { signal: request.signal });
    }
  };
}

/** Each with the message that the answer has to know, so that none is empty. */
function inChunks(
  subjects: readonly string[],
  notBefore: LatestRequest['notBefore'],
): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(subjects.length / SUBJECTS_AT_ONCE) }, (_, index) => {
    const some = subjects.slice(index * SUBJECTS_AT_ONCE, (index + 1) * SUBJECTS_AT_ONCE);
    const isIn = notBefore === undefined || some.some((each) => matchesSubject(each, notBefore.subject));
    return isIn ? some : [...some, notBefore.subject];
  });
}

type Answer = { readonly messages: readonly Msg[]; readonly last: number | undefined };

/** @param upTo the position that the answer is as of; the last one when undefined */
async function getLatest(
  client: NatsClient,
  stream: string,
  subjects: readonly string[],
  upTo: number | undefined,
): Promise<Answer> {
  const { connection } = client;
  const inbox = client.newInbox();
  const messages: Msg[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Msg>();
  const subscription = connection.subscribe(inbox, {
    callback(error, message) {
      if (error) reject(error);
      else if ((message.headers?.code ?? 0) >= STATUS.done) resolve(message);
      else messages.push(message);
    },
  });
  const timer = setTimeout(() => reject(new Error('no answer')), ANSWER_MS);
  try {
    const body = { multi_last: subjects, ...(upTo === undefined ? {} : { up_to_seq: upTo }) };
    connection.publish(`$JS.API.DIRECT.GET.${stream}`, json.encode(body), { reply: inbox });
    const end = await promise;
    switch (end.headers?.code) {
      case STATUS.done:
        return { messages, last: Number(end.headers.get('Nats-UpTo-Sequence')) };
      case STATUS.none:
        return { messages: [], last: undefined };
      case STATUS.tooMany:
        return await getHalves(client, stream, subjects, upTo);
      case STATUS.noResponders:
        return await withoutResponders(client, stream);
      default:
        throw new Error(`${end.headers?.code} ${end.headers?.description}`);
    }
  } finally {
    clearTimeout(timer);
    subscription.unsubscribe();
  }
}

/** Asks for fewer subjects at a time: there are too many last events for one answer. */
async function getHalves(
  client: NatsClient,
  stream: string,
  subjects: readonly string[],
  upTo: number | undefined,
): Promise<Answer> {
  const middle = Math.floor(subjects.length / 2);
  if (middle === 0) throw new Error(`too many last events of ${subjects[0]}`);
  const last = upTo ?? (await lastSequence(client, stream));
  const first = await getLatest(client, stream, subjects.slice(0, middle), last);
  const second = await getLatest(client, stream, subjects.slice(middle), last);
  return { messages: [...first.messages, ...second.messages], last };
}

/** The position of the last message of a stream; 0 for one that is empty or does not exist. */
async function lastSequence({ jsm }: NatsClient, stream: string): Promise<number> {
  try {
    return (await jsm.streams.info(stream)).state.last_seq;
  } catch (error) {
    if (apiErrorCode(error) !== API_ERROR.streamNotFound) throw error;
    return 0;
  }
}

/** A stream that does not exist is empty. Otherwise its server is away, or it has no direct gets. */
async function withoutResponders({ jsm }: NatsClient, stream: string): Promise<Answer> {
  try {
    const { config } = await jsm.streams.info(stream);
    throw config.allow_direct
      ? new Error(`the stream ${stream} does not answer`)
      : new NoDirectGets(`the stream ${stream} does not allow direct gets`);
  } catch (error) {
    if (apiErrorCode(error) !== API_ERROR.streamNotFound) throw error;
    return { messages: [], last: undefined };
  }
}

function bySequence(a: ReceivedEvent, b: ReceivedEvent): number {
  return a.streamSequence - b.streamSequence;
}
