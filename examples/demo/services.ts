import { SERVICES } from '../../embedded/launcher/services.ts';
import type { Instance } from '../instance.ts';

/** The services that own the facts; the others only show them. */
export const FACTS: readonly string[] = SERVICES.filter(({ publishes }) => publishes === 'events').map(
  ({ name }) => name,
);

/** Stops services, does the work, and starts them again, even if the work fails. */
export async function without(
  instance: Instance,
  services: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const members = await instance.members();
  // With REPLICAS, a service has several processes: booking, booking-2 and so on.
  const names = members
    .map(({ name }) => name)
    .filter((name) => services.includes(name.replace(/-\d+$/, '')));
  try {
    await order(instance, 'stop', names);
    await work();
  } finally {
    await order(instance, 'start', names);
  }
}

async function order(instance: Instance, command: 'start' | 'stop', names: readonly string[]): Promise<void> {
  const problem = await instance.order(command, names);
  if (problem !== undefined) throw new Error(problem);
}
