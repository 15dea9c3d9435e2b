import { AckPolicy, DeliverPolicy, type JsMsg } from 'nats';
import { isOnItsSubject, MalformedEvent, type ReceivedEvent } from '../event.ts';
import { decodeEvent } from './codec.ts';
import type { NatsClient } from './connection.ts';
import { API_ERROR, apiErrorCode, NANOS, streamOf } from './streams.ts';

export type ReadRequest = {
  readonly context: string;
  /** The names of the events to read, such as `paid`. */
  readonly events: readonly string[];
  /** The stream sequence after which the reading begins; 0 for the first event. */
  readonly after: number;
};

/** Some of the events, in the order of the stream. */
export type EventBatch = {
  readonly events: readonly ReceivedEvent[];
  /** The number of messages that are no readable events. */
  readonly unreadable: number;
  /** The sequence of the last message. */
  readonly last: number;
  /** How many of the events that there were at the beginning are left to read. */
  readonly left: number;
};

const BATCH = 1_000;
const EXPIRES_MS = 5_000;
/** The server removes a consumer that a crash left behind after this time. */
const INACTIVE_THRESHOLD_MS = 60_000;

/** Messages of a stream, in their order. */
export type MessageBatch = {
  readonly messages: readonly JsMsg[];
  /** The sequence of the last message. */
  readonly last: number;
  /** How many of the messages that there were at the beginning are left to read. */
  readonly left: number;
};

/**
 * Reads the messages that a stream has at the time of the call, in batches: the next one is fetched when the
 * one before is done with. A missing stream has no messages. Throws when the server stops answering.
 *
 * @param subjects filters, none of which includes another; all messages when left out
 * @param after the sequence after which the reading begins; 0 for the first message
 * @param headersOnly leaves out what the messages contain
 */
export async function* readMessages(
  { js, jsm }: Pick<NatsClient, 'js' | 'jsm'>,
  stream: string,
  {
    subjects,
    after,
    headersOnly = false,
  }: { readonly subjects?: readonly string[]; readonly after: number; readonly headersOnly?: boolean },
): AsyncGenerator<MessageBatch> {
  const created = await jsm.consumers
    .add(stream, {
      ...(subjects ? { filter_subjects: [...subjects] } : {}),
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: after + 1,
      headers_only: headersOnly,
      ack_policy: AckPolicy.None,
      inactive_threshold: INACTIVE_THRESHOLD_MS * NANOS,
      mem_storage: true,
      num_replicas: 1,
    })
    .catch((error: unknown) => {
      if (apiErrorCode(error) === API_ERROR.streamNotFound) return undefined;
      throw error;
    });
  if (!created) return;
  try {
    const consumer = await js.consumers.get(stream, created.name);
    for (let left = created.num_pending; left > 0; ) {
      const messages: JsMsg[] = [];
      const size = Math.min(BATCH, left);
      for await (const message of await consumer.fetch({ max_messages: size, expires: EXPIRES_MS }))
        messages.push(message);
      left -= messages.length;
      const last = messages.at(-1)?.seq;
      if (last === undefined)
        throw new Error(`The stream ${stream} does not deliver ${left} of its messages`);
      yield { messages, last, left };
    }
  } finally {
    await jsm.consumers.delete(stream, created.name);
  }
}

/**
 * Reads the events that a context's stream has at the time of the call, in batches: the next one is fetched
 * when the one before is done with. A missing stream has no events. Throws when the server stops answering.
 */
export async function* readEvents(
  client: Pick<NatsClient, 'js' | 'jsm'>,
  { context, events, after }: ReadRequest,
): AsyncGenerator<EventBatch> {
  const subjects = events.map((event) => `${context}.${event}.*`);
  for await (const { messages, last, left } of readMessages(client, streamOf(context), { subjects, after })) {
    const readable = messages.flatMap((message) => readableEvent(message) ?? []);
    yield { events: readable, unreadable: messages.length - readable.length, last, left };
  }
}

function readableEvent(message: JsMsg): ReceivedEvent | undefined {
  try {
    const event = decodeEvent(message);
    return isOnItsSubject(event) ? event : undefined;
  } catch (error) {
    if (error instanceof MalformedEvent) return undefined;
    throw error;
  }
}
