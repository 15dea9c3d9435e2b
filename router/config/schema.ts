import { z } from 'zod';
import { LOG_LEVEL, PRODUCTION, SHUTDOWN } from '../../platform/config/process-settings.ts';
import { customSetting, section } from '../../platform/config/setting.ts';
import {
  count,
  duration,
  flag,
  oneOf,
  percent,
  port,
  positive,
  text,
  texts,
  url,
  urls,
} from '../../platform/config/setting-kinds.ts';
import { SCOPE_CLAIMS } from '../../platform/identity/claims.ts';
import { OPTIONAL_NATS } from '../../platform/messaging/jetstream/settings.ts';
import { TRACING } from '../../platform/telemetry/tracing-settings.ts';
import { authProblems, breakerProblems, safelistProblems } from './checks.ts';
import {
  HEADER_NAME,
  header,
  hostNames,
  origins,
  preflightedHeaders,
  supergraphFile,
} from './setting-types.ts';

/** The default headers for subgraphs. */
const PROPAGATED = [{ name: 'authorization' }, { name: 'traceparent' }, { name: 'x-correlation-id' }];

/** Headers that the router or its connection sets. Forwarding them would corrupt requests. */
const RESERVED =
  /^(accept|accept-encoding|connection|content-encoding|content-length|content-type|expect|host|http2-settings|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade)$/;

const HeaderName = z
  .string()
  .regex(HEADER_NAME, 'expected a header name')
  .transform((name) => name.toLowerCase());
const HeaderValue = z.string().regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'expected a header value');

/** A header name, or a rule. */
const HeaderRule = z
  .union(
    [
      HeaderName.transform((name) => ({ name })),
      z.strictObject({ name: HeaderName, as: HeaderName.optional(), default: HeaderValue.optional() }),
    ],
    'expected a header name, or { name, as, default }',
  )
  .superRefine((rule, context) => {
    const sent = 'as' in rule && rule.as !== undefined ? rule.as : rule.name;
    if (RESERVED.test(sent)) context.addIssue(`${sent} cannot be forwarded: the router sets it`);
  });
const HeaderRules = z.array(HeaderRule);

/** More than a company has; a list that grows is a mistake. */
const MAX_ISSUERS = 20;

const Roles = z.record(z.string(), texts.schema()).default({});

const keysUrl = url('https:', 'http:', 'file:');

/** An issuer besides the first one. */
const OtherIssuer = z.strictObject({
  jwksUrl: keysUrl.schema(),
  issuer: text.schema(),
  audience: text.schema(),
  roles: Roles,
});

