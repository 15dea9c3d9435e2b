import { z } from 'zod';
import { LOG_LEVEL, LOW_WATER_MB, PRODUCTION, SHUTDOWN } from '../config/process-settings.ts';
import { section } from '../config/setting.ts';
import {
  anyDuration,
  count,
  duration,
  HTTP,
  port,
  positive,
  retention,
  text,
  texts,
  url,
  urls,
} from '../config/setting-kinds.ts';
import { KEY_RETENTION_MS } from '../idempotency/once.ts';
import { SCOPE_CLAIMS } from '../identity/claims.ts';
import { KEYS_MAX_AGE_MS } from '../identity/key-set.ts';
import { MAX_TRIES } from '../messaging/jetstream/handling.ts';
import { REQUIRED_NATS } from '../messaging/jetstream/settings.ts';
import { STUCK_AFTER_MS } from '../messaging/relay.ts';
import { INBOX_RETENTION_MS } from '../postgres/retention.ts';
import { DEFAULT_LIMITS } from '../subgraph/request-limits.ts';
import { TRACING } from '../telemetry/tracing-settings.ts';

const SERVICE_SHAPE = {
  host: text.withDefault('127.0.0.1', { env: 'HOST', description: 'address to listen on' }),
  port: port.withDefault(0, { env: 'PORT', description: 'port to listen on; 0 picks a free one' }),
  production: PRODUCTION,
  logLevel: LOG_LEVEL,
  metricsPort: port.optional({
    env: 'METRICS_PORT',
    defaultText: 'the service’s own; in production none',
    description: 'separate port for `/metrics`, without which production has none; 0 picks a free one',
  }),
  nats: REQUIRED_NATS,
  shutdown: SHUTDOWN,
  tracing: TRACING,
  serviceToken: text.required({
    env: 'SERVICE_TOKEN',
    isSecret: true,
    defaultText: 'required; `npm start` makes one',
    description: 'token with the role `service`, with which the service asks others',
  }),
  contactUrls: urls.withDefault([], {
    env: 'CONTACTS_URL',
    defaultText: 'none: nothing is reported',
    description:
      'instances of the service to which the language and the e-mail address of callers are reported',
  }),
  storesFolder: text.optional({
    env: 'STORES_DIR',
    description:
      'folder on the disk of the stores, whose free space is watched; unset where they are elsewhere',
  }),
  lowWaterMb: LOW_WATER_MB,
  eventMaxTries: positive.withDefault(MAX_TRIES, {
    env: 'EVENT_MAX_TRIES',
    description: 'attempts to handle an event before it becomes a dead letter',
  }),
  stuckAfterMs: anyDuration.withDefault(STUCK_AFTER_MS, {
    env: 'EVENT_STUCK_AFTER',
    description: 'how long events cannot be published, or NATS is away, until the service is not ready',
  }),
  keysKeptMs: retention.withDefault(KEY_RETENTION_MS, {
    env: 'IDEMPOTENCY_KEPT',
    description: 'how long idempotency keys are kept; later, the same key is a new request',
  }),
  identity: section({
    jwksUrl: url(...HTTP, 'file:', 'data:').required({
      env: 'JWKS_URL',
      defaultText: 'required; `npm start` has a local issuer',
      description: 'public keys of the token issuer',
    }),
    issuer: text.withDefault('meetingroom-local', {
      env: 'JWT_ISSUER',
      description: 'issuer that tokens name in `iss`',
    }),
    audience: text.withDefault('meetingroom', {
      env: 'JWT_AUDIENCE',
      description: 'audience that tokens name in `aud`',
    }),
    scopeClaims: texts.withDefault([...SCOPE_CLAIMS], {
      env: 'JWT_SCOPE_CLAIMS',
      description: 'claims that name scopes: a text with spaces between them, or a list',
    }),
    keysMaxAgeMs: duration.withDefault(KEYS_MAX_AGE_MS, {
      env: 'JWKS_MAX_AGE',
      description: 'how old known public keys may be; then they are read again, and withdrawn ones end',
    }),
  }),
  requests: section({
    bodyBytes: positive.withDefault(DEFAULT_LIMITS.bodyBytes, {
      env: 'REQUEST_BYTES',
      description: 'maximum bytes of a request body',
    }),
    objects: positive.withDefault(DEFAULT_LIMITS.objects, {
      env: 'OPERATION_OBJECTS',
      description: 'maximum objects in the answer of an operation',
    }),
    readsAtOnce: positive.withDefault(DEFAULT_LIMITS.reads.atOnce, {
      env: 'READS_AT_ONCE',
      description: 'reads of queries that run at the same time',
    }),
    readsWaiting: count.withDefault(DEFAULT_LIMITS.reads.waiting, {
      env: 'READS_WAITING',
      description: 'reads that wait for their turn; more are refused',
    }),
    readWaitMs: anyDuration.withDefault(DEFAULT_LIMITS.reads.maxWaitMs, {
      env: 'READ_WAIT',
      description: 'how long a read waits for its turn; then it is refused',
    }),
  }),
} as const;

const SERVICE_TABLE = z.strictObject(SERVICE_SHAPE);

/** The settings of every service. */
export type ServiceSettings = z.output<typeof SERVICE_TABLE>;

const POSTGRES_SHAPE = {
  databaseUrl: url('postgres:', 'postgresql:').required({
    env: 'DATABASE_URL',
    isSecret: true,
    defaultText: 'required; `npm start` sets it',
    description: 'PostgreSQL database of the service, with its user and password',
  }),
  inboxKeptMs: retention.withDefault(INBOX_RETENTION_MS, {
    env: 'INBOX_KEPT',
    description: 'how long handled events, and notices of the provider, are remembered',
  }),
} as const;

const MONGO_SHAPE = {
  mongodbUrl: url('mongodb:', 'mongodb+srv:').required({
    env: 'MONGODB_URL',
    isSecret: true,
    defaultText: 'required; `npm start` sets it',
    description: 'MongoDB server of the service, with its user and password',
  }),
} as const;

/** The settings of a service with a PostgreSQL database, and its own. */
export function postgresServiceTable<Shape extends z.ZodRawShape>(own: Shape) {
  return z.strictObject({ ...SERVICE_SHAPE, ...POSTGRES_SHAPE, ...own });
}

/** The settings of a service with a MongoDB database, and its own. */
export function mongoServiceTable<Shape extends z.ZodRawShape>(own: Shape) {
  return z.strictObject({ ...SERVICE_SHAPE, ...MONGO_SHAPE, ...own });
}

export type PostgresServiceSettings = ServiceSettings & {
  readonly databaseUrl: string;
  readonly inboxKeptMs: number;
};
export type MongoServiceSettings = ServiceSettings & { readonly mongodbUrl: string };
