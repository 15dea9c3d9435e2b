import { HOUR_MS } from '../../../platform/config/duration.ts';
import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { AGGREGATE_OF, type EventRecord, type MailboxRecord } from '../snapshot.ts';

/** The events that have a message each. */
const TOLD: ReadonlySet<string> = new Set(
  [
    'booking.confirmed',
    'booking.rejected',
    'booking.cancelled',
    'payment.refunded',
    'room.assigned',
    'room.unassigned',
    'community.bookmarkAdded',
    'community.bookmarkRemoved',
  ].map((name) => `meetingroom.${name}.v1`),
);

const MESSAGE_SENT = 'meetingroom.notification.messageSent.v1';

/** What is older when it is handled makes no message. */
const NEWS_MS = 7 * 24 * HOUR_MS;

/** Each event that is to be told has one message, and a customer's counts are those of their messages. */
export function checkNotification({ snapshot }: CaseIndex): readonly Finding[] {
  const { events, mailboxes, at } = snapshot;
  const since = new Date(Date.parse(at) - NEWS_MS).toISOString();
  const facts = new Map(events.flatMap((event) => (TOLD.has(event.type) ? [[event.id, event]] : [])));
  const messages = Map.groupBy(
    events.filter(({ type }) => type === MESSAGE_SENT),
    ({ causationId }) => causationId,
  );
  return [
    ...[...facts.values()].flatMap((fact) => {
      const count = messages.get(fact.id)?.length ?? 0;
      if (count > 1) return [ofFact('MESSAGE_TWICE', fact, `${fact.type} has ${count} messages`)];
      if (count === 1 || fact.at < since) return [];
      return [ofFact('MESSAGE_MISSING', fact, `${fact.type} has no message`)];
    }),
    ...[...messages].flatMap(([cause, [message]]) =>
      message && !facts.has(cause)
        ? [ofFact('MESSAGE_WITHOUT_EVENT', message, `its cause ${cause} is no event that is told`)]
        : [],
    ),
    ...mailboxes.flatMap(checkCounts),
  ];
}

/** The message of an event follows it; a message never precedes its event. */
function ofFact(code: Finding['code'], fact: EventRecord, message: string): Finding {
  const { service, aggregateId, id, correlationId, at } = fact;
  const ids = { [AGGREGATE_OF[service]]: aggregateId, event: id };
  return { code, message, ids, correlationId, changedAt: code === 'MESSAGE_TWICE' ? undefined : at };
}

/** A store is read in one snapshot of its database: what differs in it is wrong at any time. */
function checkCounts({ id, stored, there }: MailboxRecord): readonly Finding[] {
  const differ = (['messages', 'unread'] as const)
    .filter((count) => stored[count] !== there[count])
    .map((count) => `${count}: ${stored[count]} counted, ${there[count]} there`);
  if (differ.length === 0) return [];
  const ids = { customer: id };
  return [{ code: 'MESSAGES_MISCOUNTED', message: differ.join('; '), ids, changedAt: undefined }];
}
