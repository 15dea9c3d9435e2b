import { readBooking } from '../../tools/audit/load/booking.ts';
import { readRoom, readSupplies } from '../../tools/audit/load/mongo.ts';
import { readPayment } from '../../tools/audit/load/payment.ts';
import { readEvents, readSchema } from '../../tools/audit/load/postgres.ts';
import type {
  BookingRecord,
  EventRecord,
  PaymentRecord,
  RefundRecord,
  StockRecord,
} from '../../tools/audit/snapshot.ts';
import type { LedgerLine, ProviderControl } from './provider-control.ts';

/** A booking, flat. `correlationId` is that of its last event. */
export type BookingRow = Pick<BookingRecord, 'id' | 'status' | 'roomId' | 'customerId' | 'cancelledBy'> & {
  readonly start: string;
  readonly end: string;
  readonly amount: number;
  readonly correlationId: string | null;
};

export type PaymentRow = Pick<PaymentRecord, 'bookingId' | 'status'> & {
  readonly refunds: readonly Pick<RefundRecord, 'status' | 'notBefore'>[];
};

export type MarkRow = {
  readonly roomId: string;
  readonly customerId: string;
  readonly mark: 'LIKE' | 'BOOKMARK';
};
export type ReviewRow = { readonly id: string; readonly roomId: string; readonly customerId: string };

/** What the stores and the provider contain. The services may be at work while it is read. */
export type SystemState = {
  readonly bookings: readonly BookingRow[];
  readonly payments: readonly PaymentRow[];
  readonly intents: readonly Omit<LedgerLine, 'created' | 'currency'>[];
  readonly rooms: readonly {
    readonly id: string;
    readonly deleted: boolean;
    /** Ids of bookings. */
    readonly assignments: readonly string[];
  }[];
  readonly stocks: readonly Pick<StockRecord, 'roomId' | 'status'>[];
  /** Who is in which set of a room: those who like it, and those who have bookmarked it. */
  readonly marks: readonly MarkRow[];
  readonly reviews: readonly ReviewRow[];
  /** The number of events that are stored and not published, by service. */
  readonly waiting: Readonly<Record<string, number>>;
};

/**
 * Reads the services' own stores, bypassing the services.
 *
 * @param urlOf the address of a server, with user and password
 * @throws CannotRead if a store does not respond
 */
export async function readSystemState(
  urlOf: (server: 'postgres' | 'mongodb') => string,
  provider: ProviderControl,
): Promise<SystemState> {
  const booking = await readBooking(databaseIn(urlOf('postgres'), 'booking'));
  const payment = await readPayment(databaseIn(urlOf('postgres'), 'payment'));
  const [room, supplies] = await Promise.all([readRoom(urlOf('mongodb')), readSupplies(urlOf('mongodb'))]);
  const community = await readEngagement(databaseIn(urlOf('postgres'), 'community'));
  const correlationIds = lastCorrelationIds(booking.events);
  return {
    bookings: booking.bookings.map(({ slot, price, ...row }) => ({
      ...row,
      ...slot,
      amount: price.amount,
      correlationId: correlationIds.get(row.id) ?? null,
    })),
    payments: payment.payments,
    rooms: room.aggregates.map(({ id, deleted, assignments }) => ({
      id,
      deleted,
      assignments: assignments.map(({ bookingId }) => bookingId),
    })),
    stocks: supplies.aggregates,
    marks: community.marks,
    reviews: community.reviews,
    intents: await provider.ledger(),
    waiting: Object.fromEntries(
      Object.entries({ booking, payment, room, supplies, community }).map(([service, { events }]) => [
        service,
        events.filter(({ published }) => !published).length,
      ]),
    ),
  };
}

/** Reads the sets and reviews in community's store. */
function readEngagement(url: string) {
  return readSchema(url, 'community', async (client) => {
    const marks = await client.query<MarkRow>(
      'SELECT target_id AS "roomId", customer_id AS "customerId", mark FROM marks',
    );
    const reviews = await client.query<ReviewRow>(
      'SELECT id, target_id AS "roomId", customer_id AS "customerId" FROM reviews',
    );
    return { marks: marks.rows, reviews: reviews.rows, events: await readEvents(client, 'community') };
  });
}

function databaseIn(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** The correlation id of each aggregate's last event. */
function lastCorrelationIds(events: readonly EventRecord[]): ReadonlyMap<string, string> {
  const inOrder = events.toSorted((a, b) => a.version - b.version);
  return new Map(inOrder.map(({ aggregateId, correlationId }) => [aggregateId, correlationId]));
}
