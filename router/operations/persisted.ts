import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { errorMessage } from '../../platform/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { followFile } from '../follow-file.ts';
import { type OperationRequest, type Refused, refuseWith } from './request.ts';

export type PersistedSettings = {
  /**
   * Automatic persisted queries: clients may register a document by its hash, and then send only the hash.
   */
  readonly automatic: boolean;
  /** The number of registered documents that are kept. */
  readonly size: number;
  /** The bytes that they may take. */
  readonly bytes: number;
};

export type DocumentSource = {
  /** Resolves the text of a request's document, or the refusal when there is none. */
  find(request: OperationRequest, log: Logger): string | Refused;
  /** Registers the document of a request that came with its hash. The caller may run it. */
  register(request: OperationRequest): void;
};

/** What an entry takes besides its text. */
const ENTRY_BYTES = 200;
/** The number of unlisted documents for which it is known that they were logged. */
const MAX_LOGGED = 1_000;

/**
 * Resolves documents from the request itself, by id from the safelist, or by hash from the registered ones.
 * The protocol is Apollo's: `extensions.persistedQuery` with version 1 and the SHA-256 of the text.
 */
export function createDocumentSource(settings: PersistedSettings, safelist: Safelist): DocumentSource {
  const registered = new LRUCache<string, string>({
    max: Math.max(1, settings.size),
    maxSize: settings.bytes,
    // A hash as the key, and up to two bytes for each character.
    sizeCalculation: (text) => ENTRY_BYTES + 2 * text.length,
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

  function find({ query, extensions }: OperationRequest, log: Logger): string | Refused {
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
  }

  return {
    find,
    register({ query, extensions }) {
      const id = automatic && query && extensions && persistedId(extensions);
      if (typeof id === 'string') registered.set(id, query);
    },
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

/** How documents that are not listed are treated: executed, executed and logged, or refused. */
export type SafelistMode = 'off' | 'log' | 'only';

export type Safelist = {
  readonly mode: SafelistMode;
  /** The number of listed documents. */
  readonly size: number;
  /** Whether exactly this text is listed. */
  has(text: string): boolean;
  /** The listed text with this id. */
  byId(id: string): string | undefined;
  /** The name of a listed text, for metrics. */
  nameOf(text: string): string | undefined;
};

/** Apollo's format of persisted query manifests. */
const Manifest = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(
    z.object({ id: z.string().min(1), name: z.string().optional(), body: z.string().min(1) }),
  ),
});

export const noSafelist: Safelist = createSafelist('off', []);

type ListedDocument = z.output<typeof Manifest>['operations'][number];

export function createSafelist(mode: SafelistMode, operations: readonly ListedDocument[]): Safelist {
  const byId = new Map(operations.map(({ id, body }) => [id, body]));
  const names = new Map(operations.map(({ id, name, body }) => [body, name ?? id]));
  return {
    mode,
    size: byId.size,
    has: (text) => names.has(text),
    byId: (id) => byId.get(id),
    nameOf: (text) => names.get(text),
  };
}

/**
 * Reads the manifest of the safelist, again after each change of the file. A changed file that is not a
 * manifest is logged, and the current list stays. At start, the same rejects.
 */
export async function followSafelist(mode: SafelistMode, file: string, log: Logger) {
  let current = await readSafelist(mode, file);
  let read: Promise<void> = Promise.resolve();

  async function reload(): Promise<void> {
    try {
      current = await readSafelist(mode, file);
      log.info({ file, documents: current.size }, 'safelist read');
    } catch (error) {
      log.error({ err: error, file }, 'the changed safelist cannot be used; the current one stays');
    }
  }

  const stopFollowing = followFile(file, () => {
    read = read.then(reload);
  });
  return {
    mode,
    get size() {
      return current.size;
    },
    has: (text: string) => current.has(text),
    byId: (id: string) => current.byId(id),
    nameOf: (text: string) => current.nameOf(text),
    /** Stops watching the file. */
    close: stopFollowing,
  };
}

/**
 * Reads the manifest of the safelist. Rejects with an error that names the file when it is missing or not a
 * manifest.
 */
export async function readSafelist(mode: SafelistMode, file: string): Promise<Safelist> {
  try {
    const manifest = Manifest.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (!manifest.success) throw new Error(z.prettifyError(manifest.error));
    const { operations } = manifest.data;
    const safelist = createSafelist(mode, operations);
    const twice = operations.find(({ id, body }) => safelist.byId(id) !== body);
    if (twice) throw new Error(`two documents have the id ${twice.id}`);
    return safelist;
  } catch (error) {
    const reason = errorMessage(error);
    throw new Error(`The safelist ${file} cannot be used: ${reason}`, { cause: error });
  }
}
