const HOUR_MS = 3_600_000;

/** Within this time the same key is the same request; who asks again after it asks anew. In milliseconds. */
export const KEY_RETENTION_MS = 48 * HOUR_MS;
/** How often to look for what may be forgotten, in milliseconds. */
export const RETENTION_INTERVAL_MS = HOUR_MS;
