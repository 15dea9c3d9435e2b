import { isPseudonym } from '../../../platform/identity/pseudonym.ts';
import { subjectKey } from '../../../platform/identity/subject.ts';
import { messageSent } from '../../../schema/events/notification.ts';
import { MOST_MESSAGES, NEWS_MS } from '../../../subgraphs/notification/domain/message.ts';
import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { aggregateOf, type EventRecord, type MailboxRecord } from '../snapshot.ts';

/** The events that have a message each, with the kind of the message. */
export const MESSAGE_KINDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'booking.confirmed': 'BOOKING_CONFIRMED',
    'booking.rejected': 'BOOKING_REJECTED',
    'booking.cancelled': 'BOOKING_CANCELLED',
    'payment.refunded': 'BOOKING_REFUNDED',
    'room.assigned': 'ROOM_ASSIGNED',
    'room.unassigned': 'ROOM_UNASSIGNED',
    'community.bookmarkAdded': 'BOOKMARK_ADDED',
    'community.bookmarkRemoved': 'BOOKMARK_REMOVED',
  }).map(([name, kind]) => [`meetingroom.${name}.v1`, kind]),
);

/** An event that is to be told. */
type Fact = {
  readonly event: EventRecord;
  /** What its message tells: the kind, and the id of what it is about. */
  readonly tells: string;
  /** Undefined when the record that names the customer is missing. */
  readonly customerId: string | undefined;
};

/** Each event that is to be told has one message, which tells it to the customer whom it concerns. */
export function checkMessages(index: CaseIndex): readonly Finding[] {
  const { events, at } = index.snapshot;
  const since = new Date(Date.parse(at) - NEWS_MS).toISOString();
  const facts = factsIn(index);
  const messages = Map.groupBy(
    events.filter(({ type }) => type === messageSent.type),
    ({ causationId }) => causationId,
  );
  const keyOf = memoizedKey();
  return [
    ...[...facts.values()].flatMap((fact) => {
      const { id, type, at } = fact.event;
      const [message, ...more] = messages.get(id) ?? [];
      if (more.length > 0) return [ofFact('MESSAGE_TWICE', fact, `${type} has ${more.length + 1} messages`)];
      if (message) return compare(fact, message, keyOf);
      return at < since || isWhileErased(index, at)
        ? []
        : [ofFact('MESSAGE_MISSING', fact, `${type} has no message`)];
    }),
    ...[...messages].flatMap(([cause, [message]]) =>
      message && !facts.has(cause) ? [withoutEvent(message)] : [],
    ),
  ];
}

/** Whether a customer was being erased: what they are told meanwhile may be deleted with the rest. */
function isWhileErased({ snapshot: { erasures } }: CaseIndex, at: string): boolean {
  return erasures.some(({ from, to }) => from <= at && (to === undefined || at <= to));
}

/** A customer has the newest messages that were sent to them, and counts that are those of the messages. */
export function checkMailboxes(index: CaseIndex): readonly Finding[] {
  const { mailboxes } = index.snapshot;
  return [...mailboxes.flatMap(checkCounts), ...mailboxes.flatMap((mailbox) => checkKept(index, mailbox))];
}

/** A message whose cause is no event that is told. */
export function withoutEvent(message: EventRecord): Finding {
  const text = `its cause ${message.causationId} is no event that is told`;
  return ofEvent('MESSAGE_WITHOUT_EVENT', message, text);
}

/** The events in a snapshot that are to be told, by their ids. */
function factsIn(index: CaseIndex): ReadonlyMap<string, Fact> {
  const facts = index.snapshot.events.flatMap((event) => toFact(index, event));
  return new Map(facts.map((fact) => [fact.event.id, fact]));
}

/** The ids of the events in a snapshot that are to be told. */
export function toldEvents(index: CaseIndex): readonly string[] {
  return [...factsIn(index).keys()];
}

/** An erased customer is told nothing. */
function toFact({ bookingOf, customerOf }: CaseIndex, event: EventRecord): readonly Fact[] {
  const kind = MESSAGE_KINDS.get(event.type);
  const customerId = customerOf(event);
  if (kind === undefined || (customerId !== undefined && isPseudonym(customerId))) return [];
  const about = event.service === 'community' ? event.aggregateId : bookingOf(event);
  return [{ event, tells: `${kind} ${about}`, customerId }];
}

/** Makes the keys by which customers are named, each once. */
function memoizedKey(): (customerId: string) => string {
  const known = new Map<string, string>();
  return (customerId) => {
    const key = known.get(customerId) ?? subjectKey(customerId);
    known.set(customerId, key);
    return key;
  };
}

function compare(
  fact: Fact,
  { aggregateId: reader, tells }: EventRecord,
  keyOf: (customerId: string) => string,
): readonly Finding[] {
  const { customerId } = fact;
  if (customerId === undefined) return [];
  const isTheirs = reader === keyOf(customerId);
  return [
    ...(isTheirs
      ? []
      : [ofFact('MESSAGE_MISADDRESSED', fact, `it is to ${reader} and concerns ${customerId}`)]),
    ...(tells === fact.tells
      ? []
      : [ofFact('MESSAGE_DIFFERS', fact, `it tells ${tells} instead of ${fact.tells}`)]),
  ];
}

/** A message that is missing may still come; one that is there stays as it is. */
function ofFact(code: Finding['code'], { event }: Fact, message: string): Finding {
  const found = ofEvent(code, event, message);
  return code === 'MESSAGE_MISSING' ? found : { ...found, changedAt: undefined };
}

/** The message of an event follows it; a message never precedes its event. */
function ofEvent(code: Finding['code'], event: EventRecord, message: string): Finding {
  const { aggregateId, id, correlationId, at } = event;
  const ids = { [aggregateOf(event)]: aggregateId, event: id };
  return { code, message, ids, correlationId, changedAt: at };
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

/** Each of the newest messages that were sent is there, as it was sent. */
function checkKept(index: CaseIndex, { id, there }: MailboxRecord): readonly Finding[] {
  const sent = index.historyOf('notification', id).types.get(messageSent.type)?.count ?? 0;
  const kept = Math.min(sent, MOST_MESSAGES);
  if (there.asSent === kept) return [];
  const message = `${sent} were sent, of the newest ${kept} of which ${there.asSent} are there as they were sent`;
  return [{ code: 'MESSAGES_LOST', message, ids: { customer: id }, changedAt: undefined }];
}
