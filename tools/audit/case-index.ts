import { isPseudonym } from '../../platform/identity/pseudonym.ts';
import { aggregateKey, createHistoryFold, NO_EVENTS } from './history.ts';
import { latest } from './latest.ts';
import type {
  BookingRecord,
  EventRecord,
  History,
  IntentRecord,
  PaymentRecord,
  ProviderDispute,
  ProviderRefund,
  RoomRecord,
  Service,
  Snapshot,
} from './snapshot.ts';

/** A snapshot, indexed by what its records belong to. */
export type CaseIndex = {
  readonly snapshot: Snapshot;
  readonly bookings: ReadonlyMap<string, BookingRecord>;
  readonly rooms: ReadonlyMap<string, RoomRecord>;
  readonly payments: ReadonlyMap<string, PaymentRecord>;
  paymentsOf(bookingId: string): readonly PaymentRecord[];
  /** The intents of a payment: the one that it names first, then others that name the payment. */
  intentsOf(payment: PaymentRecord): readonly IntentRecord[];
  refundsOf(intentId: string): readonly ProviderRefund[];
  disputesOf(intentId: string): readonly ProviderDispute[];
  /** The room's events about a booking (assigned, unassigned, …), oldest first. */
  roomEventsOf(bookingId: string): readonly EventRecord[];
  /** An aggregate's events, by version. Both room and supplies have an aggregate under a room's id. */
  eventsOf(service: Service, aggregateId: string): readonly EventRecord[];
  /** What there is of an aggregate's events as a whole. */
  historyOf(service: Service, aggregateId: string): History | typeof NO_EVENTS;
  /** The histories of the services of which the snapshot has all. */
  readonly histories: readonly History[];
  /** The id of the booking that an event is about; undefined for an event about none. */
  bookingOf(event: EventRecord): string | undefined;
  /** The customer whom an event concerns; undefined if it concerns none, or their record is missing. */
  customerOf(event: EventRecord): string | undefined;
  /** When anything of a booking's case changed last; undefined if nothing is known of it. */
  changeOf(bookingId: string): string | undefined;
  /** The correlation id of the request that created the booking. */
  correlationOf(bookingId: string): string | undefined;
};

/** Builds the index once for all checks. */
export function indexCases(snapshot: Snapshot): CaseIndex {
  const bookings = byId(snapshot.bookings);
  const payments = byId(snapshot.payments);
  const paymentsByBooking = Map.groupBy(snapshot.payments, ({ bookingId }) => bookingId);
  const intents = byId(snapshot.intents);
  const intentsByPayment = Map.groupBy(snapshot.intents, ({ reference }) => reference.paymentId);
  const refunds = Map.groupBy(snapshot.providerRefunds, ({ intentId }) => intentId);
  const disputes = Map.groupBy(snapshot.disputes, ({ intentId }) => intentId);
  const events = Map.groupBy(snapshot.events, ({ service, aggregateId }) =>
    aggregateKey(service, aggregateId),
  );
  for (const each of events.values()) each.sort((a, b) => a.version - b.version);
  const roomEvents = Map.groupBy(
    snapshot.events.filter(({ service }) => service === 'room'),
    ({ bookingId }) => bookingId,
  );
  for (const each of roomEvents.values()) each.sort((a, b) => (a.at < b.at ? -1 : 1));

  const eventsOf = (service: Service, id: string) => events.get(aggregateKey(service, id)) ?? [];
  const paymentsOf = (id: string) => paymentsByBooking.get(id) ?? [];
  const roomEventsOf = (id: string) => roomEvents.get(id) ?? [];

  function bookingOf({ service, aggregateId, bookingId }: EventRecord): string | undefined {
    if (service === 'booking') return aggregateId;
    return service === 'payment' ? payments.get(aggregateId)?.bookingId : bookingId;
  }

  function customerOf(event: EventRecord): string | undefined {
    return event.customerId ?? bookings.get(bookingOf(event) ?? '')?.customerId;
  }

  const isRequired = requirement(snapshot, customerOf);
  const histories = new Map(snapshot.histories);
  for (const [key, each] of events) {
    const service = each[0]?.service;
    if (!service || histories.has(key) || !isIn(snapshot.scope, service)) continue;
    const fold = createHistoryFold(isRequired);
    for (const event of each) fold.add(event);
    const history = fold.result();
    if (history) histories.set(key, history);
  }

  return {
    snapshot,
    histories: [...histories.values()],
    historyOf: (service, id) => histories.get(aggregateKey(service, id)) ?? NO_EVENTS,
    bookings,
    rooms: byId(snapshot.rooms),
    payments,
    paymentsOf,
    intentsOf(payment) {
      const named = payment.intentId === null ? undefined : intents.get(payment.intentId);
      const others = (intentsByPayment.get(payment.id) ?? []).filter(({ id }) => id !== named?.id);
      return named ? [named, ...others] : others;
    },
    refundsOf: (intentId) => refunds.get(intentId) ?? [],
    disputesOf: (intentId) => disputes.get(intentId) ?? [],
    roomEventsOf,
    eventsOf,
    bookingOf,
    customerOf,
    changeOf(bookingId) {
      const payment = paymentsOf(bookingId);
      return latest([
        bookings.get(bookingId)?.requestedAt,
        ...eventsOf('booking', bookingId).map(({ at }) => at),
        ...payment.flatMap(({ id, requestedAt, refunds }) => [
          requestedAt,
          ...eventsOf('payment', id).map(({ at }) => at),
          ...refunds.map(({ createdAt }) => createdAt),
        ]),
        ...roomEventsOf(bookingId).map(({ at }) => at),
      ]);
    },
    correlationOf: (bookingId) =>
      eventsOf('booking', bookingId)[0]?.correlationId ?? paymentsOf(bookingId)[0]?.correlationId,
  };
}

/**
 * Returns which events a stream has to have: those that are published and young enough; what names an erased
 * customer may be gone.
 */
export function requirement(
  { at, streamLimits }: Pick<Snapshot, 'at' | 'streamLimits'>,
  customerOf: (event: EventRecord) => string | undefined,
): (event: EventRecord) => boolean {
  return (event) => {
    const since = streamLimits?.get(event.service)?.since ?? '';
    // Messages that were stored after the reading began are not counted.
    return event.published && event.at > since && event.at <= at && !isPseudonym(customerOf(event) ?? '');
  };
}

/** Whether a snapshot has all records of a service. */
export function isIn(scope: Snapshot['scope'], service: Service): boolean {
  return scope?.services.has(service) ?? true;
}

function byId<T extends { readonly id: string }>(records: readonly T[]): ReadonlyMap<string, T> {
  return new Map(records.map((record) => [record.id, record]));
}
