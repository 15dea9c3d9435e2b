const HOUR_MS = 3_600_000;

/** How long an idempotency key is kept, in milliseconds. Later, the same key is a new request. */
export const KEY_RETENTION_MS = 48 * HOUR_MS;
/** How often expired entries are deleted, in milliseconds. */
export const RETENTION_INTERVAL_MS = HOUR_MS;
