import { findLauncher } from '../embedded/launcher/client.ts';
import { dataDirOf, type Env } from '../embedded/launcher/settings.ts';
import { findContainers } from './containers.ts';
import type { Instance } from './instance.ts';

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
