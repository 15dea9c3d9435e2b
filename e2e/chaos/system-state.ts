import { MESSAGE_KINDS } from '../../tools/audit/checks/notification.ts';
import { readRoom, readSupplies } from '../../tools/audit/load/all-of-mongo.ts';
import { readBooking } from '../../tools/audit/load/booking.ts';
import { readCommunityEvents } from '../../tools/audit/load/community.ts';
import { collect } from '../../tools/audit/load/merge.ts';
import { readNotification } from '../../tools/audit/load/notification.ts';
import { readPayment } from '../../tools/audit/load/payment.ts';
import { readSchema } from '../../tools/audit/load/postgres.ts';
import type {
  BookingRecord,
  EventRecord,
  PaymentRecord,
  RefundRecord,
  RoomRecord,
  StockRecord,
} from '../../tools/audit/snapshot.ts';
import type { LedgerLine, ProviderControl } from './provider-control.ts';
import type { Seen } from './seen.ts';

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
  readonly targetId: string;
  readonly customerId: string;
  readonly mark: 'LIKE' | 'BOOKMARK';
};
export type ReviewRow = {
  readonly id: string;
  readonly targetId: string;
  readonly customerId: string;
  readonly rating: number;
};

/** An event that is to be told to a customer, with the kind and the subject of the message. */
export type ToldRow = { readonly customerId: string; readonly tells: string };

/** What the stores and the provider contain. The services may be at work while it is read. */
export type SystemState = {
  readonly bookings: readonly BookingRow[];
  readonly payments: readonly PaymentRow[];
  readonly intents: readonly Omit<LedgerLine, 'created' | 'currency'>[];
  readonly rooms: readonly {
    readonly id: string;
    readonly deleted: boolean;
    readonly status: RoomRecord['status'];
    /** Ids of bookings. */
    readonly assignments: readonly string[];
  }[];
  readonly stocks: readonly Pick<StockRecord, 'roomId' | 'status'>[];
  readonly courses: readonly { readonly id: string }[];
  /** Who is in which set of a room or course: those who like it, and those who have bookmarked it. */
  readonly marks: readonly MarkRow[];
  readonly reviews: readonly ReviewRow[];
  /** What customers are to be told of, one row for each message. */
  readonly told: readonly ToldRow[];
  /** The views and messages as clients see them. */
  readonly seen: Seen;
  /** The number of events that are stored and not published, by service. */
  readonly waiting: Readonly<Record<string, number>>;
};

/**
 * Reads the services' own stores, bypassing the services, and what clients see of the views and messages.
 *
 * @param urlOf the address of a server, with user and password
 * @param look reads what clients see
 * @throws CannotRead if a store does not respond
 */
export async function readSystemState(
  urlOf: (server: 'postgres' | 'mongodb') => string,
  provider: ProviderControl,
  look: () => Promise<Seen>,
): Promise<SystemState> {
  const booking = await readBooking(databaseIn(urlOf('postgres'), 'booking'));
  const payment = await readPayment(databaseIn(urlOf('postgres'), 'payment'));
  const [room, supplies] = await Promise.all([readRoom(urlOf('mongodb')), readSupplies(urlOf('mongodb'))]);
  const community = await readEngagement(databaseIn(urlOf('postgres'), 'community'));
  const notification = await readNotification(databaseIn(urlOf('postgres'), 'notification'));
  const correlationIds = lastCorrelationIds(booking.events);
  return {
    bookings: booking.bookings.map(({ slot, price, ...row }) => ({
      ...row,
      ...slot,
      amount: price.amount,
      correlationId: correlationIds.get(row.id) ?? null,
    })),
    payments: payment.payments,
    rooms: room.aggregates.map(({ id, deleted, status, assignments }) => ({
      id,
      deleted,
      status,
      assignments: assignments.map(({ bookingId }) => bookingId),
    })),
    stocks: supplies.aggregates,
    courses: community.courses,
    marks: community.marks,
    reviews: community.reviews,
    told: toldIn(
      [booking, payment, room, community].flatMap(({ events }) => events),
      booking.bookings,
      payment.payments,
    ),
    seen: await look(),
    intents: await provider.ledger(),
    waiting: Object.fromEntries(
      Object.entries({ booking, payment, room, supplies, community, notification }).map(
        ([service, { events }]) => [service, events.filter(({ published }) => !published).length],
      ),
    ),
  };
}

/** Reads the courses, sets and reviews in community's store. */
function readEngagement(url: string) {
  return readSchema(url, 'community', async (schema) => {
    const marks = await schema.rows<MarkRow>(
      'SELECT target_id AS "targetId", customer_id AS "customerId", mark FROM marks',
    );
    const reviews = await schema.rows<ReviewRow>(
      'SELECT id, target_id AS "targetId", customer_id AS "customerId", rating FROM reviews',
    );
    const courses = await schema.rows<{ id: string }>(
      "SELECT id FROM targets WHERE type = 'COURSE' AND status <> 'DELETED'",
    );
    return {
      courses,
      marks,
      reviews,
      events: await collect(readCommunityEvents(schema, '')),
    };
  });
}

/** What the customers are to be told of, by the events of the services of the facts. */
function toldIn(
  events: readonly EventRecord[],
  bookings: readonly BookingRecord[],
  payments: readonly PaymentRecord[],
): readonly ToldRow[] {
  const customerOf = new Map(bookings.map(({ id, customerId }) => [id, customerId]));
  const bookingOf = new Map(payments.map(({ id, bookingId }) => [id, bookingId]));
  return events.flatMap(({ type, service, aggregateId, bookingId, customerId }) => {
    const kind = MESSAGE_KINDS.get(type);
    if (kind === undefined) return [];
    const about = bookingId ?? bookingOf.get(aggregateId) ?? aggregateId;
    const reader = service === 'community' ? customerId : customerOf.get(about);
    return reader === undefined ? [] : [{ customerId: reader, tells: `${kind} ${about}` }];
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
