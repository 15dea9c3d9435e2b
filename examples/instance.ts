import { findLauncher } from '../embedded/launcher/client.ts';
import { dataDirOf, type Env } from '../embedded/launcher/settings.ts';
import { findContainers } from './containers.ts';

/** A running instance: of `npm start`, or of docker-compose.yml. */
export type Instance = {
  /** The address of the router. */
  readonly url: string;
  /** What it consists of. Who can work is `ready`, or `elsewhere` if it is configured by URL. */
  members(): Promise<readonly { readonly name: string; readonly state: string }[]>;
  /** Stops members, or starts them and waits until they are ready. Resolves to why it failed, if it did. */
  order(command: 'start' | 'stop', names: readonly string[]): Promise<string | undefined>;
};

/** Finds the instance of DATA_DIR, which for that of docker-compose.yml is the folder of its credentials. */
export function findInstance(env: Env): Instance | undefined {
  const dataDir = dataDirOf(env);
  const launcher = findLauncher(dataDir);
  if (launcher === undefined) return findContainers(dataDir, env);
  return {
    url: launcher.record.services.router?.url ?? '',
    members: async () => (await launcher.status()).rows,
    order: async (command, names) => (await launcher.order(command, names))?.message,
  };
}
