import { simulatorKey } from '../../embedded/kept-secret.ts';
import { dataDirOf } from '../../embedded/launcher/settings.ts';
import { readRecord, recordFile } from '../../embedded/process/record.ts';
import { ConfigError, createEnv } from '../../platform/config/env.ts';
import { findNatsSettings, type NatsSettings } from '../../platform/messaging/jetstream/settings.ts';
import { HOLD_LIMIT_MS } from '../../subgraphs/booking/application/scheduled-jobs.ts';
import { CannotRead } from './cannot-read.ts';

/** The addresses of everything that is read, and the setting of booking that its store does not contain. */
export type Sources = {
  /**
   * PostgreSQL. The service's schema is in this database, or in one of the service's name on the same server.
   */
  readonly booking: string;
  readonly payment: string;
  readonly community: string;
  readonly notification: string;
  readonly view: string;
  /** MongoDB. */
  readonly room: string;
  readonly supplies: string;
  /** Undefined: the streams are not read. */
  readonly nats: NatsSettings | undefined;
  /** The payment provider: Stripe itself without `apiBase`. */
  readonly provider: { readonly apiKey: string; readonly apiBase: string | undefined };
  /** How long booking holds a slot while it waits for payment, in milliseconds. */
  readonly holdLimitMs: number;
};

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Finds the stores in the environment (BOOKING_DATABASE_URL, PAYMENT_DATABASE_URL, COMMUNITY_DATABASE_URL,
 * NOTIFICATION_DATABASE_URL and VIEW_DATABASE_URL or DATABASE_URL, ROOM_MONGODB_URL and SUPPLIES_MONGODB_URL
 * or MONGODB_URL, NATS_URL, STRIPE_API_BASE and STRIPE_API_KEY), otherwise in the record of the instance that
 * runs on DATA_DIR. HOLD_LIMIT is read from the environment only: the record does not contain it.
 *
 * @throws CannotRead if neither names an address, or HOLD_LIMIT is no duration
 */
export function findSources(env: Env): Sources {
  const dataDir = dataDirOf(env);
  const services = readRecord(dataDir)?.services ?? {};

  function find(what: string, variables: readonly string[], name: string): string {
    const given = variables.map((variable) => env[variable]?.trim()).find(Boolean) ?? services[name]?.url;
    if (given) return given;
    throw new CannotRead(
      `The address of ${what} is unknown: nothing runs for ${recordFile(dataDir)}. Start it, or set DATA_DIR or ${variables.join(' or ')}.`,
    );
  }

  return {
    booking: find('booking’s PostgreSQL', ['BOOKING_DATABASE_URL', 'DATABASE_URL'], 'postgres'),
    payment: find('payment’s PostgreSQL', ['PAYMENT_DATABASE_URL', 'DATABASE_URL'], 'postgres'),
    community: find('community’s PostgreSQL', ['COMMUNITY_DATABASE_URL', 'DATABASE_URL'], 'postgres'),
    notification: find(
      'notification’s PostgreSQL',
      ['NOTIFICATION_DATABASE_URL', 'DATABASE_URL'],
      'postgres',
    ),
    view: find('view’s PostgreSQL', ['VIEW_DATABASE_URL', 'DATABASE_URL'], 'postgres'),
    room: find('room’s MongoDB', ['ROOM_MONGODB_URL', 'MONGODB_URL'], 'mongodb'),
    supplies: find('supplies’ MongoDB', ['SUPPLIES_MONGODB_URL', 'MONGODB_URL'], 'mongodb'),
    nats: orCannotRead(() => findNatsSettings(env, services.nats?.url)),
    provider: findProvider(env, services.psp && { apiBase: services.psp.url, dataDir }),
    holdLimitMs: orCannotRead(() => createEnv(env).duration('HOLD_LIMIT', HOLD_LIMIT_MS)),
  };
}

function findProvider(
  env: Env,
  simulator: { readonly apiBase: string; readonly dataDir: string } | undefined,
): Sources['provider'] {
  const apiBase = env.STRIPE_API_BASE?.trim() || undefined;
  const apiKey = env.STRIPE_API_KEY?.trim() || undefined;
  if (apiKey !== undefined) return { apiKey, apiBase };
  if (apiBase === undefined && simulator !== undefined)
    return { apiKey: simulatorKey(simulator.dataDir), apiBase: simulator.apiBase };
  throw new CannotRead('The key of the payment provider is unknown: set STRIPE_API_KEY.');
}

/** Reads settings. @throws CannotRead for a wrong one */
function orCannotRead<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof ConfigError ? new CannotRead(`${error.message}.`) : error;
  }
}
