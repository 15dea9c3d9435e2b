import { randomBytes } from 'node:crypto';
import { SERVICES, URL_VARIABLES } from '../../embedded/launcher/services.ts';
import { urlVariableOf, usersOf } from '../../embedded/launcher/settings-table.ts';
import { NATS_USERS, OPERATOR } from '../../embedded/nats/users.ts';
import { SERVER_NAMES, type ServerName } from '../../embedded/server.ts';

/** PostgreSQL's superuser, and the user of MongoDB who may do everything. */
export const SUPERUSERS = { postgres: 'meetingroom', mongodb: OPERATOR } as const;

const PORTS: Readonly<Record<ServerName, number>> = { postgres: 5432, mongodb: 27_017, nats: 4222 };

/** Where programs reach the servers, and what they add to the addresses. */
export type Endpoints = Readonly<Record<ServerName, { readonly host: string; readonly options: string }>>;

/** Of MongoDB, a service asks that a write is acknowledged once it is on disk. */
const COMPOSE: Endpoints = {
  postgres: { host: 'postgres', options: '' },
  mongodb: { host: 'mongodb', options: 'directConnection=true&w=1&journal=true' },
  nats: { host: 'nats', options: '' },
};

/** A user of a server. The operator of PostgreSQL and of MongoDB is its superuser. */
export type ServerUser = { readonly server: ServerName; readonly name: string };

/** The users of a server: its operator, and who has a store or streams there. */
export function serverUsers(server: ServerName): readonly ServerUser[] {
  const names = server === 'nats' ? NATS_USERS.map(({ name }) => name) : [OPERATOR, ...usersOf(server)];
  return names.map((name) => ({ server, name }));
}

/** The file with the password of a user: `booking_postgres_password`. */
export function passwordFileOf({ server, name }: ServerUser): string {
  return `${name}_${server}_password`;
}

/** The file with the address by which a user reaches a server in the containers: `booking_database_url`. */
export function addressFileOf({ server, name }: ServerUser): string {
  return `${name}_${URL_VARIABLES[server].toLowerCase()}`;
}

/** The file with the token by which a service asks others: `booking_service_token`. */
export function tokenFileOf(service: string): string {
  return `${service}_service_token`;
}

/** The file with the passwords of all users of NATS, which its configuration includes. */
export const NATS_PASSWORDS_FILE = 'nats_passwords';

/** The name by which the configuration of NATS knows the password of a user. */
export function natsVariableOf(name: string): string {
  return `${name.toUpperCase()}_NATS_PASSWORD`;
}

/** The public keys of the issuer, which services and router read. */
export const KEYS_FILE = 'jwks';

/** The keys of the payment simulator, which payment has, too. */
const PROVIDER_FILES = ['stripe_api_key', 'stripe_webhook_secret'] as const;

/** What has to be made for the containers, and is not made up here. */
export type IssuedCredentials = {
  /** A token for each service. */
  readonly tokens: Readonly<Record<string, string>>;
  /** The issuer's public keys, as JSON. */
  readonly keys: string;
  readonly createPassword?: () => string;
  /** By default those of docker-compose.yml. */
  readonly endpoints?: Endpoints;
};

/** The credentials of the containers. */
export type Credentials = {
  /** The files that docker-compose.yml mounts as secrets, by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The variables by which commands outside of containers reach the three servers. */
  readonly addresses: Readonly<Record<string, string>>;
};

/**
 * A new password of 24 random bytes that every server reads as text: NATS takes what begins with a digit in a
 * variable for a number.
 */
export function newPassword(): string {
  return `p${randomBytes(24).toString('hex')}`;
}

/** Makes new passwords, and from them all files and addresses. */
export function createCredentials({
  tokens,
  keys,
  createPassword = newPassword,
  endpoints = COMPOSE,
}: IssuedCredentials): Credentials {
  const users = SERVER_NAMES.flatMap(serverUsers);
  const passwords = new Map(users.map((user) => [passwordFileOf(user), createPassword()]));
  const passwordOf = (user: ServerUser) => passwords.get(passwordFileOf(user)) ?? '';
  const natsUsers = serverUsers('nats');
  const secrets = {
    ...Object.fromEntries(
      users.flatMap((user) => [
        ...(user.server === 'nats' ? [] : [[passwordFileOf(user), passwordOf(user)]]),
        ...(user.server !== 'nats' && user.name === OPERATOR
          ? []
          : [[addressFileOf(user), addressOf(user, passwordOf(user), endpoints[user.server])]]),
      ]),
    ),
    [NATS_PASSWORDS_FILE]: natsUsers
      .map((user) => `${natsVariableOf(user.name)}: "${passwordOf(user)}"`)
      .join('\n'),
    ...Object.fromEntries(SERVICES.map(({ name }) => [tokenFileOf(name), tokens[name] ?? ''])),
    [PROVIDER_FILES[0]]: `sk_test_${createPassword()}`,
    [PROVIDER_FILES[1]]: `whsec_${createPassword()}`,
    [KEYS_FILE]: keys,
  };
  const addresses = Object.fromEntries(
    users
      .filter(({ server, name }) => name === OPERATOR || usersOf(server).includes(name))
      .map((user) => [
        user.name === OPERATOR ? URL_VARIABLES[user.server] : urlVariableOf(user.name, user.server),
        addressOf(user, passwordOf(user), { ...endpoints[user.server], host: '127.0.0.1' }),
      ]),
  );
  return { secrets, addresses: { ...addresses, SMTP_URL: 'smtp://127.0.0.1:1025' } };
}

/** The address by which a user reaches a server. */
function addressOf(
  { server, name }: ServerUser,
  password: string,
  { host, options }: Endpoints[ServerName],
): string {
  const place = `${host}:${PORTS[server]}`;
  const isOperator = name === OPERATOR;
  if (server === 'nats') return `nats://${name}:${password}@${place}`;
  const user = isOperator ? SUPERUSERS[server] : name;
  if (server === 'postgres')
    return `postgres://${user}:${password}@${place}/${isOperator ? 'postgres' : name}${options && `?${options}`}`;
  const [database, source] = isOperator ? ['', 'admin'] : [name, name];
  return `mongodb://${user}:${password}@${place}/${database}?authSource=${source}&${options}`;
}
