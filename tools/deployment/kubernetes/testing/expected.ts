import { ROUTER, SERVICES } from '../../../../embedded/launcher/services.ts';
import { usersOf } from '../../../../embedded/launcher/settings-table.ts';
import type { Workload } from '../../workload.ts';
import type { Place } from '../reachability.ts';
import type { Scope } from '../scope.ts';

/** Who has something in a store, by the store: as in the code, and the jobs. */
export const STORE_USERS: Readonly<Record<string, readonly string[]>> = {
  postgres: usersOf('postgres'),
  mongodb: [...usersOf('mongodb'), 'mongodb-backup'],
  nats: [...usersOf('nats'), 'streams'],
};

/** Where the stores are reached. */
export function storePlaces({ pods }: Scope): Readonly<Record<string, Place>> {
  const nats = pods.find(({ name }) => name === 'nats');
  return {
    postgres: { labels: { 'cnpg.io/cluster': 'postgres' }, port: 5_432 },
    mongodb: { labels: { app: 'mongodb-svc' }, port: 27_017 },
    nats: { labels: nats?.labels ?? {}, port: 4_222, portName: 'client' },
  };
}

/** The programs that have the address of a program, by that program. */
export function callersOf(workloads: readonly Workload[]): ReadonlyMap<string, readonly string[]> {
  const names = [...SERVICES, ROUTER].map(({ name }) => name);
  return new Map(
    names.map((name) => [
      name,
      workloads
        .filter(({ environment }) =>
          Object.values(environment).some((value) => URL.parse(value)?.hostname === name),
        )
        .map((each) => each.name),
    ]),
  );
}
