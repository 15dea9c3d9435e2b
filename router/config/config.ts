import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { ConfigError, createEnv, readMode } from '../../platform/config/env.ts';
import { errorMessage } from '../../platform/errors.ts';
import { accessOf, type NatsSettings } from '../../platform/messaging/jetstream/settings.ts';
import { isRecord } from '../../platform/type-guards.ts';
import type { AccessMode } from '../auth/access.ts';
import type { AuthConfig, Issuer } from '../auth/authenticate.ts';
import type { CorsConfig } from '../http/cross-origin.ts';
import type { HostsConfig } from '../http/hosts.ts';
import type { BreakerLimits } from '../subgraphs/circuit-breaker.ts';
import type { AnonymousLimits } from '../subscriptions/live-config.ts';
import { Settings } from './schema.ts';
import { namesAt, settingsOf, urls } from './setting-types.ts';

type Source = Readonly<Record<string, string | undefined>>;
type Tree = { [name: string]: unknown };

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
 * @throws ConfigError that names the invalid setting and what is expected
 */
export function readConfig(flags: RouterFlags, env: Source): RouterConfig {
  const file = flags.config ?? env.ROUTER_CONFIG?.trim();
  const tree = (file ?? '').split(',').reduce<Tree>((below, name) => {
    const path = name.trim();
    return path === '' ? below : merged(below, readFile(path));
  }, {});
  const variables: Source = {
    ...env,
    ...(flags.supergraph ? { SUPERGRAPH: flags.supergraph } : {}),
    ...(flags.port ? { PORT: flags.port } : {}),
    ...(flags.host ? { HOST: flags.host } : {}),
  };
  const set = overlay(tree, variables);
  const result = Settings.safeParse(tree);
  if (!result.success) {
    const messages = result.error.issues.map((issue) => describeIssue(issue, file, set));
    throw new ConfigError(messages.join('; '));
  }
  if (!result.data.supergraph) {
    throw new ConfigError('SUPERGRAPH is not set: expected the path of a supergraph file (--supergraph).');
  }
  return routerConfig({ ...result.data, supergraph: result.data.supergraph }, variables);
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

/**
 * Overrides the file's settings with environment variables. Returns the variables by the path of their
 * setting.
 */
function overlay(tree: Tree, env: Source): ReadonlyMap<string, string> {
  const set = new Map<string, string>();
  const mode = readMode(createEnv(env));
  for (const { path, about } of settingsOf(Settings)) {
    const value = about.env && env[about.env]?.trim();
    if (!about.env || !value) continue;
    let at = tree;
    for (const name of path.slice(0, -1)) {
      const inner = at[name];
      const next: Tree = isRecord(inner) ? { ...inner } : {};
      at[name] = next;
      at = next;
    }
    at[path.at(-1) ?? ''] = about.env === 'NODE_ENV' ? mode === 'production' : value;
    set.set(path.join('.'), about.isShown ? `${about.env}=${value}` : about.env);
  }
  return set;
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
  const path = issue.path.map(String).join('.');
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
 * @throws ConfigError for settings that contradict each other
 */
function routerConfig(given: Settings & { readonly supergraph: string }, variables: Source) {
  const { production, auth, http, limits, pages, rateLimit, subgraphs } = given;
  checkOpen(given);
  return {
    /** Path of the composed supergraph schema. */
    supergraph: given.supergraph,
    host: given.host,
    /** 0 picks a free port. */
    port: given.port,
    production,
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
  if (url === undefined) return undefined;
  accessOf({ ...access, url });
  return { ...access, url };
}

function urlsIn(variable: string, text: string): readonly string[] {
  const read = urls.schema().safeParse(text);
  if (read.success) return read.data;
  const why = read.error.issues.map(({ message }) => message).join('; ');
  throw new ConfigError(`${variable} is invalid: ${why}`);
}

function breakerLimits(given: Settings['subgraphs']['breaker']): BreakerLimits {
  const { window, minimumRequests, failurePercent, probeInterval } = given;
  if (minimumRequests > window) {
    throw new ConfigError(
      `subgraphs.breaker.minimumRequests (${minimumRequests}) exceeds subgraphs.breaker.window (${window}): the breaker would never open`,
    );
  }
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
  if (!hasKeys(auth)) return undefined;
  const issuers = issuersOf(auth);
  const names = issuers.map(({ issuer }) => issuer);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ConfigError(`auth.issuers: ${twice} is there twice`);
  return { ...auth, issuers };
}

function issuersOf({ jwksUrl, issuer, audience, roles, issuers }: Settings['auth']): readonly Issuer[] {
  if (jwksUrl === undefined) return issuers;
  if (issuer === undefined || audience === undefined)
    throw new ConfigError(
      `${issuer === undefined ? 'auth.issuer (JWT_ISSUER)' : 'auth.audience (JWT_AUDIENCE)'} is not set: expected what tokens of auth.jwksUrl name`,
    );
  return [{ jwksUrl, issuer, audience, roles }, ...issuers];
}

/** Without keys nobody is checked. In production that is to be said. */
function checkOpen({ auth, production }: Settings): void {
  const isOpen = !hasKeys(auth);
  if (isOpen && production && !auth.open)
    throw new ConfigError(
      'auth.jwksUrl (JWKS_URL) is not set: expected the public keys of the token issuer. Without them everybody may do everything, which in production auth.open (AUTH_OPEN) has to allow.',
    );
  if (!isOpen && auth.open)
    throw new ConfigError(
      'auth.open (AUTH_OPEN) is true, but auth.jwksUrl (JWKS_URL) or auth.issuers is set',
    );
}

function accessMode(auth: Settings['auth']): AccessMode {
  if (!hasKeys(auth)) return 'open';
  return auth.required ? 'signed-in' : 'by-field';
}

/** Whether the keys of an issuer are named, so that tokens are checked. */
function hasKeys({ jwksUrl, issuers }: Settings['auth']): boolean {
  return jwksUrl !== undefined || issuers.length > 0;
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
