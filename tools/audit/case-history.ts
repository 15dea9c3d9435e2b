import { indexCases } from './case-index.ts';
import { checkAll } from './checks/index.ts';
import type { Finding } from './findings.ts';
import { latest } from './latest.ts';
import { aggregateOf, type EventRecord, type Service, type Snapshot } from './snapshot.ts';

/** An event of a case. */
export type HistoryEntry = {
  readonly at: string;
  /** The sort key. The provider's times are whole seconds; our own events are precise. */
  readonly order: string;
  readonly service: Service | 'provider';
  readonly type: string;
  /** What it happened to, such as `booking 0190…`. */
  readonly subject: string;
  readonly correlationId: string | undefined;
  /** The id of the event or request that caused it; undefined for the provider's objects. */
  readonly causationId: string | undefined;
  /** The id of the event; undefined for the provider's objects. */
  readonly eventId: string | undefined;
};

export type CaseHistory = {
  readonly correlationIds: readonly string[];
  readonly bookingIds: readonly string[];
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  /** Its current state, one line each. */
  readonly states: readonly string[];
  /** The findings of the case, settled or not. */
  readonly findings: readonly Finding[];
};

/**
 * Collects everything that belongs to one correlation id, or to the cases that concern a booking.
 *
 * @param findings among which those of the case are
 */
export function buildCaseHistory(
  snapshot: Snapshot,
  about: { readonly correlation: string } | { readonly booking: string },
  findings: readonly Finding[] = checkAll(snapshot),
): CaseHistory {
  const index = indexCases(snapshot);
  const eventsAbout = (booking: string): readonly EventRecord[] => [
    ...index.eventsOf('booking', booking),
    ...index.paymentsOf(booking).flatMap(({ id }) => index.eventsOf('payment', id)),
    ...index.roomEventsOf(booking),
  ];
  const correlations = new Set(
    'correlation' in about
      ? [about.correlation]
      : [
          ...eventsAbout(about.booking).map(({ correlationId }) => correlationId),
          ...index.paymentsOf(about.booking).map(({ correlationId }) => correlationId),
        ],
  );
  // One correlation id may concern many bookings, as a deletion does. Only the part of this booking is
  // included.
  const events =
    'booking' in about
      ? eventsAbout(about.booking)
      : snapshot.events.filter(({ correlationId }) => correlations.has(correlationId));
  const intents = snapshot.intents.filter(({ reference }) =>
    'booking' in about
      ? reference.bookingId === about.booking
      : reference.correlationId !== undefined && correlations.has(reference.correlationId),
  );
  const bookingIds =
    'booking' in about
      ? [about.booking]
      : [
          ...new Set([
            ...events.flatMap(({ service, aggregateId }) => (service === 'booking' ? [aggregateId] : [])),
            ...events.flatMap(({ bookingId }) => bookingId ?? []),
            ...intents.flatMap(({ reference }) => reference.bookingId ?? []),
          ]),
        ];

  const atProvider = intents.flatMap((intent): readonly HistoryEntry[] => {
    const own = {
      service: 'provider',
      correlationId: intent.reference.correlationId,
      causationId: undefined,
      eventId: undefined,
    } as const;
    const payment = index.payments.get(intent.reference.paymentId ?? '');
    const ordered = (at: string, askedAt: string | undefined) => ({ at, order: latest([at, askedAt]) ?? at });
    return [
      {
        ...own,
        ...ordered(intent.createdAt, payment?.requestedAt),
        type: `intent, now ${intent.status}`,
        subject: `intent ${intent.id}`,
      },
      ...index.refundsOf(intent.id).map(({ id, createdAt, status }) => ({
        ...own,
        ...ordered(createdAt, payment?.refunds.find(({ providerId }) => providerId === id)?.createdAt),
        type: `refund, now ${status}`,
        subject: `refund ${id}`,
      })),
    ];
  });
  return {
    correlationIds: [...correlations],
    bookingIds,
    entries: [...events.map(toEntry), ...atProvider].sort(byTime),
    states: bookingIds.flatMap(stateOf),
    findings: findings.filter(
      ({ ids, correlationId }) =>
        (ids.booking !== undefined && bookingIds.includes(ids.booking)) ||
        (correlationId !== undefined && 'correlation' in about && correlations.has(correlationId)),
    ),
  };

  function stateOf(id: string): readonly string[] {
    const booking = index.bookings.get(id);
    const room = booking && index.rooms.get(booking.roomId);
    const isAssigned = room?.assignments.some(({ bookingId }) => bookingId === id) ?? false;
    return [
      booking
        ? `booking ${id}: ${booking.status}, ${booking.slot.start}–${booking.slot.end}, ${booking.price.amount} ${booking.price.currency}`
        : `booking ${id}: not there`,
      ...index
        .paymentsOf(id)
        .map(
          ({ id: payment, status, wish }) =>
            `payment ${payment}: ${status}${wish ? `, to be done: ${wish}` : ''}`,
        ),
      ...(room
        ? [
            `room ${room.id}: ${room.deleted ? 'deleted' : room.status}, ${isAssigned ? '' : 'not '}assigned to it now`,
          ]
        : []),
    ];
  }
}

function toEntry(event: EventRecord): HistoryEntry {
  const { at, service, type, aggregateId, correlationId, causationId, id } = event;
  return {
    at,
    order: at,
    service,
    type,
    subject: `${aggregateOf(event)} ${aggregateId}`,
    correlationId,
    causationId,
    eventId: id,
  };
}

function byTime(a: HistoryEntry, b: HistoryEntry): number {
  if (a.order === b.order) return (a.eventId ?? '') < (b.eventId ?? '') ? -1 : 1;
  return a.order < b.order ? -1 : 1;
}
