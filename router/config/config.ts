import { ConfigError } from '../../platform/config/env.ts';
import type { AccessMode } from '../auth/access.ts';
import type { AuthConfig } from '../auth/authenticate.ts';
import type { CorsConfig } from '../http/cors.ts';
import type { OperationSettings } from '../operations/operations.ts';
import type { SubgraphLimits } from '../subgraphs/client.ts';
import type { BreakerLimits } from '../subgraphs/gate.ts';
import type { LiveConfig } from '../subscriptions/live-config.ts';
import { urls } from './kinds.ts';
import type { Settings } from './schema.ts';

/** What the router is told, put in the way its parts take it. Durations are milliseconds, sizes bytes. */
export type RouterConfig = {
  /** Path of the composed supergraph schema. */
  readonly supergraph: string;
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly production: boolean;
  /** Without it there are no live subscriptions. */
  readonly natsUrl: string | undefined;
  /** Without it nobody is asked for a token, and Authorization is handed through unseen. */
  readonly auth: AuthConfig | undefined;
  readonly access: AccessMode;
  /** Undefined where no pages are served. */
  readonly pages: PageConfig | undefined;
  readonly cors: CorsConfig;
  /** Headers that prove a preflight; undefined does without CSRF prevention. */
  readonly csrfProofs: readonly string[] | undefined;
  readonly bodyLimit: number;
  /** Operations in one HTTP request; 0 takes no batches. */
  readonly batchLimit: number;
  /** The header by which clients ask for the cost. */
  readonly costHeader: string | undefined;
  readonly trustedProxies: number;
  /** How long a client's connection is kept without a request. */
  readonly keepAlive: number;
  /** How long a stop waits for connections. */
  readonly drainLimit: number;
  readonly operations: OperationSettings;
  readonly safelist: SafelistConfig;
  readonly subgraphs: SubgraphsConfig;
  readonly live: LiveConfig;
  /** Undefined where `/metrics` is not served. */
  readonly metrics: MetricsConfig | undefined;
};

export type PageConfig = {
  /** A token that the pages of development put into their headers. */
  readonly devToken: string | undefined;
  /** File of the document that the pages' editors hold at first. */
  readonly document: string | undefined;
};

export type SafelistConfig =
  | { readonly mode: 'off' }
  | { readonly mode: 'log' | 'only'; readonly manifest: string };

export type SubgraphsConfig = {
  readonly limits: SubgraphLimits;
  readonly shareInFlight: boolean;
  /** Where the instances of a subgraph are, when not at the supergraph's routing URL. */
  readonly urls: (name: string) => readonly string[] | undefined;
  /** The names for which something is set in the file. */
  readonly named: readonly string[];
};

export type MetricsConfig = {
  /** A port of its own; undefined serves `/metrics` with the rest. */
  readonly port: number | undefined;
};

type Given = Settings & { readonly supergraph: string };

/** Settles what depends on production and on other settings. Throws a `ConfigError` for addresses of subgraphs that are none. */
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
    drainLimit: http.drain,
    operations: {
      documents: {
        remembered: given.documents.remembered,
        limits,
        listSize: limits.listSize,
        introspection: given.introspection ?? !production,
      },
      persisted: { automatic: given.documents.automatic, size: given.documents.automaticSize },
      headers: { all: given.headers.propagate, subgraphs: given.headers.subgraphs },
      rateLimit:
        rateLimit.perSecond === 0
          ? undefined
          : { perSecond: rateLimit.perSecond, burst: rateLimit.burst || 2 * rateLimit.perSecond },
      costLimit: limits.cost,
      timeLimit: limits.time,
    },
    safelist: safelistConfig(given.documents),
    subgraphs: {
      limits: {
        timeouts: { query: subgraphs.queryTimeout, mutation: subgraphs.mutationTimeout },
        answerBytes: subgraphs.answerLimit,
        inFlight: subgraphs.inFlight,
        breaker: breakerLimits(subgraphs.breaker),
      },
      shareInFlight: subgraphs.shareInFlight,
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
  throw new ConfigError(`${variable}=${text} is not understood: ${why}`);
}

function breakerLimits({
  failurePercent,
  window,
  minimum,
  probeInterval,
}: Settings['subgraphs']['breaker']): BreakerLimits {
  if (minimum > window) {
    throw new ConfigError(
      `subgraphs.breaker.minimum is ${minimum} and subgraphs.breaker.window ${window}: so many requests are never looked at, and the breaker would never open`,
    );
  }
  return {
    failureShare: failurePercent / 100,
    window,
    minimumRequests: minimum,
    probeAfterMs: probeInterval,
  };
}

function safelistConfig({ safelist, manifest }: Settings['documents']): SafelistConfig {
  if (safelist === 'off') return { mode: 'off' };
  if (manifest === undefined) {
    throw new ConfigError(
      `documents.safelist is ${safelist}, so documents.manifest (or SAFELIST_MANIFEST) must name the file of the safelist`,
    );
  }
  return { mode: safelist, manifest };
}
