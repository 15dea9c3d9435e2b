import type { DatabaseSync } from 'node:sqlite';
import type { Failure } from '../domain/failure.ts';

/** The first response given under an idempotency key. */
export type StoredAnswer = {
  /** Tells whether a later request with the key is the same. */
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
};

/** The state of an idempotency key for a request that carries it. */
export type KeyState =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'refused'; readonly failure: Failure };

/**
 * Serialises two requests with one key, and stores the response of the first for the second. Claims are kept
 * in memory, so a crash releases them.
 */
export type IdempotencyKeys = {
  /** Claims the key while a request is processed. Returns a failure if it is claimed already or too long. */
  readonly claim: (key: string) => Failure | undefined;
  readonly release: (key: string) => void;
  readonly look: (key: string, fingerprint: string) => KeyState;
  /** Never replaces: the first response under a key stays. */
  readonly put: (key: string, answer: StoredAnswer, now: number) => void;
  /** Removes a batch of the responses given before then (milliseconds since 1970), oldest first. */
  readonly forget: (before: number) => void;
};

const LONGEST_KEY = 255;
/** More than one run of the agenda adds, so that none piles up. */
const FORGOTTEN_AT_ONCE = 1_000;
const KEY_IN_USE =
  'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, ' +
  'and the other request is still going through). Please try again later.';

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
  const forget = sql.prepare(`DELETE FROM idempotency_keys WHERE seq IN (
    SELECT seq FROM idempotency_keys WHERE created < ? ORDER BY created LIMIT ${FORGOTTEN_AT_ONCE})`);
  const claimed = new Set<string>();
  return {
    claim: (key) => {
      if (key.length > LONGEST_KEY) {
        const message = `Idempotency keys must be at most ${LONGEST_KEY} characters long.`;
        return { status: 400, type: 'idempotency_error', message };
      }
      if (claimed.has(key)) {
        const code = 'idempotency_key_in_use';
        return { status: 409, type: 'idempotency_error', code, message: KEY_IN_USE };
      }
      claimed.add(key);
      return undefined;
    },
    release: (key) => {
      claimed.delete(key);
    },
    look: (key, fingerprint) => {
      const row = get.get(key);
      if (row === undefined) return { kind: 'fresh' };
      if (row.fingerprint === fingerprint) {
        const { status, request_id: requestId, body } = row;
        const answer = {
          fingerprint,
          status: Number(status),
          requestId: String(requestId),
          body: String(body),
        };
        return { kind: 'answered', answer };
      }
      const message =
        'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
        `Try using a key other than '${key}' if you meant to execute a different request.`;
      return { kind: 'refused', failure: { status: 400, type: 'idempotency_error', message } };
    },
    put: (key, { fingerprint, status, requestId, body }, now) => {
      put.run(key, now, fingerprint, status, requestId, body);
    },
    forget: (before) => {
      forget.run(before);
    },
  };
}
