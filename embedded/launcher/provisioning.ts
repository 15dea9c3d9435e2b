import { CannotStart } from '../cannot-start.ts';
import { mongodbServer } from '../mongodb/server.ts';
import { natsServer } from '../nats/server.ts';
import { postgresServer } from '../postgres/server.ts';
import type { Unit } from '../process/command.ts';
import type { ServerName } from '../servers.ts';
import { DATABASES } from './services.ts';
import type { Settings } from './settings.ts';

/** A server as the services see it: configured by URL, or run by the launcher. */
export type Provision = {
  readonly unit: Unit | undefined;
  /** Its address; for PostgreSQL, the address of the given database. */
  url(database: string): string;
};

export const SERVER_NAMES: readonly ServerName[] = ['postgres', 'nats', 'mongodb'];

/** The variables that configure a server which runs elsewhere. */
export const URL_VARIABLES: Readonly<Record<ServerName, string>> = {
  postgres: 'DATABASE_URL',
  nats: 'NATS_URL',
  mongodb: 'MONGODB_URL',
};

/**
 * Prepares a server to run on the port, unless it is configured by URL.
 * @throws CannotStart if its program cannot be obtained.
 */
export async function provide(
  name: ServerName,
  options: { readonly settings: Settings; readonly port: number; readonly say: (line: string) => void },
): Promise<Provision> {
  const { settings, port, say } = options;
  const configured = settings.configured[name];
  if (configured !== undefined) {
    if (!URL.canParse(configured))
      throw new CannotStart(`${URL_VARIABLES[name]}=${configured} is not a URL.`);
    return { unit: undefined, url: () => configured };
  }
  const server = { dataDir: settings.dataDir, port, say };
  switch (name) {
    case 'postgres': {
      const { unit, url } = await postgresServer({ ...server, databases: DATABASES });
      return { unit, url };
    }
    case 'nats':
      return constant(await natsServer(server));
    case 'mongodb':
      return constant(await mongodbServer(server));
    default:
      return unknownServer(name);
  }
}

function constant({ unit, url }: { readonly unit: Unit; readonly url: string }): Provision {
  return { unit, url: () => url };
}

function unknownServer(name: never): never {
  throw new Error(`There is no server ${String(name)}.`);
}
