import type { DatabaseSync } from 'node:sqlite';

/** The first response given under an idempotency key. */
export type StoredAnswer = {
  /** Tells whether a later request with the key is the same. */
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
};

/** Responses by idempotency key. */
export type IdempotencyKeys = {
  readonly get: (key: string) => StoredAnswer | undefined;
  /** Never replaces: the first response under a key stays. */
  readonly put: (key: string, answer: StoredAnswer, now: number) => void;
  /** Removes responses given before then (milliseconds since 1970). */
  readonly forget: (before: number) => void;
};

/** Creates the table unless it exists. */
export function createIdempotencyKeys(sql: DatabaseSync): IdempotencyKeys {
  sql.exec(`
    CREATE TABLE IF NOT EXISTS idempotency_keys (
      seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
      fingerprint TEXT NOT NULL, status INTEGER NOT NULL, request_id TEXT NOT NULL, body TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS idempotency_keys_created ON idempotency_keys (created);
  `);
  const get = sql.prepare('SELECT fingerprint, status, request_id, body FROM idempotency_keys WHERE key = ?');
  const put = sql.prepare(`INSERT INTO idempotency_keys (key, created, fingerprint, status, request_id, body)
    VALUES (?, ?, ?, ?, ?, ?)`);
  const forget = sql.prepare('DELETE FROM idempotency_keys WHERE created < ?');
  return {
    get: (key) => {
      const row = get.get(key);
      if (row === undefined) return undefined;
      return {
        fingerprint: String(row.fingerprint),
        status: Number(row.status),
        requestId: String(row.request_id),
        body: String(row.body),
      };
    },
    put: (key, { fingerprint, status, requestId, body }, now) => {
      put.run(key, now, fingerprint, status, requestId, body);
    },
    forget: (before) => {
      forget.run(before);
    },
  };
}
