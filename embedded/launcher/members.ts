import type { ServerName } from '../servers.ts';
import { SERVER_NAMES } from './provisioning.ts';
import { type Instance, instancesOf, ROUTER, SERVICES, type Service, SIMULATOR } from './services.ts';
import type { Settings } from './settings.ts';

/** What an instance runs under these settings. */
export type Members = {
  readonly routers: readonly Instance<typeof ROUTER>[];
  readonly services: readonly Instance<Service>[];
  /** Everything that can be started and stopped by name. A server that is configured by URL cannot. */
  readonly names: readonly string[];
};

export function membersOf({ replicas, ownProvider, configured }: Settings): Members {
  const routers = instancesOf(ROUTER, replicas(ROUTER.name));
  const services = SERVICES.flatMap((service) => instancesOf(service, replicas(service.name)));
  const names = [
    ...[...routers, ...services].map(({ name }) => name),
    ...(ownProvider ? [] : [SIMULATOR.name]),
    ...SERVER_NAMES.filter((name) => configured[name] === undefined),
  ];
  return { routers, services, names };
}

/** The server of this name, or undefined if the name is not a server's. */
export function findServer(name: string): ServerName | undefined {
  return SERVER_NAMES.find((server) => server === name);
}
