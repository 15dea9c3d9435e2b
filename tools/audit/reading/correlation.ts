import { CannotRead } from '../cannot-read.ts';
import { readErasures } from '../load/booking.ts';
import { readCommunityEvents } from '../load/community.ts';
import { collect } from '../load/merge.ts';
import { readHistory, readRooms, readStocks } from '../load/mongo.ts';
import { readNotificationEvents } from '../load/notification.ts';
import { readEvents } from '../load/postgres.ts';
import type { EventRecord, Snapshot } from '../snapshot.ts';
import type { Sources } from '../sources.ts';
import { CASE_SCOPE } from './cases.ts';
import { contextOfCases, createDraft, toSnapshot } from './draft.ts';
import { addCase } from './one-booking.ts';
import { openStores, type Stores } from './stores.ts';

/** The largest number of bookings of a case that is read. */
const MOST_BOOKINGS = 1_000;

/**
 * Reads the events with a correlation id, and the bookings that they concern. No index has correlation ids:
 * each store looks through its events.
 *
 * @throws CannotRead also if it concerns more than `MOST_BOOKINGS`
 */
export async function readCorrelation(sources: Sources, correlationId: string): Promise<Snapshot> {
  const draft = createDraft(contextOfCases(sources), CASE_SCOPE);
  const stores = await openStores({ ...sources, nats: undefined });
  try {
    const events = await eventsOf(stores, correlationId);
    const ids = await bookingsOf(stores, correlationId, events);
    if (ids.length > MOST_BOOKINGS)
      throw new CannotRead(
        `The case concerns ${ids.length} bookings, of which at most ${MOST_BOOKINGS} are read: name one with --booking.`,
      );
    for (const id of ids) await addCase(draft, sources, stores, id);
    const byId = new Map([...draft.events, ...events].map((event) => [event.id, event]));
    const erasures = await readErasures(stores.booking, draft.at);
    return toSnapshot({ ...draft, erasures, events: [...byId.values()] });
  } finally {
    await stores.close();
  }
}

async function eventsOf(stores: Stores, correlationId: string): Promise<readonly EventRecord[]> {
  const CORRELATED = 'WHERE correlation_id = $1';
  const isCorrelated = (event: EventRecord) => event.correlationId === correlationId;
  const published = { 'cause.correlationId': correlationId };
  const WAITING = { 'outbox.id': { $gt: '' } } as const;
  const waiting = [
    ...(await collect(readRooms(stores.room, WAITING))),
    ...(await collect(readStocks(stores.supplies, WAITING))),
  ];
  const values = [correlationId];
  return [
    ...waiting.flatMap((each) => each.waiting).filter(isCorrelated),
    ...(await collect(readEvents(stores.booking, 'booking', CORRELATED, {}, values))),
    ...(await collect(readEvents(stores.payment, 'payment', CORRELATED, {}, values))),
    ...(await collect(readHistory(stores.room, published))),
    ...(await collect(readHistory(stores.supplies, published))),
    ...(await collect(readCommunityEvents(stores.community, CORRELATED, values))),
    ...(await collect(readNotificationEvents(stores.notification, CORRELATED, values))),
  ];
}

async function bookingsOf(
  { payment }: Stores,
  correlationId: string,
  events: readonly EventRecord[],
): Promise<readonly string[]> {
  const ofPayments = await payment.rows<{ booking_id: string }>(
    'SELECT booking_id FROM payments WHERE request_correlation_id = $1 OR id = ANY ($2)',
    [
      correlationId,
      events.flatMap(({ service, aggregateId }) => (service === 'payment' ? [aggregateId] : [])),
    ],
  );
  return [
    ...new Set([
      ...events.flatMap(({ service, aggregateId }) => (service === 'booking' ? [aggregateId] : [])),
      ...events.flatMap(({ bookingId }) => bookingId ?? []),
      ...ofPayments.map((row) => row.booking_id),
    ]),
  ];
}
