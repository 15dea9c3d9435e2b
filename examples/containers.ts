import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ROUTER, SERVICES, SIMULATOR } from '../embedded/launcher/services.ts';
import { PROJECT_ROOT } from '../embedded/paths.ts';
import { SERVER_NAMES } from '../embedded/server.ts';
import { errorMessage } from '../platform/errors.ts';
import type { Instance } from './instance.ts';

/** The port of the router on this machine, as docker-compose.yml publishes it. */
const DEFAULT_PORT = '4000';

/** What an instance consists of; the other containers are beside it. */
const MEMBERS: ReadonlySet<string> = new Set([
  ...SERVER_NAMES,
  SIMULATOR.name,
  ...SERVICES.map(({ name }) => name),
  ROUTER.name,
]);

/** A row of `docker compose ps --format json`. */
const container = z.object({ Service: z.string(), State: z.string(), Health: z.string() });

/**
 * The instance of docker-compose.yml, if the folder is that of its credentials. It is controlled with `docker
 * compose`, which takes COMPOSE_FILE and so on from the environment.
 */
export function findContainers(
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): Instance | undefined {
  if (!existsSync(join(dataDir, 'secrets')) || !existsSync(join(dataDir, 'identity'))) return undefined;

  async function compose(...args: readonly string[]): Promise<string> {
    const options = { cwd: PROJECT_ROOT, env: { ...env, CONTAINERS_DIR: dataDir } };
    return (await promisify(execFile)('docker', ['compose', ...args], options)).stdout;
  }

  return {
    url: `http://localhost:${env.PORT || DEFAULT_PORT}`,
    async members() {
      const lines = (await compose('ps', '--all', '--format', 'json')).split('\n').filter(Boolean);
      return lines
        .map((line) => container.parse(JSON.parse(line)))
        .filter(({ Service }) => MEMBERS.has(Service))
        .map(({ Service, State, Health }) => ({
          name: Service,
          state: State === 'running' && Health === 'healthy' ? 'ready' : Health || State,
        }));
    },
    async order(command, names) {
      // Without dependencies: what was stopped by name stays down.
      const start = ['up', '--detach', '--wait', '--no-deps', '--no-recreate', '--no-build'];
      try {
        await compose(...(command === 'stop' ? ['stop'] : start), ...names);
        return undefined;
      } catch (error) {
        return errorMessage(error);
      }
    },
  };
}
