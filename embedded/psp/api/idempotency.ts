import { createHash } from 'node:crypto';
import type { Failure } from '../domain/failure.ts';
import type { IdempotencyKeys, StoredAnswer } from '../store/idempotency-keys.ts';
import { canonical, type Form } from './form.ts';

/** What an idempotency key says about a request that carries it. */
export type KeyState =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  | { readonly kind: 'refused'; readonly failure: Failure };

/** Serialises two requests with one key, and gives the second the response of the first. */
export type Idempotency = {
  /** Claims the key while a request is processed. Returns a failure if it is claimed already or too long. */
  readonly claim: (key: string) => Failure | undefined;
  readonly release: (key: string) => void;
  readonly look: (key: string, fingerprint: string) => KeyState;
};

const LONGEST_KEY = 255;

/** The same text for the same request: method, path and parameters in any order. */
export function fingerprintOf(method: string, path: string, form: Form): string {
  return createHash('sha256')
    .update(`${method} ${path} ${canonical(form)}`)
    .digest('base64url');
}

/** Claims are kept in memory, so a crash releases them; responses are kept in the store. */
export function createIdempotency(keys: IdempotencyKeys): Idempotency {
  const claimed = new Set<string>();
  return {
    claim: (key) => {
      if (key.length > LONGEST_KEY) {
        const message = `Idempotency keys must be at most ${LONGEST_KEY} characters long.`;
        return { status: 400, type: 'idempotency_error', message };
      }
      if (claimed.has(key))
        return {
          status: 409,
          type: 'idempotency_error',
          code: 'idempotency_key_in_use',
          message: KEY_IN_USE,
        };
      claimed.add(key);
      return undefined;
    },
    release: (key) => {
      claimed.delete(key);
    },
    look: (key, fingerprint) => {
      const answer = keys.get(key);
      if (answer === undefined) return { kind: 'fresh' };
      if (answer.fingerprint === fingerprint) return { kind: 'answered', answer };
      const message =
        'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
        `Try using a key other than '${key}' if you meant to execute a different request.`;
      return { kind: 'refused', failure: { status: 400, type: 'idempotency_error', message } };
    },
  };
}

const KEY_IN_USE =
  'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, ' +
  'and the other request is still going through). Please try again later.';
