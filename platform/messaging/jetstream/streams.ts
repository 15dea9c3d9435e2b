import { type JetStreamManager, NatsError, RetentionPolicy, StorageType, type StreamConfig } from 'nats';

/** A stream's name and its settings that differ from the server's defaults. */
export type StreamDefinition = Partial<StreamSettings> & { readonly name: string };

/** The settings that a server says, with those that the client library does not know. */
export type StreamSettings = StreamConfig & {
  /** Whether messages may say how long they are kept (NATS 2.11). */
  allow_msg_ttl?: boolean;
};

/** The name of a context's stream: the context in capitals. */
export function streamOf(context: string): string {
  return context.toUpperCase();
}

/** Nanoseconds per millisecond: JetStream's durations are in nanoseconds. */
export const NANOS = 1_000_000;
/** A hundred years: the server counts in nanoseconds, and beyond 292 years a message would go at once. */
export const LONGEST_SECONDS = 100 * 365 * 24 * 3_600;
const DUPLICATE_WINDOW_MS = 120_000;

const RETAINED = {
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  duplicate_window: DUPLICATE_WINDOW_MS * NANOS,
  allow_direct: true,
} satisfies Partial<StreamConfig>;

/** The retention of a context's stream unless it is set otherwise. */
const KEPT_MS = 30 * 24 * 3_600_000;
/** Where a stream says its retention, in seconds. All who need it read it there, so that they agree on it. */
const KEPT = 'meetingroom-kept-seconds';
/** Where it says until when events were published with a shorter retention, RFC 3339, and with which one. */
const SHORTER_UNTIL = 'meetingroom-kept-shorter-until';
const SHORTER = 'meetingroom-kept-shorter-seconds';

/** How long a publisher relies on the retention that it has read, in milliseconds. */
export const RETENTION_READ_MS = 10 * 60_000;
/** After how long every publisher knows a new retention: clocks may differ. */
const KNOWN_AFTER_MS = 2 * RETENTION_READ_MS;

/**
 * The stream of a context's events. Their publisher says how long each is kept, and the stream has the
 * retention: whatever was published within it is there.
 *
 * @param keptMs the retention in milliseconds, which is rounded up to seconds; at most a hundred years
 */
export function contextStream(
  context: string,
  { replicas = 1, keptMs = KEPT_MS }: { readonly replicas?: number; readonly keptMs?: number } = {},
): StreamDefinition {
  return {
    ...RETAINED,
    name: streamOf(context),
    subjects: [`${context}.>`],
    num_replicas: replicas,
    allow_msg_ttl: true,
    metadata: { [KEPT]: secondsOf(keptMs) },
  };
}

/**
 * The retention of a stream in milliseconds; undefined when it keeps events for ever: NATS is older than
 * 2.11, or the stream was created by a version without retention.
 */
export function keptMsOf({ allow_msg_ttl, metadata }: Partial<StreamSettings>): number | undefined {
  const seconds = Number(metadata?.[KEPT]);
  return allow_msg_ttl && seconds > 0 ? seconds * 1_000 : undefined;
}

function secondsOf(ms: number): string {
  return String(Math.min(Math.ceil(ms / 1_000), LONGEST_SECONDS));
}

/**
 * The metadata of a stream that gets another retention; undefined when it has that one. What was published
 * before a longer one leaves by the shorter one, and so the metadata says that, too.
 */
export function metadataWith(
  keptMs: number,
  config: Partial<StreamSettings>,
  now = Date.now(),
): Record<string, string> | undefined {
  const former = keptMsOf(config);
  if (config.metadata?.[KEPT] === secondsOf(keptMs)) return undefined;
  const kept = { ...config.metadata, [KEPT]: secondsOf(keptMs) };
  if (former === undefined || keptMs <= former) return kept;
  const earlier = shorterOf(config);
  const shortest = earlier && earlier.until > now - former ? Math.min(former, earlier.keptMs) : former;
  return {
    ...kept,
    [SHORTER]: secondsOf(shortest),
    [SHORTER_UNTIL]: new Date(now + KNOWN_AFTER_MS).toISOString(),
  };
}

/** The shorter retention that a stream had before, in milliseconds, and until when. */
function shorterOf({ metadata }: Partial<StreamSettings>) {
  const [seconds, until] = [Number(metadata?.[SHORTER]), Date.parse(metadata?.[SHORTER_UNTIL] ?? '')];
  return seconds > 0 && !Number.isNaN(until) ? { keptMs: seconds * 1_000, until } : undefined;
}

/**
 * The instant since which a stream has everything that was published, in milliseconds since 1970; undefined
 * when it keeps events for ever. It is the beginning of the retention, except for a while after a longer one
 * was set: what was published before that has left, or leaves, by the shorter one.
 */
export function wholeSince(config: Partial<StreamSettings>, now = Date.now()): number | undefined {
  const keptMs = keptMsOf(config);
  if (keptMs === undefined) return undefined;
  const shorter = shorterOf(config);
  const since = now - keptMs;
  return shorter ? Math.max(since, Math.min(shorter.until, now - shorter.keptMs)) : since;
}

/** Dead letters: `dead.<service>.<context>.<event>.<aggregateId>`. */
export const DEAD: StreamDefinition = { ...RETAINED, name: 'DEAD', subjects: ['dead.>'] };

/**
 * Replayed dead letters: `replay.<service>.<context>.<event>.<aggregateId>`. They are deleted when handled.
 */
export const REPLAY: StreamDefinition = {
  ...RETAINED,
  name: 'REPLAY',
  subjects: ['replay.>'],
  retention: RetentionPolicy.Workqueue,
};

/** Creates a stream if it does not exist, and returns its settings. Safe to call concurrently. */
export async function ensureStream(
  jsm: JetStreamManager,
  stream: StreamDefinition,
): Promise<Partial<StreamSettings>> {
  try {
    return (await jsm.streams.info(stream.name)).config;
  } catch (error) {
    if (apiErrorCode(error) !== API_ERROR.streamNotFound) throw error;
    return (await jsm.streams.add(stream)).config;
  }
}

/**
 * Deletes a message. False for one that is gone already.
 *
 * @param overwrite whether its bytes are overwritten, too
 */
export async function deleteMessage(
  jsm: JetStreamManager,
  stream: string,
  sequence: number,
  { overwrite }: { readonly overwrite: boolean },
): Promise<boolean> {
  try {
    return await jsm.streams.deleteMessage(stream, sequence, overwrite);
  } catch (error) {
    const code = apiErrorCode(error);
    if (code === API_ERROR.messageNotFound || code === API_ERROR.messageNotDeletable) return false;
    throw error;
  }
}

/** JetStream's error codes, as `apiErrorCode` returns them. */
export const API_ERROR = {
  messageNotFound: 10_037,
  /** The message cannot be deleted, because it is not there. */
  messageNotDeletable: 10_057,
  streamNotFound: 10_059,
  consumerNotFound: 10_014,
  consumerExists: 10_148,
} as const;

/** The code of an error of the JetStream API; undefined for other errors. */
export function apiErrorCode(error: unknown): number | undefined {
  return error instanceof NatsError ? error.api_error?.err_code : undefined;
}
