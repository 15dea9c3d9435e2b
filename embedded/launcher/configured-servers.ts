import { ConfigError, problemsOf } from '../../platform/config/config-error.ts';
import type { Environment } from '../../platform/config/environment.ts';
import { accessOf, readNatsSettings } from '../../platform/messaging/jetstream/settings.ts';
import { SERVER_NAMES, type ServerName } from '../server.ts';
import { URL_VARIABLES } from './services.ts';
import { urlVariableOf, usersOf } from './settings-table.ts';

/** A server that runs elsewhere. */
export type ConfiguredServer = {
  /** Its address for a service or the router; the one for all without a name, or where they have no own. */
  url(of?: string): string;
  /** Those who have an address of their own, as another user. */
  readonly users: ReadonlySet<string>;
  /** Its hosts and ports, without credentials. */
  readonly hosts: string;
};

export type ConfiguredServers = Readonly<Partial<Record<ServerName, ConfiguredServer>>>;

/**
 * Reads the addresses of servers that run elsewhere: `DATABASE_URL` for all, and `BOOKING_DATABASE_URL` for
 * who has one of their own.
 *
 * @throws ConfigError, which shows no address
 */
export function readConfiguredServers(env: Environment): ConfiguredServers {
  const problems = SERVER_NAMES.flatMap((server) => problemsOf(() => readServer(server, env)));
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.fromEntries(
    SERVER_NAMES.flatMap((server) => {
      const configured = readServer(server, env);
      return configured ? [[server, configured]] : [];
    }),
  );
}

function readServer(server: ServerName, env: Environment): ConfiguredServer | undefined {
  const variable = URL_VARIABLES[server];
  const given = env[variable];
  const own = new Map<string, string>();
  for (const user of usersOf(server)) {
    const name = urlVariableOf(user, server);
    const url = env[name];
    if (!url) continue;
    if (!given) throw new ConfigError(`${name} is set without ${variable}, which names the server for all`);
    check(server, name, url, env);
    own.set(user, url);
  }
  if (!given) return undefined;
  check(server, variable, given, env);
  return {
    url: (of) => own.get(of ?? '') ?? given,
    users: new Set(own.keys()),
    hosts: server === 'nats' ? accessOf({ url: given }).servers.join(', ') : hostsIn(given),
  };
}

/** `URL` does not parse the lists of hosts that the clients of all three servers take. */
const FORMS: Readonly<Record<Exclude<ServerName, 'nats'>, RegExp>> = {
  postgres: /^postgres(?:ql)?:\/\/./,
  mongodb: /^mongodb(?:\+srv)?:\/\/./,
};

/** @throws ConfigError */
function check(server: ServerName, variable: string, url: string, env: Environment): void {
  if (server !== 'nats') {
    if (!FORMS[server].test(url)) throw new ConfigError(`${variable} is not a URL of this kind of server`);
    return;
  }
  try {
    readNatsSettings({ ...env, NATS_URL: url });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message.replaceAll(URL_VARIABLES.nats, variable));
  }
}

function hostsIn(url: string): string {
  const [, authority = ''] = /^[a-z+]+:\/\/([^/?#]*)/.exec(url) ?? [];
  return authority.slice(authority.lastIndexOf('@') + 1);
}
