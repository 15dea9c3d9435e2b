import { isPseudonym } from '../../../platform/identity/pseudonym.ts';
import { subjectOf } from '../../../platform/messaging/event.ts';
import { type CaseIndex, latest } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import {
  AGGREGATE_OF,
  aggregateOf,
  type BookingStatus,
  type EventRecord,
  type PaymentStatus,
  type Service,
} from '../snapshot.ts';

/** Every event is stored in order without gaps, and published. */
export function checkEvents(index: CaseIndex): readonly Finding[] {
  const { bookings, payments, rooms, assignmentVersions, stocks, targets, mailboxes, events } =
    index.snapshot;
  const aggregates: readonly (readonly [Service, string, number])[] = [
    ...bookings.map(({ id, version }) => ['booking', id, version] as const),
    ...payments.map(({ id, version }) => ['payment', id, version] as const),
    ...[...rooms, ...assignmentVersions].map(({ id, version }) => ['room', id, version] as const),
    ...stocks.map(({ roomId, version }) => ['supplies', roomId, version] as const),
    ...targets.map(({ id, version }) => ['community', id, version] as const),
    ...mailboxes.map(({ id, version }) => ['notification', id, version] as const),
  ];
  const there = new Set(aggregates.map(([service, id]) => `${service} ${id}`));
  const orphans = Map.groupBy(
    events.filter(({ service, aggregateId }) => !there.has(`${service} ${aggregateId}`)),
    ({ service, aggregateId }) => `${service} ${aggregateId}`,
  );
  return [
    ...events.filter(({ published }) => !published).map(waiting),
    ...aggregates.flatMap(([service, id, version]) =>
      gaps(service, id, version, index.eventsOf(service, id)),
    ),
    ...[...orphans.values()].flatMap((each) => {
      const [first] = each;
      return first
        ? [ofAggregate('RECORD_MISSING', first.service, first.aggregateId, each, 'only its events are there')]
        : [];
    }),
    ...checkStates(index),
  ];
}

function waiting(event: EventRecord): Finding {
  const { id, type, aggregateId, correlationId, at } = event;
  return {
    code: 'NOT_PUBLISHED',
    message: `${type} waits since ${at}`,
    ids: { [aggregateOf(event)]: aggregateId, event: id },
    correlationId,
    changedAt: at,
  };
}

function gaps(
  service: Service,
  id: string,
  version: number,
  events: readonly EventRecord[],
): readonly Finding[] {
  if (events.length === version && events.every((event, at) => event.version === at + 1)) return [];
  const versions = events.map((event) => event.version);
  const missing = Array.from({ length: version }, (_, at) => at + 1).filter(
    (each) => !versions.includes(each),
  );
  const what =
    missing.length > 0 ? `version ${missing.join(', ')} is missing` : `there are ${events.length} events`;
  return [ofAggregate('EVENTS_MISSING', service, id, events, `it is at version ${version}, ${what}`)];
}

function ofAggregate(
  code: Finding['code'],
  service: Service,
  id: string,
  events: readonly EventRecord[],
  message: string,
): Finding {
  const [first] = events;
  return {
    code,
    message: `${service}: ${message}`,
    ids: { [first ? aggregateOf(first) : AGGREGATE_OF[service]]: id },
    correlationId: first?.correlationId,
    changedAt: latest(events.map(({ at }) => at)) ?? '',
  };
}

const BOOKING_AFTER: Readonly<Record<string, readonly BookingStatus[]>> = {
  requested: ['REQUESTED'],
  actionRequired: ['REQUESTED'],
  paid: ['PAID'],
  confirmed: ['CONFIRMED'],
  completed: ['COMPLETED'],
  rejected: ['REJECTED'],
  cancelled: ['CANCELLED'],
  transferred: ['REQUESTED', 'PAID', 'CONFIRMED'],
};
/**
 * A refund in progress or of a part leaves the payment captured; if the last one fails, the payment has
 * failed.
 */
const PAYMENT_AFTER: Readonly<Record<string, readonly PaymentStatus[]>> = {
  actionRequired: ['REQUIRES_ACTION'],
  authorized: ['AUTHORIZED'],
  declined: ['DECLINED'],
  captured: ['CAPTURED'],
  voided: ['VOIDED'],
  refunded: ['REFUNDED', 'CAPTURED', 'REFUND_FAILED'],
  refundFailed: ['CAPTURED', 'REFUNDED', 'REFUND_FAILED'],
  refundRetried: ['CAPTURED'],
  disputed: ['CAPTURED', 'REFUNDED', 'REFUND_FAILED'],
};

function checkStates(index: CaseIndex): readonly Finding[] {
  const { bookings, payments } = index.snapshot;
  const differs = (
    service: Service,
    id: string,
    status: string,
    after: Readonly<Record<string, readonly string[]>>,
  ) => {
    const events = index.eventsOf(service, id);
    const last = events.at(-1);
    const name = last?.type.split('.')[2];
    if (!last || !name || after[name]?.includes(status)) return [];
    return [
      ofAggregate('STATE_DIFFERS', service, id, events, `it is ${status}, its last event is ${last.type}`),
    ];
  };
  return [
    ...bookings.flatMap(({ id, status }) => differs('booking', id, status, BOOKING_AFTER)),
    ...payments.flatMap(({ id, status }) => differs('payment', id, status, PAYMENT_AFTER)),
  ];
}

/** Every stream contains what the tables contain; what names an erased customer may be gone. */
export function checkStreams({ snapshot: { events, subjects }, customerOf }: CaseIndex): readonly Finding[] {
  if (!subjects) return [];
  const kept = Map.groupBy(events, subjectOf);
  const missing = [...kept].flatMap(([subject, all]): readonly Finding[] => {
    const there = subjects.get(subject) ?? 0;
    const isErased = (event: EventRecord) => isPseudonym(customerOf(event) ?? '');
    const published = all.filter((event) => event.published && !isErased(event)).length;
    const details = {
      ids: { subject },
      correlationId: all.at(-1)?.correlationId,
      changedAt: latest(all.map(({ at }) => at)),
    };
    if (there < published)
      return [{ code: 'STREAM_MISSING_EVENTS', message: `${there} of ${published} are there`, ...details }];
    if (there > all.length)
      return [{ code: 'STREAM_DUPLICATES', message: `${there} are there of ${all.length}`, ...details }];
    return [];
  });
  const unknown = [...subjects]
    .filter(([subject]) => !kept.has(subject))
    .map(([subject, there]): Finding => {
      const message = `${there} events that no table has`;
      return { code: 'STREAM_UNKNOWN_EVENTS', message, ids: { subject }, changedAt: '' };
    });
  return [...missing, ...unknown];
}
