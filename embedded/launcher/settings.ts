import { resolve } from 'node:path';
import {
  ConfigError,
  createEnv,
  readLogBytes,
  readLogLevel,
  readLowWaterBytes,
  readMode,
} from '../../platform/config/env.ts';
import { SERVER_NAMES } from '../server.ts';
import { type ConfiguredServers, readConfiguredServers } from './configured-servers.ts';
import { type Instance, instancesOf, ROUTER, SERVICES, type Service, SIMULATOR } from './services.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** The settings of `npm start`, which come from environment variables. */
export type Settings = {
  readonly dataDir: string;
  /** Removes the data folder when the instance ends. Meant for tests (MEETINGROOM_TEMPORARY). */
  readonly temporary: boolean;
  /** The port of the router; 0 for any free one. */
  readonly port: number;
  readonly host: string;
  /** Servers that run elsewhere. */
  readonly configured: ConfiguredServers;
  /** Payments go to Stripe, or to STRIPE_API_BASE, instead of to the simulator. */
  readonly ownProvider: boolean;
  /** The keys of an identity provider that replaces the local issuer. */
  readonly jwksUrl: string | undefined;
  /** Whether the closed defaults of production hold (NODE_ENV). */
  readonly isProduction: boolean;
  /** The port of the first router's metrics, where they have one of their own (METRICS_PORT). */
  readonly metricsPort: number | undefined;
  /** The number of processes of a service or of the router. */
  readonly replicas: (name: string) => number;
  /** The free space of the data folder's disk below which changes are refused, in bytes. */
  readonly lowWaterBytes: number;
  /** The largest log of a process, in bytes. */
  readonly logBytes: number;
  /** The services to start at first; undefined for all. */
  readonly only: readonly string[] | undefined;
};

/** What REPLICAS can name. */
const REPLICATED = [...SERVICES.map(({ name }) => name), ROUTER.name];

/** The absolute path of the data folder (DATA_DIR). */
export function dataDirOf(env: Env): string {
  return resolve(env.DATA_DIR || '.data');
}

/** Reads the settings, or returns a message that says what is wrong with them. */
export function readSettings(env: Env): Settings | string {
  const port = Number(env.PORT || 4000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    return `PORT=${env.PORT} is not a port: use a number from 1 to 65535, or 0 for any free one.`;
  }
  const replicas = readReplicas(env.REPLICAS ?? '');
  if (typeof replicas === 'string') return replicas;
  const shared = readShared(env);
  if (typeof shared === 'string') return shared;
  const key = env.STRIPE_API_KEY ?? '';
  return {
    ...shared,
    dataDir: dataDirOf(env),
    temporary: env.MEETINGROOM_TEMPORARY === '1',
    port,
    host: env.HOST || '127.0.0.1',
    ownProvider: Boolean(env.STRIPE_API_BASE) || key !== '',
    jwksUrl: env.JWKS_URL || undefined,
    replicas,
    only: env.SERVICES?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  };
}

/** What an instance runs under these settings. */
export type Members = {
  readonly routers: readonly Instance<typeof ROUTER>[];
  readonly services: readonly Instance<Service>[];
  /** Everything that can be started and stopped by name. A server that is configured by URL cannot. */
  readonly names: readonly string[];
};

export function membersOf({ replicas, ownProvider, configured }: Settings): Members {
  const routers = instancesOf(ROUTER, replicas(ROUTER.name));
  const services = SERVICES.flatMap((service) => instancesOf(service, replicas(service.name)));
  const names = [
    ...[...routers, ...services].map(({ name }) => name),
    ...(ownProvider ? [] : [SIMULATOR.name]),
    ...SERVER_NAMES.filter((name) => configured[name] === undefined),
  ];
  return { routers, services, names };
}

type Shared = Pick<Settings, 'configured' | 'isProduction' | 'metricsPort' | 'lowWaterBytes' | 'logBytes'>;

/** Reads what every process reads, because each would refuse a wrong value in a log of its own. */
function readShared(env: Env): Shared | string {
  try {
    const source = createEnv(env);
    readLogLevel(source);
    const lowWaterBytes = readLowWaterBytes(source);
    const logBytes = readLogBytes(source);
    const metricsPort = env.METRICS_PORT ? source.integer('METRICS_PORT') : undefined;
    const configured = readConfiguredServers(env);
    const isProduction = readMode(source) === 'production';
    return (
      missingSecret(env, isProduction) ?? { configured, lowWaterBytes, logBytes, metricsPort, isProduction }
    );
  } catch (error) {
    if (error instanceof ConfigError) return `${error.message}.`;
    throw error;
  }
}

/** What has no default: the issuer's keys in production, and the secrets of another payment provider. */
function missingSecret(env: Env, isProduction: boolean): string | undefined {
  if (isProduction && !env.JWKS_URL)
    return 'JWKS_URL is not set: with NODE_ENV=production there is no local issuer, so it has to name the public keys of your identity provider.';
  if (env.JWKS_URL && !env.SERVICE_TOKEN)
    return 'SERVICE_TOKEN is not set: with JWKS_URL it has to be a token of that issuer with the role `service`.';
  const ofProvider = ['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'];
  const missing = ofProvider.find((name) => !env[name]);
  if ((env.STRIPE_API_BASE || env.STRIPE_API_KEY) && missing !== undefined)
    return `${missing} is not set: another payment provider than the simulator needs ${ofProvider.join(' and ')}.`;
  return undefined;
}

/** Parses REPLICAS: `2` for all, or `booking=2,router=2`. Returns a message if it is malformed. */
function readReplicas(text: string): Settings['replicas'] | string {
  if (text.trim() === '') return () => 1;
  const parts = text.split(',').map((part) => /^\s*(?:([a-z]+)\s*=\s*)?([1-9])\s*$/.exec(part));
  const counts = new Map<string | undefined, number>();
  for (const part of parts) {
    const [, name, count] = part ?? [];
    if (count === undefined || (name !== undefined && !REPLICATED.includes(name))) {
      return `REPLICAS=${text} is invalid: expected a number from 1 to 9, or such as booking=2,router=2 (${REPLICATED.join(', ')}).`;
    }
    counts.set(name, Number(count));
  }
  return (name) => counts.get(name) ?? counts.get(undefined) ?? 1;
}

const WITHHELD =
  /^(STORES_DIR|DATABASE_URL|MONGODB_URL|PORT|HOST|DATA_DIR|SERVICES|REPLICAS|SERVICE_TOKEN|DEV_TOKENS|PAGE_TABS|WEBHOOK_URL|INIT_CWD|(STRIPE|SMTP|PSP|JWKS|METRICS|JWT|MEETINGROOM|MONGOMS|NATS)_.*|.*_(DATABASE_URL|MONGODB_URL|NATS_URL|PASSWORD)|npm_.*)$/i;

/** The caller's variables without secrets and addresses: each service gets only its own of those. */
export function sharedEnvironment(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || WITHHELD.test(name) ? [] : [[name, value]],
    ),
  );
}

/** The variables whose names begin with the prefix. */
export function variablesWithPrefix(prefix: string, env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && name.startsWith(prefix) ? [[name, value]] : [],
    ),
  );
}
