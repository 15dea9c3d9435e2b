import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../../platform/config/config-error.ts';
import type { Environment } from '../../platform/config/environment.ts';
import {
  overlayEnvironment,
  secretsOf,
  type Tree,
  withoutFollowing,
} from '../../platform/config/read-settings.ts';
import { readSecretFiles } from '../../platform/config/secret-files.ts';
import { isWhole, namesAt } from '../../platform/config/setting.ts';
import { urls } from '../../platform/config/setting-kinds.ts';
import { errorMessage } from '../../platform/errors.ts';
import type { NatsSettings } from '../../platform/messaging/jetstream/settings.ts';
import { isRecord } from '../../platform/type-guards.ts';
import type { AccessMode } from '../auth/access.ts';
import type { AuthConfig, Issuer } from '../auth/authenticate.ts';
import type { CorsConfig } from '../http/cross-origin.ts';
import type { HostsConfig } from '../http/hosts.ts';
import type { BreakerLimits } from '../subgraphs/circuit-breaker.ts';
import type { AnonymousLimits } from '../subscriptions/live-config.ts';
import { hasKeys, problemsBetween } from './checks.ts';
import { Settings } from './schema.ts';

/** What the command line of the router sets. */
export type RouterFlags = {
  readonly supergraph?: string | undefined;
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly config?: string | undefined;
};

/**
 * Reads the configuration from YAML files (`--config` or ROUTER_CONFIG; several are separated by commas, and
 * later ones override earlier ones), overridden by the environment, overridden by the command line
 * (`--supergraph`, `--port`, `--host`).
 *
 * @throws ConfigError that names every invalid setting and what is expected
 */
export function readConfig(flags: RouterFlags, env: Environment): RouterConfig {
  const file = flags.config ?? env[CONFIG_VARIABLE]?.trim();
  const tree = readTree(file);
  const { values, problems } = readSecretFiles(env, secretsOf(Settings));
  const variables: Environment = {
    ...values,
    ...(flags.supergraph ? { SUPERGRAPH: flags.supergraph } : {}),
    ...(flags.port ? { PORT: flags.port } : {}),
    ...(flags.host ? { HOST: flags.host } : {}),
  };
  const set = overlayEnvironment(tree, Settings, variables);
  const result = Settings.safeParse(tree);
  const wrong = [
    ...(result.error?.issues.map((issue) => describeIssue(issue, file, set)) ?? []),
    ...problemsBetween(Settings.pick({ production: true, auth: true }), pick(tree, ['production', 'auth'])),
  ];
  const all = withoutFollowing(problems, wrong);
  if (!result.success || all.length > 0) throw new ConfigError(all);
  return routerConfig(result.data, variables);
}

/** The variable with the names of the configuration files. */
export const CONFIG_VARIABLE = 'ROUTER_CONFIG';

/** The settings of the configuration files. @throws ConfigError for a file that cannot be read */
export function readTree(files: string | undefined): Tree {
  return (files ?? '').split(',').reduce<Tree>((below, name) => {
    const path = name.trim();
    return path === '' ? below : merged(below, readFile(path));
  }, {});
}

function pick(tree: Tree, names: readonly string[]): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([name]) => names.includes(name)));
}

