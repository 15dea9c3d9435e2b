import { randomBytes } from 'node:crypto';
import { URL_VARIABLES } from '../../embedded/launcher/services.ts';
import { urlVariableOf, usersOf } from '../../embedded/launcher/settings-table.ts';
import { NATS_USERS, OPERATOR } from '../../embedded/nats/users.ts';
import { SERVER_NAMES, type ServerName } from '../../embedded/server.ts';

/** PostgreSQL's superuser, and the user of MongoDB who may do everything. */
export const SUPERUSERS = { postgres: 'meetingroom', mongodb: OPERATOR } as const;

/** The environment variables with the passwords of those. */
export const SUPERUSER_PASSWORDS = { postgres: 'POSTGRES_PASSWORD', mongodb: 'MONGODB_PASSWORD' } as const;

/** The environment variable with the password of a service at a server: `BOOKING_DATABASE_PASSWORD`. */
export function passwordVariableOf(user: string, server: ServerName): string {
  return urlVariableOf(user, server).replace(/URL$/, 'PASSWORD');
}

/** The variables with passwords that a container gets. */
export function passwordVariables(server: ServerName): readonly string[] {
  if (server === 'nats') return NATS_USERS.map(({ name }) => passwordVariableOf(name, server));
  return [SUPERUSER_PASSWORDS[server], ...usersOf(server).map((user) => passwordVariableOf(user, server))];
}

/** What a service asks for in its address: that a write is acknowledged once it is on disk. */
const MONGODB_OPTIONS = 'directConnection=true&w=1&journal=true';

type Password = (variable: string) => string;
type Address = (user: string, password: string, database: string) => string;

const ADDRESSES: Readonly<Record<ServerName, Address>> = {
  postgres: (user, password, database) => `postgres://${user}:${password}@127.0.0.1:5432/${database}`,
  nats: (user, password) => `nats://${user}:${password}@127.0.0.1:4222`,
  mongodb: (user, password, database) =>
    `mongodb://${user}:${password}@127.0.0.1:27017/${database}?authSource=${database}&${MONGODB_OPTIONS}`,
};

/** The addresses for the operator, who names no database of their own. */
function operatorAddress(server: ServerName, passwordOf: Password): string {
  if (server === 'nats')
    return ADDRESSES.nats(OPERATOR, passwordOf(passwordVariableOf(OPERATOR, server)), '');
  const password = passwordOf(SUPERUSER_PASSWORDS[server]);
  if (server === 'postgres') return ADDRESSES.postgres(SUPERUSERS.postgres, password, 'postgres');
  return `mongodb://${SUPERUSERS.mongodb}:${password}@127.0.0.1:27017/?authSource=admin&${MONGODB_OPTIONS}`;
}

/**
 * A new password of 24 random bytes that every server reads as text: NATS takes what begins with a digit in a
 * variable for a number.
 */
export function newPassword(): string {
  return `p${randomBytes(24).toString('hex')}`;
}

/**
 * The text of `.env`: the passwords that docker-compose.yml asks for, and the addresses with which `npm
 * start` and the other commands use these containers.
 */
export function renderCredentials(createPassword: () => string = newPassword): string {
  const passwords = new Map(
    SERVER_NAMES.flatMap(passwordVariables).map((variable) => [variable, createPassword()]),
  );
  const passwordOf: Password = (variable) => passwords.get(variable) ?? '';
  const addresses = SERVER_NAMES.flatMap((server) => [
    [URL_VARIABLES[server], operatorAddress(server, passwordOf)] as const,
    ...usersOf(server).map((user) => {
      const password = passwordOf(passwordVariableOf(user, server));
      return [urlVariableOf(user, server), ADDRESSES[server](user, password, user)] as const;
    }),
  ]);
  const lines = [...passwords, ...addresses, ['SMTP_URL', 'smtp://127.0.0.1:1025']];
  // Quoted, since a shell reads it, too, and addresses have an ampersand.
  return `${lines.map(([name, value]) => `${name}='${value}'`).join('\n')}\n`;
}
