import type { LauncherClient } from '../../embedded/launcher/client.ts';
import { SERVICES } from '../../embedded/launcher/services.ts';

/** The services that own the facts; the others only show them. */
export const FACTS: readonly string[] = SERVICES.filter(({ publishes }) => publishes === 'events').map(
  ({ name }) => name,
);

/** Stops services, does the work, and starts them again, even if the work fails. */
export async function without(
  launcher: LauncherClient,
  services: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const { rows } = await launcher.status();
  // With REPLICAS, a service has several processes: booking, booking-2 and so on.
  const names = rows.map(({ name }) => name).filter((name) => services.includes(name.replace(/-\d+$/, '')));
  try {
    await order(launcher, 'stop', names);
    await work();
  } finally {
    await order(launcher, 'start', names);
  }
}

async function order(
  launcher: LauncherClient,
  command: 'start' | 'stop',
  names: readonly string[],
): Promise<void> {
  const refusal = await launcher.order(command, names);
  if (refusal) throw new Error(refusal.message);
}
