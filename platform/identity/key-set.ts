import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWK,
  type JWTVerifyGetKey,
} from 'jose';
import type { SigningKey } from './validity.ts';

/** A published key. `resolve` rejects with `JWKSNoMatchingKey` for tokens that name another. */
export type PublishedKey = SigningKey & { readonly resolve: JWTVerifyGetKey };

/** The keys of an issuer. */
export type KeySet = {
  /** The keys as they were last read. Rejects when they could not be read yet. */
  keys(): Promise<readonly PublishedKey[]>;
  /**
   * Reads the keys again, for a token that none of them fits. Undefined when they were read a moment ago, or
   * cannot be read.
   */
  reread(): Promise<readonly PublishedKey[] | undefined>;
  /** Stops reading. */
  close(): void;
};

export type KeySetOptions = {
  /** Where the issuer publishes its keys: `https:`, `http:`, `file:` or `data:`. */
  readonly url: URL;
  /** How old known keys may be, in milliseconds: they are read again then. */
  readonly maxAgeMs: number;
  /** Called when keys that were known cannot be read again; once until they can be. */
  readonly onUnreadable: (error: unknown) => void;
};

/** How old known keys may be by default: a withdrawn key ends within a minute, slow issuers included. */
export const KEYS_MAX_AGE_MS = 30_000;

/** For the log. */
export const KEYS_UNREADABLE = 'the keys of the issuer cannot be read: those that are known hold';

/** The shortest time between two reads because of unknown keys: anybody can send tokens of such. */
const REREAD_INTERVAL_MS = 5_000;
const READ_TIMEOUT_MS = 10_000;
/** Far more than issuers publish. */
const MAX_BYTES = 1_048_576;
const MAX_KEYS = 100;

type Key = { readonly resolve: JWTVerifyGetKey; isWithdrawn: boolean };

/**
 * Reads the keys of an issuer at the first use and again whenever they are too old. A key that is no longer
 * published is withdrawn for good. Known keys hold while they cannot be read, so that the outage of an issuer
 * is not one of its clients.
 */
export function createKeySet({ url, maxAgeMs, onUnreadable }: KeySetOptions): KeySet {
  let known: ReadonlyMap<string, Key> | undefined;
  let reading: Promise<readonly Key[]> | undefined;
  let lastRead = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isUnreadable = false;

  async function update(): Promise<readonly Key[]> {
    lastRead = performance.now();
    const published = await publishedIn(await load(url));
    for (const [id, key] of known ?? []) if (!published.has(id)) key.isWithdrawn = true;
    known = new Map([...published].map(([id, jwk]) => [id, known?.get(id) ?? keyOf(jwk)]));
    isUnreadable = false;
    if (!isClosed) timer ??= setInterval(() => void refresh(), maxAgeMs).unref();
    return [...known.values()];
  }

  /** Concurrent callers share one read. */
  function read(): Promise<readonly Key[]> {
    reading ??= update().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  async function refresh(): Promise<readonly Key[] | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!isUnreadable) onUnreadable(error);
      isUnreadable = true;
      return undefined;
    }
  }

  return {
    keys: async () => (known ? [...known.values()] : read()),
    async reread() {
      const sinceLast = performance.now() - lastRead;
      if (!reading && sinceLast < Math.min(REREAD_INTERVAL_MS, maxAgeMs)) return undefined;
      return refresh();
    },
    close() {
      isClosed = true;
      clearInterval(timer);
    },
  };
}

function keyOf(jwk: JWK): Key {
  return { resolve: createLocalJWKSet({ keys: [jwk] }), isWithdrawn: false };
}

/** The keys of a JSON Web Key Set by what identifies them. Those of unknown types are left out. */
async function publishedIn(text: string): Promise<ReadonlyMap<string, JWK>> {
  const { keys } = readSet(text);
  if (keys.length > MAX_KEYS) throw new errors.JWKSInvalid(`The key set has more than ${MAX_KEYS} keys`);
  const named = await Promise.all(
    keys.map(async (jwk) => {
      const thumbprint = await calculateJwkThumbprint(jwk).catch(() => undefined);
      const { kid, alg, use, key_ops: operations } = jwk;
      return thumbprint === undefined
        ? []
        : [[JSON.stringify([thumbprint, kid, alg, use, operations]), jwk] as const];
    }),
  );
  return new Map(named.flat());
}

/** Parses a key set. The messages of its errors quote nothing of the text, which may be another file. */
function readSet(text: string): JSONWebKeySet {
  let set: JSONWebKeySet;
  try {
    set = JSON.parse(text);
  } catch {
    throw new errors.JWKSInvalid('The key set is not JSON');
  }
  // Rejects what is not a key set.
  createLocalJWKSet(set);
  return set;
}

async function load(url: URL): Promise<string> {
  if (url.protocol === 'file:') return bounded(await readFile(fileURLToPath(url))).toString();
  const { username, password } = url;
  const address = new URL(url);
  address.username = '';
  address.password = '';
  const response = await fetch(address, {
    headers: { accept: 'application/json', ...(username || password ? basic(username, password) : {}) },
    redirect: 'error',
    signal: AbortSignal.timeout(READ_TIMEOUT_MS),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`The issuer answered the request for its keys with ${response.status}`);
  }
  let body = Buffer.alloc(0);
  for await (const chunk of response.body ?? []) body = bounded(Buffer.concat([body, chunk]));
  return body.toString();
}

function bounded<Bytes extends Uint8Array>(bytes: Bytes): Bytes {
  if (bytes.byteLength > MAX_BYTES) throw new errors.JWKSInvalid(`The key set exceeds ${MAX_BYTES} bytes`);
  return bytes;
}

/** The credentials of a URL as a header; `fetch` refuses URLs that have some. */
function basic(username: string, password: string): { readonly authorization: string } {
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}
