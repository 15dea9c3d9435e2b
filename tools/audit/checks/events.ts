import { subjectOf } from '../../../platform/messaging/event.ts';
import { type CaseIndex, isIn } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { aggregateKey, missingVersions } from '../history.ts';
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
  const aggregates = aggregatesOf(index);
  const there = new Set(aggregates.map(([service, id]) => aggregateKey(service, id)));
  return [
    ...index.histories.flatMap((history) => history.waiting.map(waiting)),
    ...aggregates.flatMap(([service, id, version]) =>
      gaps(service, id, version, index.historyOf(service, id)),
    ),
    ...index.histories
      .filter(({ service, aggregateId }) => !there.has(aggregateKey(service, aggregateId)))
      .map((history) =>
        ofAggregate(
          'RECORD_MISSING',
          history.service,
          history.aggregateId,
          history,
          'only its events are there',
        ),
      ),
    ...checkStates(index),
  ];
}

type Aggregate = readonly [Service, string, version: number];

function aggregatesOf({ snapshot }: CaseIndex): readonly Aggregate[] {
  const { bookings, payments, rooms, assignmentVersions, stocks, targets, mailboxes, scope } = snapshot;
  const all: readonly Aggregate[] = [
    ...bookings.map(({ id, version }) => ['booking', id, version] as const),
    ...payments.map(({ id, version }) => ['payment', id, version] as const),
    ...[...rooms, ...assignmentVersions].map(({ id, version }) => ['room', id, version] as const),
    ...stocks.map(({ roomId, version }) => ['supplies', roomId, version] as const),
    ...targets.map(({ id, version }) => ['community', id, version] as const),
    ...mailboxes.map(({ id, version }) => ['notification', id, version] as const),
  ];
  return all.filter(([service]) => isIn(scope, service));
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
  history: ReturnType<CaseIndex['historyOf']>,
): readonly Finding[] {
  const missing = missingVersions(history, version);
  if (history.count === version && history.isOnce && missing.length === 0) return [];
  const what =
    missing.length > 0 ? `version ${missing.join(', ')} is missing` : `there are ${history.count} events`;
  return [ofAggregate('EVENTS_MISSING', service, id, history, `it is at version ${version}, ${what}`)];
}

function ofAggregate(
  code: Finding['code'],
  service: Service,
  id: string,
  { first, latestAt }: ReturnType<CaseIndex['historyOf']>,
  message: string,
): Finding {
  return {
    code,
    message: `${service}: ${message}`,
    ids: { [first ? aggregateOf(first) : AGGREGATE_OF[service]]: id },
    correlationId: first?.correlationId,
    changedAt: latestAt ?? '',
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
    const history = index.historyOf(service, id);
    const { last } = history;
    const name = last?.type.split('.')[2];
    if (!last || !name || after[name]?.includes(status)) return [];
    return [
      ofAggregate('STATE_DIFFERS', service, id, history, `it is ${status}, its last event is ${last.type}`),
    ];
  };
  return [
    ...bookings.flatMap(({ id, status }) => differs('booking', id, status, BOOKING_AFTER)),
    ...payments.flatMap(({ id, status }) => differs('payment', id, status, PAYMENT_AFTER)),
  ];
}

/**
 * Every stream contains what the tables contain, as far back as it reaches; what names an erased customer may
 * be gone.
 */
export function checkStreams({
  snapshot: { subjects, streamLimits },
  histories,
}: CaseIndex): readonly Finding[] {
  if (!subjects) return [];
  const kept = new Set<string>();
  const missing = histories.flatMap(({ service, types }) =>
    [...types.values()].flatMap(({ count, required, last, latestAt }): readonly Finding[] => {
      const subject = subjectOf(last);
      kept.add(subject);
      const there = subjects.get(subject) ?? 0;
      const most = streamLimits?.get(service)?.perSubject ?? required;
      const details = { ids: { subject }, correlationId: last.correlationId, changedAt: latestAt };
      const needed = Math.min(required, most);
      if (there < needed)
        return [{ code: 'STREAM_MISSING_EVENTS', message: `${there} of ${needed} are there`, ...details }];
      if (there > count)
        return [{ code: 'STREAM_DUPLICATES', message: `${there} are there of ${count}`, ...details }];
      return [];
    }),
  );
  const unknown = [...subjects]
    .filter(([subject]) => !kept.has(subject))
    .map(([subject, there]): Finding => {
      const message = `${there} events that no table has`;
      return { code: 'STREAM_UNKNOWN_EVENTS', message, ids: { subject }, changedAt: '' };
    });
  return [...missing, ...unknown];
}
