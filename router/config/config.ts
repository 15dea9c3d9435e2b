import { ConfigError } from '../../platform/config/env.ts';
import type { AccessMode } from '../auth/access.ts';
import type { AuthConfig } from '../auth/authenticate.ts';
import type { CorsConfig } from '../http/cross-origin.ts';
import type { OperationSettings } from '../operations/operations.ts';
import type { BreakerLimits } from '../subgraphs/circuit-breaker.ts';
import type { SubgraphLimits } from '../subgraphs/client.ts';
import type { LiveConfig } from '../subscriptions/live-config.ts';
import type { Settings } from './schema.ts';
import { urls } from './setting-types.ts';

/**
 * The router's configuration in the form that its parts use. Durations are in milliseconds, sizes in bytes.
 */
export type RouterConfig = {
  /** Path of the composed supergraph schema. */
  readonly supergraph: string;
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly production: boolean;
  /** Undefined disables live subscriptions. */
  readonly natsUrl: string | undefined;
  /** Undefined disables authentication; the Authorization header is forwarded unchecked. */
  readonly auth: AuthConfig | undefined;
  readonly access: AccessMode;
  /** Undefined when the pages are off. */
  readonly pages: PageConfig | undefined;
  readonly cors: CorsConfig;
  /** Headers that prove a preflight; undefined when CSRF prevention is off. */
  readonly csrfProofs: readonly string[] | undefined;
  readonly bodyLimit: number;
  /** Maximum operations in one HTTP request; 0 disables batching. */
  readonly batchLimit: number;
  /** The request header with which clients ask for the cost. */
  readonly costHeader: string | undefined;
  readonly trustedProxies: number;
  /** How long an idle client connection stays open. */
  readonly keepAlive: number;
  /** How long a shutdown waits for connections. */
  readonly drainTimeout: number;
  readonly operations: OperationSettings;
  readonly safelist: SafelistConfig;
  readonly subgraphs: SubgraphsConfig;
  readonly live: LiveConfig;
  /** Undefined when metrics are off. */
  readonly metrics: MetricsConfig | undefined;
};

export type PageConfig = {
  /** A token in the initial headers of the pages. */
  readonly devToken: string | undefined;
  /** Path of the initial document of the pages' editors. */
  readonly document: string | undefined;
};

export type SafelistConfig =
  | { readonly mode: 'off' }
  | { readonly mode: 'log' | 'only'; readonly manifest: string };

export type SubgraphsConfig = {
  readonly limits: SubgraphLimits;
  readonly deduplicate: boolean;
  /** The URLs of a subgraph's instances; undefined for its routing URL in the supergraph. */
  readonly urls: (name: string) => readonly string[] | undefined;
  /** The subgraphs that the configuration file mentions. */
  readonly named: readonly string[];
};

export type MetricsConfig = {
  /** A separate port; undefined serves `/metrics` on the router's own. */
  readonly port: number | undefined;
};

type Given = Settings & { readonly supergraph: string };

/**
 * Resolves settings that depend on production or on each other.
 *
 * @param variables the environment, for the URLs of subgraphs
 * @throws ConfigError for settings that contradict each other
 */
export function routerConfig(
  given: Given,
  variables: Readonly<Record<string, string | undefined>>,
): RouterConfig {
  const { production, auth, http, limits, pages, rateLimit, subgraphs } = given;
  return {
    supergraph: given.supergraph,
    host: given.host,
    port: given.port,
    production,
    natsUrl: given.nats.url,
    auth: auth.jwksUrl === undefined ? undefined : { ...auth, jwksUrl: auth.jwksUrl },
    access: auth.jwksUrl === undefined ? 'open' : auth.required ? 'signed-in' : 'by-field',
    pages:
      (pages.enabled ?? !production)
        ? { devToken: production ? undefined : pages.devToken, document: pages.document }
        : undefined,
    cors: given.cors.origins ?? (production ? [] : 'any'),
    csrfProofs: given.csrf.prevent ? given.csrf.headers : undefined,
    bodyLimit: http.bodyLimit,
    batchLimit: limits.batch,
    costHeader: limits.costHeader,
    trustedProxies: http.trustedProxies,
    keepAlive: http.keepAlive,
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
    safelist: safelistConfig(given.documents),
    subgraphs: {
      limits: {
        timeouts: { query: subgraphs.queryTimeout, mutation: subgraphs.mutationTimeout },
        responseBytes: subgraphs.responseLimit,
        inFlight: subgraphs.inFlight,
        breaker: breakerLimits(subgraphs.breaker),
      },
      deduplicate: subgraphs.deduplicate,
      urls(name) {
        const variable = `${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_URL`;
        const given = variables[variable]?.trim();
        return given ? urlsIn(variable, given) : subgraphs.urls[name];
      },
      named: [...new Set([...Object.keys(subgraphs.urls), ...Object.keys(given.headers.subgraphs)])],
    },
    live: { ...given.live, messageLimit: http.bodyLimit },
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

function safelistConfig({ safelist, manifest }: Settings['documents']): SafelistConfig {
  if (safelist === 'off') return { mode: 'off' };
  if (manifest === undefined) {
    throw new ConfigError(
      `documents.safelist is "${safelist}": set documents.manifest (or SAFELIST_MANIFEST) to the safelist's file`,
    );
  }
  return { mode: safelist, manifest };
}
