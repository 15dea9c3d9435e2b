import type { Snapshot } from '../snapshot.ts';
import type { Sources } from '../sources.ts';
import { readBooking } from './booking.ts';
import { readCommunity } from './community.ts';
import { readRoom, readSupplies } from './mongo.ts';
import { readNotification } from './notification.ts';
import { readPayment } from './payment.ts';
import { readProvider } from './provider.ts';
import { readStreams } from './streams.ts';
import { readView } from './view.ts';

/**
 * Reads everything. Each PostgreSQL store is read in one database snapshot; the stores are read in parallel.
 * The view is read before them: it may lag behind what they have, and is never ahead of it.
 *
 * @throws CannotRead
 */
export async function readSnapshot({ nats, holdLimitMs, ...sources }: Sources): Promise<Snapshot> {
  const at = new Date().toISOString();
  const view = await readView(sources.view);
  const [booking, money, room, supplies, community, notification, subjects] = await settled([
    readBooking(sources.booking),
    readMoney(sources),
    readRoom(sources.room),
    readSupplies(sources.supplies),
    readCommunity(sources.community),
    readNotification(sources.notification),
    nats === undefined ? undefined : readStreams(nats),
  ]);
  return {
    at,
    holdLimitMs,
    bookings: booking.bookings,
    replicas: booking.replicas,
    payments: money.payments,
    rooms: room.aggregates,
    assignmentVersions: room.assignmentVersions,
    stocks: supplies.aggregates,
    targets: community.targets,
    bookmarks: community.bookmarks,
    mailboxes: notification.mailboxes,
    view,
    intents: money.intents,
    providerRefunds: money.providerRefunds,
    disputes: money.disputes,
    events: [booking, money, room, supplies, community, notification].flatMap(({ events }) => events),
    claims: [booking, money, room, supplies, community, notification].flatMap(({ claims }) => claims),
    subjects,
  };
}

async function readMoney({ payment, provider }: Pick<Sources, 'payment' | 'provider'>) {
  const store = await readPayment(payment);
  const instants = store.payments.map(({ requestedAt }) => requestedAt);
  return { ...store, ...(await readProvider(provider, instants)) };
}

/** Waits for all promises, even if one fails, so that no connection stays open. */
async function settled<T extends readonly unknown[]>(
  promises: readonly [...T],
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
