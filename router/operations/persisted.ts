import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { type OperationRequest, type Refused, refuseWith } from './request.ts';
import type { Safelist } from './safelist.ts';

export type PersistedSettings = {
  /**
   * Automatic persisted queries: clients may register a document by its hash, and then send only the hash.
   */
  readonly automatic: boolean;
  /** The number of registered documents that are kept. */
  readonly size: number;
};

/** Resolves the text of a request's document, or the refusal when there is none. */
export type DocumentSource = (request: OperationRequest, log: Logger) => string | Refused;

/** Bytes of all registered texts, together. */
const MAX_REGISTERED_BYTES = 32 * 1_048_576;
/** The number of unlisted documents for which it is known that they were logged. */
const MAX_LOGGED = 1_000;

/**
 * Resolves documents from the request itself, by id from the safelist, or by hash from the registered ones.
 * The protocol is Apollo's: `extensions.persistedQuery` with version 1 and the SHA-256 of the text.
 */
export function createDocumentSource(settings: PersistedSettings, safelist: Safelist): DocumentSource {
  const registered = new LRUCache<string, string>({
    max: Math.max(1, settings.size),
    maxSize: MAX_REGISTERED_BYTES,
    sizeCalculation: (text) => text.length + 1,
  });
  const logged = new LRUCache<string, true>({ max: MAX_LOGGED });
  const automatic = settings.automatic && safelist.mode !== 'only';

  function listed(query: string, log: Logger): string | Refused {
    if (safelist.mode === 'off' || safelist.has(query)) return query;
    if (safelist.mode === 'only') {
      return refuseWith(
        'QUERY_NOT_IN_SAFELIST',
        'Only documents of the safelist are executed. Add this one to the manifest, or send a listed one unchanged.',
      );
    }
    const hash = sha256(query);
    if (!logged.has(hash)) {
      logged.set(hash, true);
      log.info({ hash, query: query.slice(0, 1_000) }, 'document not in the safelist');
    }
    return query;
  }

  return ({ query, extensions }, log) => {
    const id = extensions && persistedId(extensions);
    if (id === undefined) {
      if (query) return listed(query, log);
      return refuseWith('BAD_REQUEST', 'The request has no "query".');
    }
    if (typeof id !== 'string') return id;
    if (query) {
      if (!automatic) return listed(query, log);
      if (registered.get(id) === query) return listed(query, log);
      if (sha256(query) !== id) {
        return refuseWith('BAD_REQUEST', 'The hash of the persisted query does not match its text.');
      }
      registered.set(id, query);
      return listed(query, log);
    }
    const fromList = safelist.byId(id);
    if (fromList !== undefined) return fromList;
    if (safelist.mode === 'only') {
      return refuseWith('PERSISTED_QUERY_NOT_IN_LIST', `The safelist has no document with the id ${id}.`);
    }
    if (!automatic) {
      return refuseWith('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
    }
    const text = registered.get(id);
    return text ?? refuseWith('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The id in `extensions.persistedQuery`; undefined when there is none. */
function persistedId(extensions: Readonly<Record<string, unknown>>): string | Refused | undefined {
  const { persistedQuery } = extensions;
  if (persistedQuery === undefined || persistedQuery === null) return undefined;
  if (!isRecord(persistedQuery) || typeof persistedQuery.sha256Hash !== 'string') {
    return refuseWith('BAD_REQUEST', '"extensions.persistedQuery" must be an object with a "sha256Hash".');
  }
  if (persistedQuery.version !== 1) {
    return refuseWith('BAD_REQUEST', 'Only version 1 of persisted queries is supported.');
  }
  return persistedQuery.sha256Hash;
}
