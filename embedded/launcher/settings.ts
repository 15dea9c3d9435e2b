import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { CommandFailure } from '../../platform/config/command-failure.ts';
import { ConfigError, problemsOf } from '../../platform/config/config-error.ts';
import type { Environment } from '../../platform/config/environment.ts';
import { BYTES_PER_MB } from '../../platform/config/process-settings.ts';
import { readSettings as readTable, secretsOf } from '../../platform/config/read-settings.ts';
import { readSecretFiles } from '../../platform/config/secret-files.ts';
import { errorCode } from '../../platform/errors.ts';
import type { StreamChoices } from '../../platform/messaging/jetstream/current-stream.ts';
import { SERVER_NAMES } from '../server.ts';
import { type ConfiguredServers, readConfiguredServers } from './configured-servers.ts';
import { type Instance, instancesOf, ROUTER, SERVICES, type Service, SIMULATOR } from './services.ts';
import { DATA_DIR, LAUNCHER_TABLE, type Replicas } from './settings-table.ts';

export type Env = Environment;

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
  readonly replicas: Replicas;
  /** The free space of the data folder's disk below which changes are refused, in bytes. */
  readonly lowWaterBytes: number;
  /** How long processes serve on after they were told to stop, in milliseconds (SHUTDOWN_DELAY). */
  readonly shutdownDelayMs: number;
  /** How long streams keep what (EVENTS_KEPT, DEAD_KEPT). */
  readonly kept: StreamChoices;
  /** The largest log of a process, in bytes. */
  readonly logBytes: number;
  /** The services to start at first; undefined for all. */
  readonly only: readonly string[] | undefined;
  /** The environment with secrets from their files, of which each process gets its part. */
  readonly environment: Environment;
};

const FOLDER_TABLE = z.strictObject({ dataDir: DATA_DIR });

/**
 * The absolute path of the data folder (DATA_DIR), which need not exist.
 *
 * @throws CommandFailure if it is no folder, or that of another user
 */
export function dataDirOf(env: Env): string {
  const dataDir = resolve(readTable(FOLDER_TABLE, env).dataDir);
  try {
    readdirSync(dataDir);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    if (code !== 'ENOENT')
      throw new CommandFailure(
        `The data folder ${dataDir} cannot be read (${code}): run this as the user who has started the instance, or set DATA_DIR to its folder.`,
      );
  }
  return dataDir;
}

/** Reads the settings, or returns a message that says everything that is wrong with them. */
export function readSettings(env: Env): Settings | string {
  const { values, files, problems } = readSecretFiles(env, secretsOf(LAUNCHER_TABLE));
  const wrong = [
    ...problems,
    ...problemsOf(() => readTable(LAUNCHER_TABLE, values)),
    ...problemsOf(() => readConfiguredServers(values)),
    ...missingSecrets({ ...values, ...Object.fromEntries(files) }),
  ];
  if (wrong.length > 0) return new ConfigError(wrong.map((each) => `${each}.`)).message;
  const given = readTable(LAUNCHER_TABLE, values);
  return {
    dataDir: resolve(given.dataDir),
    temporary: given.isTemporary,
    port: given.port,
    host: given.host,
    configured: readConfiguredServers(values),
    ownProvider: given.provider.apiBase !== undefined || given.provider.apiKey !== undefined,
    jwksUrl: given.jwksUrl,
    isProduction: given.production,
    metricsPort: given.metricsPort,
    replicas: given.replicas ?? (() => 1),
    lowWaterBytes: given.lowWaterMb * BYTES_PER_MB,
    logBytes: given.logLimitMb * BYTES_PER_MB,
    kept: given.kept,
    shutdownDelayMs: given.shutdown.delay,
    only: given.services,
    environment: values,
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

/** What has no default: the issuer's keys in production, and the secrets of another payment provider. */
function missingSecrets(env: Env): readonly string[] {
  const isProduction = env.NODE_ENV?.trim() === 'production';
  const isOwnProvider = env.STRIPE_API_BASE || env.STRIPE_API_KEY;
  return [
    ...(isProduction && !env.JWKS_URL
      ? [
          'JWKS_URL is not set: with NODE_ENV=production there is no local issuer, so it has to name the public keys of your identity provider',
        ]
      : []),
    ...(env.JWKS_URL && !env.SERVICE_TOKEN
      ? [
          'SERVICE_TOKEN is not set: with JWKS_URL it has to be a token of that issuer with the role `service`',
        ]
      : []),
    ...OF_PROVIDER.filter((name) => isOwnProvider && !env[name]).map(
      (name) =>
        `${name} is not set: another payment provider than the simulator needs ${OF_PROVIDER.join(' and ')}`,
    ),
  ];
}

const OF_PROVIDER = ['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'];

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
