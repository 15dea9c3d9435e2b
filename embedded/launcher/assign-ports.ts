import { freePort } from '../process/port-allocator.ts';
import { checkFree, nextFree } from '../process/ports.ts';
import { SERVER_NAMES } from '../server.ts';
import { metricsOf, ROUTER, SIMULATOR } from './services.ts';
import type { Members, Settings } from './settings.ts';

/** The name under which the control port is assigned. */
export const CONTROL = 'control';

/**
 * Gives each process a port, by its name: the configured one where there is one, otherwise a free one.
 * @throws CannotStart if a configured port is in use, or no port is free
 */
export async function assignPorts(
  settings: Settings,
  members: Members,
): Promise<ReadonlyMap<string, number>> {
  const assigned = await configuredPorts(settings);
  await addRouters(assigned, settings, members);
  const apart = [...(settings.isProduction ? members.routers : []), ...members.services];
  const others = [
    CONTROL,
    ...SERVER_NAMES,
    SIMULATOR.name,
    ...members.services.map(({ name }) => name),
    ...apart.map(({ name }) => metricsOf(name)),
  ];
  for (const name of others)
    if (!assigned.has(name)) assigned.set(name, await unassigned(assigned, freePort));
  return assigned;
}

/** The ports of the first router and of its metrics. */
async function configuredPorts({ port, metricsPort, host }: Settings): Promise<Map<string, number>> {
  const first = port === 0 ? await freePort() : port;
  await checkFree('PORT', first, host);
  const assigned = new Map<string, number>([[ROUTER.name, first]]);
  if (metricsPort) {
    await checkFree('METRICS_PORT', metricsPort, host);
    assigned.set(metricsOf(ROUTER.name), metricsPort);
  }
  return assigned;
}

/** Gives the other routers the ports that follow the configured one. */
async function addRouters(
  assigned: Map<string, number>,
  { port, host }: Settings,
  { routers }: Members,
): Promise<void> {
  let last = port;
  const following = async (): Promise<number> => {
    last = await nextFree(last + 1, host);
    return last;
  };
  for (const { name } of routers.slice(1))
    assigned.set(name, await unassigned(assigned, port === 0 ? freePort : following));
}

/** The first of these ports that no process has: a configured one may be among them. */
async function unassigned(
  assigned: ReadonlyMap<string, number>,
  next: () => Promise<number>,
): Promise<number> {
  const taken = new Set(assigned.values());
  for (;;) {
    const port = await next();
    if (!taken.has(port)) return port;
  }
}
