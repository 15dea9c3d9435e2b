import { type JetStreamManager, NatsError, RetentionPolicy, StorageType, type StreamConfig } from 'nats';

/** A stream's name and its settings that differ from the server's defaults. */
export type StreamDefinition = Partial<StreamConfig> & { readonly name: string };

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

/**
 * The stream of a context's events, which never expire: live snapshots read the last event of each
 * subject, and a new consumer starts at the first.
 */
export function contextStream(context: string, replicas = 1): StreamDefinition {
  return { ...RETAINED, name: streamOf(context), subjects: [`${context}.>`], num_replicas: replicas };
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

/** Creates a stream if it does not exist. Safe to call concurrently. */
export async function ensureStream(jsm: JetStreamManager, stream: StreamDefinition): Promise<void> {
  try {
    await jsm.streams.info(stream.name);
  } catch (error) {
    if (apiErrorCode(error) !== API_ERROR.streamNotFound) throw error;
    await jsm.streams.add(stream);
  }
}

/** JetStream's error codes, as `apiErrorCode` returns them. */
export const API_ERROR = { messageNotFound: 10_037, streamNotFound: 10_059, consumerExists: 10_148 } as const;

/** The code of an error of the JetStream API; undefined for other errors. */
export function apiErrorCode(error: unknown): number | undefined {
  return error instanceof NatsError ? error.api_error?.err_code : undefined;
}
