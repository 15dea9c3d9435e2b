import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { type Refused, refuseWith } from './refusal.ts';
import type { OperationRequest } from './request.ts';
import type { Safelist } from './safelist.ts';

export type PersistedSettings = {
  /** Automatic persisted queries: clients may register a document under its hash and then send the hash alone. */
  readonly automatic: boolean;
  /** How many documents of clients are remembered. */
  readonly size: number;
};

/** Finds out which document a request means; a text, or why there is none. */
export type DocumentSource = (request: OperationRequest, log: Logger) => string | Refused;

/** Bytes of all remembered texts together. */
const REMEMBERED_BYTES = 32 * 1_048_576;
/** Unlisted documents that are told of once each. */
const TOLD = 1_000;

/**
 * Takes the document from the request itself, from the safelist by its id, or from what clients registered before
 * (Apollo's protocol: `extensions.persistedQuery` with version 1 and the SHA-256 of the text).
 */
export function createDocumentSource(settings: PersistedSettings, safelist: Safelist): DocumentSource {
  const registered = new LRUCache<string, string>({
    max: Math.max(1, settings.size),
    maxSize: REMEMBERED_BYTES,
    sizeCalculation: (text) => text.length + 1,
  });
  const told = new LRUCache<string, true>({ max: TOLD });
  const automatic = settings.automatic && safelist.mode !== 'only';

  function listed(query: string, log: Logger): string | Refused {
    if (safelist.mode === 'off' || safelist.has(query)) return query;
    if (safelist.mode === 'only') {
      return refuseWith(
        'QUERY_NOT_IN_SAFELIST',
        'Only documents of the safelist run here: add this one to the manifest, or send one that is in it, unchanged.',
      );
    }
    const hash = sha256(query);
    if (!told.has(hash)) {
      told.set(hash, true);
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
        return refuseWith('BAD_REQUEST', 'The hash of the persisted query is not that of its text.');
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
    return refuseWith('BAD_REQUEST', 'Only version 1 of persisted queries is known here.');
  }
  return persistedQuery.sha256Hash;
}
