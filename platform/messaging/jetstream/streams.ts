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

/**
 * The stream of a context's events. Their publisher says how long each is kept, and the stream has the
 * retention: whatever was published within it is there.
 *
 * @param keptMs the retention in milliseconds, in whole seconds
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
    metadata: { [KEPT]: String(keptMs / 1_000) },
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
 * As `ensureStream`; a stream without retention, from an earlier version, gets that of the definition. It
 * takes a user who may change streams.
 *
 * @param replicas the servers that have the stream, also one that exists; undefined leaves it where it is
 * @throws Error if a single server is to have several replicas
 */
export async function ensureCurrentStream(
  jsm: JetStreamManager,
  stream: StreamDefinition,
  replicas?: number,
): Promise<void> {
  const wanted = replicas === undefined ? stream : { ...stream, num_replicas: replicas };
  const config = await ensureStream(jsm, wanted);
  const lacksRetention = Boolean(stream.allow_msg_ttl) && keptMsOf(config) === undefined;
  const moves = replicas !== undefined && config.num_replicas !== replicas;
  if (!lacksRetention && !moves) return;
  if (moves && replicas > 1) await requireCluster(jsm, stream.name);
  const current: Partial<StreamSettings> = {
    ...(lacksRetention ? { allow_msg_ttl: true, metadata: { ...config.metadata, ...stream.metadata } } : {}),
    ...(moves ? { num_replicas: replicas } : {}),
  };
  await jsm.streams.update(stream.name, current);
}

/**
 * A single server refuses to create a stream of several replicas, but takes the change of one that exists.
 *
 * @throws Error if the stream is on a single server
 */
async function requireCluster(jsm: JetStreamManager, name: string): Promise<void> {
  const { cluster } = await jsm.streams.info(name);
  if (!cluster?.name) throw new Error('replicas > 1 not supported in non-clustered mode');
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
