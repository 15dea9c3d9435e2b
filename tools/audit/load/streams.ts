import { setTimeout as delay } from 'node:timers/promises';
import {
  connectNats,
  type NatsClient,
  type NatsLink,
} from '../../../platform/messaging/jetstream/connection.ts';
import type { NatsSettings } from '../../../platform/messaging/jetstream/settings.ts';
import { readMessages } from '../../../platform/messaging/jetstream/stream-reader.ts';
import {
  API_ERROR,
  apiErrorCode,
  NANOS,
  type StreamSettings,
  streamOf,
  wholeSince,
} from '../../../platform/messaging/jetstream/streams.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import { CONTEXTS } from '../../../schema/events/contexts.ts';
import { CannotRead, readStoreOrThrow, storeName } from '../cannot-read.ts';
import type { StreamLimit } from '../snapshot.ts';

/** How the subjects of erasures begin, which are in no aggregate's history. */
const ERASURES = `${customerErased.context}.${customerErased.name}.`;
const CONNECT_LIMIT_MS = 3_000;

/** What a stream has when its reading begins. */
export type StreamState = {
  readonly context: string;
  readonly messages: number;
  readonly limit: StreamLimit;
};

/** The streams of the contexts. */
export type OpenStreams = {
  /** The streams that exist. @throws CannotRead */
  states(): Promise<readonly StreamState[]>;
  /**
   * Reads the subjects of a context's messages in one pass, in chunks.
   *
   * @param until RFC 3339; messages that were stored after it are left out
   * @throws CannotRead
   */
  subjects(context: string, until: string): AsyncGenerator<readonly string[]>;
  close(): Promise<void>;
};

/** Connects to NATS. @throws CannotRead */
export async function openStreams(settings: NatsSettings): Promise<OpenStreams> {
  const name = storeName('NATS', settings.url);
  const link = connectNats({ ...settings, name: 'audit', log: createLogger('audit', 'silent') });
  try {
    const client = await readStoreOrThrow(name, () => connected(link, name));
    return {
      states: () => readStoreOrThrow(name, () => statesOf(client)),
      subjects: (context, until) => subjectsOf(client, name, context, Date.parse(until)),
      close: () => link.close(),
    };
  } catch (error) {
    await link.close();
    throw error;
  }
}

async function connected(link: NatsLink, name: string): Promise<NatsClient> {
  const late = delay(CONNECT_LIMIT_MS, undefined, { ref: false });
  const client = await Promise.race([link.client, late]);
  if (client) return client;
  throw new CannotRead(`${link.refusal() ?? `${name} does not answer`}. --no-streams leaves it out.`);
}

async function statesOf({ jsm }: NatsClient): Promise<readonly StreamState[]> {
  const states: StreamState[] = [];
  for (const context of CONTEXTS) {
    try {
      const { config, state } = await jsm.streams.info(streamOf(context));
      states.push({ context, messages: state.messages, limit: limitOf(config, state) });
    } catch (error) {
      if (apiErrorCode(error) !== API_ERROR.streamNotFound) throw error;
    }
  }
  return states;
}

/** The settings of a stream by which it forgets, and its state, as JetStream reports them. */
type Forgetting = {
  readonly allow_msg_ttl?: boolean | undefined;
  readonly metadata?: StreamSettings['metadata'] | undefined;
  readonly max_age: number;
  readonly max_msgs: number;
  readonly max_bytes: number;
  readonly max_msgs_per_subject: number;
};

/**
 * A stream with a retention has what was published within it. One whose settings keep everything has no
 * limit: what is missing at its beginning was lost.
 */
export function limitOf(
  config: Forgetting,
  state: { readonly messages: number; readonly first_seq: number; readonly first_ts: string },
  now = Date.now(),
): StreamLimit {
  const { allow_msg_ttl = false, metadata = {} } = config;
  const whole = wholeSince({ allow_msg_ttl, metadata }, now);
  const forgets = config.max_age > 0 || config.max_msgs > 0 || config.max_bytes > 0;
  const bounds = whole === undefined ? [] : [whole];
  if (forgets && state.first_seq > 1)
    bounds.push(state.messages > 0 ? Date.parse(state.first_ts) : now - config.max_age / NANOS);
  return {
    since: bounds.length > 0 ? new Date(Math.max(...bounds)).toISOString() : undefined,
    perSubject: config.max_msgs_per_subject > 0 ? config.max_msgs_per_subject : undefined,
  };
}

async function* subjectsOf(
  client: NatsClient,
  name: string,
  context: string,
  untilMs: number,
): AsyncGenerator<readonly string[]> {
  const batches = readMessages(client, streamOf(context), { after: 0, headersOnly: true });
  try {
    for (;;) {
      const { done, value } = await readStoreOrThrow(name, () => batches.next());
      if (done) return;
      yield value.messages.flatMap(({ subject, info }) =>
        info.timestampNanos / NANOS <= untilMs && !subject.startsWith(ERASURES) ? [subject] : [],
      );
    }
  } finally {
    await batches.return(undefined);
  }
}
