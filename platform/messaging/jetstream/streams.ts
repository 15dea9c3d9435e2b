import { type JetStreamManager, NatsError, RetentionPolicy, StorageType, type StreamConfig } from 'nats';

/** A stream as it is to be: its name and what is not as the server would have it. */
export type StreamDefinition = Partial<StreamConfig> & { readonly name: string };

/** The stream that holds a context's events: its name in capitals. */
export function streamOf(context: string): string {
  return context.toUpperCase();
}

/** Nanoseconds in a millisecond: JetStream's unit of time. */
export const NANOS = 1_000_000;
const DUPLICATE_WINDOW_MS = 120_000;

const kept = {
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  duplicate_window: DUPLICATE_WINDOW_MS * NANOS,
  allow_direct: true,
} satisfies Partial<StreamConfig>;

/**
 * The stream of a context's events. They are kept: live snapshots read the last one per subject, and a new view starts
 * from the first.
 */
export function contextStream(context: string, replicas = 1): StreamDefinition {
  return { ...kept, name: streamOf(context), subjects: [`${context}.>`], num_replicas: replicas };
}

/** What could not be handled: `dead.<service>.<context>.<event>.<aggregateId>`. */
export const DEAD: StreamDefinition = { ...kept, name: 'DEAD', subjects: ['dead.>'] };

/** What one service is given once more: `replay.<service>.<context>.<event>.<aggregateId>`; gone when handled. */
export const REPLAY: StreamDefinition = {
  ...kept,
  name: 'REPLAY',
  subjects: ['replay.>'],
  retention: RetentionPolicy.Workqueue,
};

/** Makes sure that a stream is there, as defined. Safe to call by several services at once. */
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
