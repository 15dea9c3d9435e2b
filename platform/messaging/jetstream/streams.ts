import { type JetStreamManager, RetentionPolicy, StorageType } from 'nats';

/** The stream that holds a context's events: its name in capitals. */
export function streamOf(context: string): string {
  return context.toUpperCase();
}

/** Nanoseconds in a millisecond: JetStream's unit of time. */
export const NANOS = 1_000_000;
const DUPLICATE_WINDOW_MS = 120_000;

/** Makes sure that a context's stream is there, as configured. Safe to call by several services at once. */
export async function ensureStream(jsm: JetStreamManager, context: string, replicas = 1): Promise<void> {
  const config = {
    name: streamOf(context),
    subjects: [`${context}.>`],
    storage: StorageType.File,
    // Events are kept: live snapshots read the last one per subject, and a new view starts from the first.
    retention: RetentionPolicy.Limits,
    num_replicas: replicas,
    duplicate_window: DUPLICATE_WINDOW_MS * NANOS,
    allow_direct: true,
  };
  try {
    await jsm.streams.info(config.name);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await jsm.streams.add(config);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'api_error' in error && /not found/.test(error.message);
}
