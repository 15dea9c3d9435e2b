import { z } from 'zod';
import type { Environment } from '../../platform/config/environment.ts';
import { readSettings } from '../../platform/config/read-settings.ts';
import type { ServerName } from '../server.ts';
import { URL_VARIABLES } from './services.ts';
import { SERVERS, urlVariableOf } from './settings-table.ts';

const ADDRESSES = z.strictObject({ servers: SERVERS });

/** A configured address and the variable that names it. */
export type ConfiguredAddress = { readonly variable: string; readonly url: string };

/**
 * Reads the configured addresses of servers, for commands that use the stores of several services:
 * `BOOKING_DATABASE_URL` before `DATABASE_URL`.
 *
 * @returns the address for a user; undefined when none is configured
 * @throws ConfigError for a secret file that cannot be read
 */
export function readAddressBook(
  env: Environment,
): (user: string, server: ServerName) => ConfiguredAddress | undefined {
  const { servers } = readSettings(ADDRESSES, env);
  return (user, server) => {
    const [own, all] = [servers[server]?.[user], servers[server]?.all];
    if (own !== undefined) return { variable: urlVariableOf(user, server), url: own };
    return all === undefined ? undefined : { variable: URL_VARIABLES[server], url: all };
  };
}
