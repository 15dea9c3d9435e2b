import { simulatorKey } from '../../embedded/kept-secret.ts';
import { readAddressBook } from '../../embedded/launcher/address-book.ts';
import { URL_VARIABLES } from '../../embedded/launcher/services.ts';
import { dataDirOf } from '../../embedded/launcher/settings.ts';
import { urlVariableOf } from '../../embedded/launcher/settings-table.ts';
import { readRecord, recordFile } from '../../embedded/process/record.ts';
import type { ServerName } from '../../embedded/server.ts';
import { CommandFailure } from '../../platform/config/command-failure.ts';
import { ConfigError } from '../../platform/config/config-error.ts';
import type { Environment } from '../../platform/config/environment.ts';
import { readSettings } from '../../platform/config/read-settings.ts';
import { findNatsSettings, type NatsSettings } from '../../platform/messaging/jetstream/settings.ts';
import { CannotRead } from './cannot-read.ts';
import { AUDIT_TABLE } from './settings.ts';

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

/**
 * Finds the stores in the environment (BOOKING_DATABASE_URL, PAYMENT_DATABASE_URL, COMMUNITY_DATABASE_URL,
 * NOTIFICATION_DATABASE_URL and VIEW_DATABASE_URL or DATABASE_URL, ROOM_MONGODB_URL and SUPPLIES_MONGODB_URL
 * or MONGODB_URL, NATS_URL, STRIPE_API_BASE and STRIPE_API_KEY), otherwise in the record of the instance that
 * runs on DATA_DIR. HOLD_LIMIT is read from the environment only: the record does not contain it.
 *
 * @throws CannotRead if neither names an address, or HOLD_LIMIT is no duration
 */
export function findSources(env: Environment): Sources {
  const dataDir = orCannotRead(() => dataDirOf(env));
  const services = readRecord(dataDir)?.services ?? {};
  const configured = orCannotRead(() => readAddressBook(env));
  const { holdLimitMs, provider } = orCannotRead(() => readSettings(AUDIT_TABLE, env));

  function find(service: string, server: ServerName): string {
    const given = configured(service, server)?.url ?? services[server]?.url;
    if (given) return given;
    const variables = [urlVariableOf(service, server), URL_VARIABLES[server]];
    throw new CannotRead(
      `The address of ${STORES[server]} of ${service} is unknown: nothing runs for ${recordFile(dataDir)}. Start it, or set DATA_DIR or ${variables.join(' or ')}.`,
    );
  }

  return {
    booking: find('booking', 'postgres'),
    payment: find('payment', 'postgres'),
    community: find('community', 'postgres'),
    notification: find('notification', 'postgres'),
    view: find('view', 'postgres'),
    room: find('room', 'mongodb'),
    supplies: find('supplies', 'mongodb'),
    nats: orCannotRead(() => findNatsSettings(env, services.nats?.url)),
    provider: findProvider(provider, services.psp && { apiBase: services.psp.url, dataDir }),
    holdLimitMs,
  };
}

const STORES: Readonly<Record<ServerName, string>> = {
  postgres: 'the PostgreSQL',
  mongodb: 'the MongoDB',
  nats: 'the NATS',
};

function findProvider(
  { apiBase, apiKey }: { readonly apiBase?: string | undefined; readonly apiKey?: string | undefined },
  simulator: { readonly apiBase: string; readonly dataDir: string } | undefined,
): Sources['provider'] {
  if (apiKey !== undefined) return { apiKey, apiBase };
  if (apiBase === undefined && simulator !== undefined)
    return { apiKey: simulatorKey(simulator.dataDir), apiBase: simulator.apiBase };
  throw new CannotRead('The key of the payment provider is unknown: set STRIPE_API_KEY.');
}

/** Reads settings, or finds what they name. @throws CannotRead for a wrong one */
function orCannotRead<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof CommandFailure) throw new CannotRead(error.message);
    throw error instanceof ConfigError ? new CannotRead(`${error.message}.`) : error;
  }
}