/** One tree over another: a section is merged, and any other value replaces what is below it. */
function merged(below: Tree, above: Tree, path: readonly string[] = []): Tree {
  const entries = Object.entries(above).map(([name, value]): readonly [string, unknown] => {
    const [under, at] = [below[name], [...path, name]];
    const isSection = namesAt(Settings, at) !== undefined;
    return [name, isSection && isRecord(under) && isRecord(value) ? merged(under, value, at) : value];
  });
  return { ...below, ...Object.fromEntries(entries) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration file ${path} cannot be read: ${errorMessage(error)}`);
  }
}

/** Parses YAML. The error tells the place and not what is there, which may be a secret. */
function parseText(path: string, text: string): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (!error) return contentOf(path, document);
  const { line, col } = lineCounter.linePos(error.pos[0]);
  throw new ConfigError(
    `The configuration file ${path} cannot be read: ${error.code} in line ${line}, column ${col}`,
  );
}

function contentOf(path: string, document: Document.Parsed): unknown {
  try {
    return document.toJS();
  } catch {
    throw new ConfigError(`The configuration file ${path} cannot be read: an alias has no anchor`);
  }
}

function readFile(path: string): Tree {
  const value = parseText(path, textOf(path));
  if (value === null || value === undefined) return {};
  if (!isRecord(value))
    throw new ConfigError(`The configuration file ${path} must contain a mapping of settings`);
  return withoutEmpty(value);
}

/**
 * Removes known settings without a value, such as a section with only comments. Other empty values are
 * errors.
 */
function withoutEmpty(tree: Readonly<Record<string, unknown>>, path: readonly string[] = []): Tree {
  const known = namesAt(Settings, path);
  if (!known) return tree;
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([name, value]) => value !== null || !known.includes(name))
      .map(([name, value]) => [name, isRecord(value) ? withoutEmpty(value, [...path, name]) : value]),
  );
}

/** What the members of a section's lists can have. */
const NAMES_IN_LISTS: Readonly<Record<string, string>> = {
  auth: 'jwksUrl, issuer, audience, roles',
  headers: 'name, as, default',
};

/** The message for one invalid setting. */
function describeIssue(
  issue: z.core.$ZodIssue,
  file: string | undefined,
  set: ReadonlyMap<string, string>,
): string {
  if (isWhole(issue)) return issue.message;
  const path = issue.path.map(String).join('.');
  if (path === 'supergraph' && !set.has(path)) return `SUPERGRAPH is not set: ${issue.message}`;
  const variable = set.get(path);
  if (variable) return `${variable} is invalid: ${issue.message}`;
  const place = file ? `${file}: ` : '';
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.map((key) => [path, key].filter(Boolean).join('.')).join(', ');
    const known = namesAt(Settings, issue.path)?.join(', ') ?? NAMES_IN_LISTS[String(issue.path[0])];
    return `${place}unknown setting ${names}; known here: ${known}`;
  }
  return `${place}${path} is invalid: ${issue.message}`;
}

/** The configuration in the form that the router's parts use. Durations are in ms, sizes in bytes. */
export type RouterConfig = ReturnType<typeof routerConfig>;

/**
 * Resolves settings that depend on production or on each other.
 *
 * @param variables the environment, for the URLs of subgraphs
 */
function routerConfig(given: Settings, variables: Environment) {
  const { production, auth, http, limits, pages, rateLimit, subgraphs } = given;
  return {
    /** Path of the composed supergraph schema. */
    supergraph: given.supergraph,
    host: given.host,
    /** 0 picks a free port. */
    port: given.port,
    production,
    logLevel: given.logLevel,
    tracing: given.tracing,
    shutdown: given.shutdown,
    ...http,
    bodies: { bytes: http.bodyBudget, grace: http.bodyGrace, speed: http.bodySpeed },
    unread: { timeout: http.unreadTimeout, perConnection: http.unreadPerConnection, total: http.unreadLimit },
    /** The host names under which the router serves; without setting, in production any. */
    hosts: (http.hosts ?? (production ? 'any' : [])) satisfies HostsConfig,
    /** Undefined disables live subscriptions. */
    nats: natsSettings(given.nats),
    /** Undefined disables authentication; the Authorization header is forwarded unchecked. */
    auth: authConfig(auth),
    access: accessMode(auth),
    /** Undefined when the pages are off. */
    pages:
      (pages.enabled ?? !production)
        ? { devTokens: production ? [] : pages.devTokens, tabs: pages.tabs }
        : undefined,
    cors: corsConfig(given),
    /** Headers that prove a preflight; undefined when CSRF prevention is off. */
    csrfProofs: given.csrf.prevent ? given.csrf.headers : undefined,
    /** Maximum operations in one HTTP request; 0 disables batching. */
    batchLimit: limits.batch,
    /** The request header with which clients ask for the cost. */
    costHeader: limits.costHeader,
    operations: {
      documents: {
        cacheSize: given.documents.cacheSize,
        cacheBytes: given.documents.cacheBytes,
        limits,
        listSize: limits.listSize,
        budget: {
          objects: limits.objects,
          receivedBytes: limits.receivedBytes,
          answerBytes: limits.answerBytes,
        },
        introspection: given.introspection ?? !production,
      },
      persisted: {
        automatic: given.documents.automaticPersistedQueries,
        size: given.documents.persistedQueryCacheSize,
        bytes: given.documents.cacheBytes,
      },
      headers: { all: given.headers.propagate, subgraphs: given.headers.subgraphs },
      rateLimit:
        rateLimit.perSecond === 0
          ? undefined
          : { perSecond: rateLimit.perSecond, burst: rateLimit.burst || 2 * rateLimit.perSecond },
      costLimit: limits.cost,
      planning: { timeMs: limits.planningTime, waiting: limits.planningQueue },
      timeLimit: limits.timeout,
    },
    /** Undefined when every document may run. */
    safelist: safelistConfig(given.documents),
    subgraphs: {
      limits: {
        timeouts: { query: subgraphs.queryTimeout, mutation: subgraphs.mutationTimeout },
        responseBytes: subgraphs.responseLimit,
        inFlight: subgraphs.inFlight,
        inFlightPerClient: subgraphs.inFlightPerClient,
        inFlightBesideOthers: subgraphs.inFlightBesideOthers,
        waitingBytesPerClient: subgraphs.waitingBytesPerClient,
        waitingBytes: subgraphs.waitingBytes,
        waitingPerClient: subgraphs.waitingPerClient,
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
    live: { ...given.live, messageLimit: http.bodyLimit, anonymous: anonymousLimits(given) },
    /** Undefined when metrics are off. Without a port, the router's own serves `/metrics`. */
    metrics: metricsConfig(given),
  };
}

/** In production, metrics have a port of their own or none. */
function metricsConfig({ metrics: { enabled, port }, production }: Settings) {
  return enabled && (port !== undefined || !production) ? { port } : undefined;
}

function corsConfig({ cors, production }: Settings): CorsConfig {
  return cors.origins ?? (production ? [] : 'development');
}

function natsSettings({ url, ...access }: Settings['nats']): NatsSettings | undefined {
  return url === undefined ? undefined : { ...access, url };
}

function urlsIn(variable: string, text: string): readonly string[] {
  const read = urls.schema().safeParse(text);
  if (read.success) return read.data;
  const why = read.error.issues.map(({ message }) => message).join('; ');
  throw new ConfigError(`${variable} is invalid: ${why}`);
}

function breakerLimits(given: Settings['subgraphs']['breaker']): BreakerLimits {
  const { window, minimumRequests, failurePercent, probeInterval } = given;
  return { window, minimumRequests, failureShare: failurePercent / 100, probeAfterMs: probeInterval };
}

function anonymousLimits({ live, auth }: Settings): AnonymousLimits | undefined {
  const access = accessMode(auth);
  if (access === 'open') return undefined;
  return {
    connections: Math.max(1, Math.floor((live.connections * live.anonymousShare) / 100)),
    perAddress: live.anonymousPerAddress,
    timeout: access === 'signed-in' ? live.anonymousTimeout : undefined,
  };
}

function authConfig(auth: Settings['auth']): AuthConfig | undefined {
  return hasKeys(auth) ? { ...auth, issuers: issuersOf(auth) } : undefined;
}

/** The first issuer has its own settings, whose completeness the schema checks. */
function issuersOf({ jwksUrl, issuer, audience, roles, issuers }: Settings['auth']): readonly Issuer[] {
  if (jwksUrl === undefined || issuer === undefined || audience === undefined) return issuers;
  return [{ jwksUrl, issuer, audience, roles }, ...issuers];
}

function accessMode(auth: Settings['auth']): AccessMode {
  if (!hasKeys(auth)) return 'open';
  return auth.required ? 'signed-in' : 'by-field';
}

/** The schema refuses a safelist without a manifest. */
function safelistConfig({ safelist, manifest }: Settings['documents']) {
  return safelist === 'off' || manifest === undefined ? undefined : { mode: safelist, file: manifest };
}