/** The schema of all settings with their documentation; a test compares docs/router/running.md with it. */
export const Settings = z.strictObject({
  supergraph: supergraphFile.required({
    env: 'SUPERGRAPH',
    defaultText: '(required)',
    description: 'composed supergraph file; reloaded when it changes',
  }),
  host: text.withDefault('127.0.0.1', { env: 'HOST', description: 'address to listen on' }),
  port: port.withDefault(4_000, { env: 'PORT', description: 'port to listen on; 0 picks a free one' }),
  production: PRODUCTION,
  logLevel: LOG_LEVEL,
  introspection: flag.optional({
    env: 'INTROSPECTION',
    defaultText: 'true; in production false',
    description: 'whether clients may query the schema',
  }),
  nats: OPTIONAL_NATS,
  shutdown: SHUTDOWN,
  tracing: TRACING,
  pages: section({
    enabled: flag.optional({
      env: 'PAGES',
      defaultText: 'true; in production false',
      description: 'whether `/` and `/graphiql` are served',
    }),
    tabs: text.optional({
      env: 'PAGE_TABS',
      defaultText: 'one with a short greeting',
      description: 'YAML file with the tabs of GraphiQL; Sandbox opens with the first',
    }),
    devTokens: texts.withDefault([], {
      env: 'DEV_TOKENS',
      isSecret: true,
      defaultText: 'none',
      description:
        'tokens of the users that the pages may act as; handed to the pages on this machine only, ignored in production',
    }),
  }),
  http: section({
    keepAlive: duration.withDefault(5_000, {
      env: 'KEEP_ALIVE',
      description:
        'how long an idle client connection stays open; set it above the load balancer’s own timeout',
    }),
    drainTimeout: duration.withDefault(15_000, {
      env: 'DRAIN_TIMEOUT',
      description:
        'how long a shutdown waits for clients that neither finish a request nor read its response; `shutdown.timeout` ends the process in any case',
    }),
    hosts: hostNames.optional({
      env: 'HTTP_HOSTS',
      defaultText: 'loopback names; in production `*`',
      description:
        'host names under which the router serves, besides loopback names; requests for others get 421',
    }),
    bodyLimit: positive.withDefault(1_048_576, {
      env: 'BODY_LIMIT',
      description: 'maximum bytes of a request body or WebSocket message',
    }),
    bodyBudget: positive.withDefault(67_108_864, {
      env: 'BODY_BUDGET',
      description:
        'maximum bytes of all bodies and messages that are not complete; above it, those that have taken longest get 503',
    }),
    bodyGrace: duration.withDefault(10_000, {
      description: 'how long a body or message may take at any speed',
    }),
    bodySpeed: positive.withDefault(10_000, {
      description: 'least bytes per second of a body or message after that; a slower one gets 408',
    }),
    unreadTimeout: duration.withDefault(30_000, {
      env: 'UNREAD_TIMEOUT',
      description:
        'how long a client may take nothing of what is sent to it, over any transport; then its connection is cut',
    }),
    unreadPerConnection: positive.withDefault(16_777_216, {
      description: 'bytes that may wait for one WebSocket before it is cut instead of getting more',
    }),
    unreadLimit: positive.withDefault(268_435_456, {
      env: 'UNREAD_LIMIT',
      description:
        'maximum bytes that wait for all clients together; above it, those that have taken nothing for longest are cut',
    }),
    trustedProxies: count.withDefault(0, {
      env: 'TRUSTED_PROXIES',
      description:
        'number of reverse proxies in front; the client’s address is that many entries from the end of `X-Forwarded-For`; 0 ignores the header',
    }),
  }),
  cors: section({
    origins: origins.optional({
      env: 'CORS_ORIGINS',
      defaultText: 'loopback origins and Apollo Studio; in production `none`',
      description:
        'origins of web pages that may send requests and open WebSockets; the router’s own pages may too, where `http.hosts` names it',
    }),
  }),
  csrf: section({
    prevent: flag.withDefault(true, {
      env: 'CSRF_PREVENTION',
      description: 'rejects requests that a browser sends to other sites without a preflight',
    }),
    headers: preflightedHeaders.withDefault(['x-apollo-operation-name', 'apollo-require-preflight'], {
      description: 'headers that prove a preflight besides a bearer token; one of them is enough',
    }),
  }),
  auth: section(
    {
      jwksUrl: keysUrl.optional({
        env: 'JWKS_URL',
        description:
          'public keys of the token issuer (`https:`, `http:`, `file:`); unset disables authentication, which in production `open` has to allow',
      }),
      open: flag.withDefault(false, {
        env: 'AUTH_OPEN',
        description:
          'whether a router in production may start without `jwksUrl` and `issuers`: everybody may do everything then',
      }),
      keysMaxAge: duration.withDefault(30_000, {
        env: 'JWKS_MAX_AGE',
        description: 'how old known public keys may be; then they are read again, and withdrawn ones end',
      }),
      issuer: text.optional({
        env: 'JWT_ISSUER',
        defaultText: '(required with `jwksUrl`)',
        description: 'issuer that tokens name in `iss`',
      }),
      audience: text.optional({
        env: 'JWT_AUDIENCE',
        defaultText: '(required with `jwksUrl`)',
        description: 'audience that tokens name in `aud`',
      }),
      roles: customSetting(Roles, {
        expected: 'lists of scopes by role',
        defaultValue: {},
        description: 'scopes that a role of this issuer grants; other roles grant nothing',
      }),
      issuers: customSetting(z.array(OtherIssuer).max(MAX_ISSUERS).default([]), {
        expected: 'a list of { jwksUrl, issuer, audience, roles }',
        defaultValue: undefined,
        description:
          'further issuers, each with its `jwksUrl`, `issuer`, `audience` and, if its roles shall grant scopes, `roles`',
      }),
      roleClaim: text.withDefault('role', {
        env: 'JWT_ROLE_CLAIM',
        description: 'claim that names the caller’s role, or a list of roles',
      }),
      scopeClaims: texts.withDefault([...SCOPE_CLAIMS], {
        env: 'JWT_SCOPE_CLAIMS',
        description: 'claims that name scopes: a text with spaces between them, or a list',
      }),
      reservedScopes: texts.withDefault([], {
        defaultText: 'none',
        description: 'scopes that roles grant and claims do not',
      }),
      required: flag.withDefault(true, {
        env: 'JWT_REQUIRED',
        description:
          'whether every operation needs a token; false requires one only for `@authenticated`, `@requiresScopes` and `@policy`',
      }),
      requireRole: flag.withDefault(true, {
        env: 'JWT_REQUIRE_ROLE',
        description:
          'whether a token must have one of the roles of its issuer, where that has some; without one, it has only the scopes that it claims',
      }),
      policyClaim: text.withDefault('policies', {
        env: 'JWT_POLICY_CLAIM',
        description: 'claim that lists the caller’s policies for `@policy`',
      }),
    },
    authProblems,
  ),
  headers: section({
    propagate: customSetting(HeaderRules.default(PROPAGATED), {
      expected: 'a list of headers: a name, or { name, as, default }',
      defaultValue: PROPAGATED.map(({ name }) => name),
      description: 'client headers that are forwarded to the subgraphs',
    }),
    subgraphs: customSetting(z.record(z.string(), HeaderRules).default({}), {
      expected: 'lists of headers by subgraph name',
      defaultValue: {},
      description: 'the same for single subgraphs, instead of the list for all',
    }),
  }),
  documents: section(
    {
      cacheSize: positive.withDefault(1_000, {
        description: 'maximum number of cached documents per graph, with their plans',
      }),
      cacheBytes: positive.withDefault(67_108_864, {
        description:
          'maximum bytes of the cached documents per graph with their plans and response writers, of the registered documents, and of the answers to introspection, each',
      }),
      automaticPersistedQueries: flag.withDefault(true, {
        env: 'AUTOMATIC_PERSISTED_QUERIES',
        description:
          'automatic persisted queries: clients may register a document and then send only its hash',
      }),
      persistedQueryCacheSize: positive.withDefault(1_000, {
        description: 'maximum number of registered documents; the least recently used one is dropped',
      }),
      safelist: oneOf('off', 'log', 'only').withDefault('off', {
        env: 'SAFELIST',
        description:
          'documents that are not in the manifest: `off` runs them, `log` runs and logs them, `only` rejects them',
      }),
      manifest: text.optional({
        env: 'SAFELIST_MANIFEST',
        description: 'file of the safelist, in Apollo’s format of persisted query manifests',
      }),
    },
    safelistProblems,
  ),
  limits: section({
    tokens: positive.withDefault(5_000, { description: 'maximum tokens of a document' }),
    operations: positive.withDefault(20, { description: 'maximum operations in a document' }),
    depth: positive.withDefault(20, { description: 'maximum nesting of fields' }),
    fields: positive.withDefault(2_000, { description: 'maximum fields, with fragments expanded' }),
    aliases: count.withDefault(100, { description: 'maximum aliases' }),
    directives: count.withDefault(200, { description: 'maximum directives' }),
    rootFields: positive.withDefault(50, { description: 'maximum root fields' }),
    cost: positive.withDefault(55_000, {
      env: 'COST_LIMIT',
      description: 'maximum estimated cost of an operation',
    }),
    objects: positive.withDefault(50_000, {
      description:
        'maximum items of lists that an operation yields: those that it visits and merges between requests, and those of its answer',
    }),
    receivedBytes: positive.withDefault(8_388_608, {
      description: 'maximum bytes of all responses of subgraphs to one operation',
    }),
    answerBytes: positive.withDefault(2_097_152, { description: 'maximum bytes of an answer' }),
    listSize: positive.withDefault(100, { description: 'assumed length of a list without `@listSize`' }),
    costHeader: header.optional({
      description: 'request header with which clients get the cost in `extensions.cost`; unset disables it',
    }),
    batch: count.withDefault(0, {
      env: 'BATCH_LIMIT',
      description: 'maximum operations in one HTTP request; 0 disables batching',
    }),
    planningTime: duration.withDefault(2_000, {
      env: 'PLANNING_TIMEOUT',
      description: 'maximum time to plan an operation that is new, once its turn has come',
    }),
    planningQueue: positive.withDefault(500, {
      description: 'maximum number of new operations that wait to be planned',
    }),
    timeout: duration.withDefault(30_000, {
      env: 'OPERATION_TIMEOUT',
      description: 'timeout of a query or mutation',
    }),
  }),
  rateLimit: section({
    perSecond: count.withDefault(0, {
      env: 'RATE_LIMIT',
      description:
        'operations per second of one client, identified by its token’s subject or else its address; 0 disables the limit',
    }),
    burst: count.withDefault(0, {
      env: 'RATE_LIMIT_BURST',
      defaultText: 'twice `perSecond`',
      description: 'operations that one client may send at once',
    }),
  }),
  subgraphs: section({
    queryTimeout: duration.withDefault(5_000, {
      env: 'QUERY_TIMEOUT',
      description: 'timeout of a query to a subgraph, including retries',
    }),
    mutationTimeout: duration.withDefault(10_000, {
      env: 'MUTATION_TIMEOUT',
      description: 'timeout of a mutation to a subgraph; set it above the subgraph’s own timeouts',
    }),
    deduplicate: flag.withDefault(true, {
      env: 'DEDUPLICATE_QUERIES',
      description: 'whether identical queries in flight with the same access share one execution',
    }),
    responseLimit: positive.withDefault(67_108_864, { description: 'maximum bytes of a subgraph response' }),
    inFlight: positive.withDefault(500, {
      env: 'SUBGRAPH_IN_FLIGHT',
      description: 'maximum concurrent requests to one subgraph; more wait, and clients take turns',
    }),
    inFlightPerClient: positive.withDefault(8, {
      env: 'SUBGRAPH_IN_FLIGHT_PER_CLIENT',
      description:
        'maximum concurrent requests of one client to one subgraph while no other client asks it; the client is its token’s subject or else its address',
    }),
    inFlightBesideOthers: positive.withDefault(2, {
      env: 'SUBGRAPH_IN_FLIGHT_BESIDE_OTHERS',
      description: 'the same while others ask it, and for 1 s after that',
    }),
    waitingPerClient: count.withDefault(1_000, {
      description: 'maximum requests of one client that wait for their turn; more are rejected',
    }),
    waitingBytesPerClient: positive.withDefault(8_388_608, {
      description: 'maximum size of the requests of one client that wait',
    }),
    waitingBytes: positive.withDefault(134_217_728, {
      description: 'maximum size of all requests that wait for one subgraph',
    }),
    breaker: section(
      {
        failurePercent: percent.withDefault(50, {
          description: 'percentage of failed requests that opens the circuit breaker of a subgraph',
        }),
        window: positive.withDefault(50, {
          description: 'number of last requests that the circuit breaker counts',
        }),
        minimumRequests: positive.withDefault(20, {
          description: 'minimum number of requests before it opens',
        }),
        probeInterval: duration.withDefault(1_000, {
          description: 'time in the open state before one request may probe',
        }),
      },
      breakerProblems,
    ),
    urls: customSetting(z.record(z.string(), urls.schema()).default({}), {
      expected: 'URLs by subgraph name',
      defaultValue: {},
      env: '<NAME>_URL',
      defaultText: 'the supergraph’s routing URLs',
      description:
        'URLs of a subgraph’s instances; the variable has its name in upper case with `_` for other characters, and separates several URLs by commas',
    }),
  }),
  live: section({
    queue: positive.withDefault(1_000, {
      env: 'SUBSCRIPTION_QUEUE',
      description: 'maximum undelivered changes of one slow subscriber',
    }),
    grace: duration.withDefault(3_000, {
      env: 'SUBSCRIPTION_GRACE',
      description:
        'how long a subscription to data with owners waits for its first event; a caller who may not see the data is refused after the same time',
    }),
    connections: positive.withDefault(20_000, {
      env: 'LIVE_CONNECTIONS',
      description:
        'maximum WebSockets and event streams; when they are full, the oldest without a token is closed for a new one, and without such, more get 503',
    }),
    anonymousShare: percent.withDefault(25, {
      description:
        'percentage of `connections` that clients without a token may hold; the oldest of them is closed for a new one',
    }),
    anonymousPerAddress: positive.withDefault(100, {
      env: 'LIVE_ANONYMOUS_PER_ADDRESS',
      description: 'the same for clients without a token from one address',
    }),
    anonymousTimeout: duration.withDefault(10_000, {
      description:
        'time for a WebSocket without a token, where every operation needs one; then it is closed with 4401',
    }),
    subscriptionsPerConnection: positive.withDefault(100, {
      description: 'maximum concurrent operations on one WebSocket',
    }),
    subscriptionsPerClient: positive.withDefault(1_000, {
      description:
        'maximum subscriptions of one client on all of its connections; the client is its token’s subject or else its address',
    }),
    idsPerClient: positive.withDefault(20_000, {
      description: 'maximum ids that the subscriptions of one client name together',
    }),
    initTimeout: duration.withDefault(3_000, {
      description: 'time for a WebSocket to send `connection_init`; then it is closed with 4408',
    }),
    lifetime: duration.withDefault(86_400_000, {
      env: 'LIVE_LIFETIME',
      description: 'maximum age of a connection; clients then reconnect',
    }),
    heartbeat: duration.withDefault(30_000, {
      env: 'LIVE_HEARTBEAT',
      description: 'time between heartbeats; a WebSocket that misses one is terminated',
    }),
  }),
  metrics: section({
    enabled: flag.withDefault(true, { env: 'METRICS', description: 'whether `/metrics` is served' }),
    port: port.optional({
      env: 'METRICS_PORT',
      defaultText: 'the router’s own; in production none',
      description: 'separate port for `/metrics`, without which production has none; 0 picks a free one',
    }),
  }),
});

export type Settings = z.output<typeof Settings>;
