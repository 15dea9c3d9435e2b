import { ConfigError } from '../../platform/config/env.ts';
import type { AccessMode } from '../auth/access.ts';
import type { CorsConfig } from '../http/cross-origin.ts';
import type { BreakerLimits } from '../subgraphs/circuit-breaker.ts';
import type { Settings } from './schema.ts';
import { urls } from './setting-types.ts';

/** The router's configuration in the form that its parts use. Durations are in milliseconds, sizes in bytes. */
export type RouterConfig = ReturnType<typeof routerConfig>;

type Given = Settings & { readonly supergraph: string };

/**
 * Resolves settings that depend on production or on each other.
 *
 * @param variables the environment, for the URLs of subgraphs
 * @throws ConfigError for settings that contradict each other
 */
export function routerConfig(given: Given, variables: Readonly<Record<string, string | undefined>>) {
  const { production, auth, http, limits, pages, rateLimit, subgraphs } = given;
  return {
    /** Path of the composed supergraph schema. */
    supergraph: given.supergraph,
    host: given.host,
    /** 0 picks a free port. */
    port: given.port,
    production,
    /** Undefined disables live subscriptions. */
    natsUrl: given.nats.url,
    /** Undefined disables authentication; the Authorization header is forwarded unchecked. */
    auth: auth.jwksUrl === undefined ? undefined : { ...auth, jwksUrl: auth.jwksUrl },
    access: accessMode(auth),
    /** Undefined when the pages are off. */
    pages:
      (pages.enabled ?? !production)
        ? { devToken: production ? undefined : pages.devToken, document: pages.document }
        : undefined,
    cors: (given.cors.origins ?? (production ? [] : 'any')) satisfies CorsConfig,
    /** Headers that prove a preflight; undefined when CSRF prevention is off. */
    csrfProofs: given.csrf.prevent ? given.csrf.headers : undefined,
    bodyLimit: http.bodyLimit,
    /** Maximum operations in one HTTP request; 0 disables batching. */
    batchLimit: limits.batch,
    /** The request header with which clients ask for the cost. */
    costHeader: limits.costHeader,
    trustedProxies: http.trustedProxies,
    /** How long an idle client connection stays open. */
    keepAlive: http.keepAlive,
    /** How long a shutdown waits for connections. */
    drainTimeout: http.drainTimeout,
    operations: {
      documents: {
        remembered: given.documents.cacheSize,
        limits,
        listSize: limits.listSize,
        introspection: given.introspection ?? !production,
      },
      persisted: {
        automatic: given.documents.automaticPersistedQueries,
        size: given.documents.persistedQueryCacheSize,
      },
      headers: { all: given.headers.propagate, subgraphs: given.headers.subgraphs },
      rateLimit:
        rateLimit.perSecond === 0
          ? undefined
          : { perSecond: rateLimit.perSecond, burst: rateLimit.burst || 2 * rateLimit.perSecond },
      costLimit: limits.cost,
      timeLimit: limits.timeout,
    },
    /** Undefined when every document may run. */
    safelist: safelistConfig(given.documents),
    subgraphs: {
      limits: {
        timeouts: { query: subgraphs.queryTimeout, mutation: subgraphs.mutationTimeout },
        responseBytes: subgraphs.responseLimit,
        inFlight: subgraphs.inFlight,
        breaker: breakerLimits(subgraphs.breaker),
      },
      deduplicate: subgraphs.deduplicate,
      /** The URLs of a subgraph's instances; undefined for its routing URL in the supergraph. */
      urls(name: string): readonly string[] | undefined {
        const variable = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_URL`;
        const given = variables[variable]?.trim();
        return given ? urlsIn(variable, given) : subgraphs.urls[name];
      },
      /** The subgraphs that the configuration file mentions. */
      named: [...new Set([...Object.keys(subgraphs.urls), ...Object.keys(given.headers.subgraphs)])],
    },
    live: { ...given.live, messageLimit: http.bodyLimit },
    /** Undefined when metrics are off. Without a port, the router's own serves `/metrics`. */
    metrics: given.metrics.enabled ? { port: given.metrics.port } : undefined,
  };
}

function urlsIn(variable: string, text: string): readonly string[] {
  const read = urls.schema().safeParse(text);
  if (read.success) return read.data;
  const why = read.error.issues.map(({ message }) => message).join('; ');
  throw new ConfigError(`${variable}=${text} is invalid: ${why}`);
}

function breakerLimits({
  failurePercent,
  window,
  minimumRequests,
  probeInterval,
}: Settings['subgraphs']['breaker']): BreakerLimits {
  if (minimumRequests > window) {
    throw new ConfigError(
      `subgraphs.breaker.minimumRequests (${minimumRequests}) exceeds subgraphs.breaker.window (${window}): the breaker would never open`,
    );
  }
  return {
    failureShare: failurePercent / 100,
    window,
    minimumRequests,
    probeAfterMs: probeInterval,
  };
}

function accessMode({ jwksUrl, required }: Settings['auth']): AccessMode {
  if (jwksUrl === undefined) return 'open';
  return required ? 'signed-in' : 'by-field';
}

function safelistConfig({ safelist, manifest }: Settings['documents']) {
  if (safelist === 'off') return undefined;
  if (manifest === undefined) {
    throw new ConfigError(
      `documents.safelist is "${safelist}": set documents.manifest (or SAFELIST_MANIFEST) to the safelist's file`,
    );
  }
  return { mode: safelist, file: manifest };
}
