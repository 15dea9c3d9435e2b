import { subjectKey } from '../../../platform/identity/subject.ts';
import { subjectOf } from '../../../platform/messaging/event.ts';
import { HOLD_LIMIT_MS } from '../../../subgraphs/booking/application/scheduled-jobs.ts';
import { indexCases } from '../case-index.ts';
import { expectRows } from '../checks/view-rows.ts';
import type {
  BookingStatus,
  EventRecord,
  PaymentStatus,
  RoomRecord,
  Service,
  Snapshot,
  ViewRecords,
} from '../snapshot.ts';

/** When the snapshots are taken; everything in them happened a day before. */
export const NOW = '2030-05-02T09:30:00.000Z';
export const YESTERDAY = '2030-05-01T09:00:00.000Z';
export const PRICE = { amount: 1_000, currency: 'EUR' };

/** A time on the day of `NOW`. */
export function at(time: string) {
  return `2030-05-02T${time}:00.000Z`;
}

/** A snapshot whose parts can be changed in order to break it. */
export type MutableSnapshot = {
  -readonly [Part in keyof Snapshot]: Snapshot[Part] extends readonly (infer Item)[]
    ? Item[]
    : Snapshot[Part];
};

const EVENTS: Readonly<Record<BookingStatus, readonly string[]>> = {
  REQUESTED: ['requested'],
  PAID: ['requested', 'paid'],
  CONFIRMED: ['requested', 'paid', 'confirmed'],
  COMPLETED: ['requested', 'paid', 'confirmed', 'completed'],
  REJECTED: ['requested', 'rejected'],
  CANCELLED: ['requested', 'paid', 'confirmed', 'cancelled'],
};
const PAYMENT_EVENTS: Readonly<Record<PaymentStatus, readonly string[]>> = {
  REQUESTED: [],
  REQUIRES_ACTION: ['actionRequired'],
  ABANDONED: [],
  DECLINED: ['declined'],
  AUTHORIZED: ['authorized'],
  VOIDED: ['authorized', 'voided'],
  CAPTURED: ['authorized', 'captured'],
  REFUNDED: ['authorized', 'captured', 'refunded'],
  REFUND_FAILED: ['authorized', 'captured', 'refundFailed'],
};
const SETTLED: Readonly<Record<BookingStatus, PaymentStatus>> = {
  REQUESTED: 'REQUESTED',
  PAID: 'AUTHORIZED',
  CONFIRMED: 'CAPTURED',
  COMPLETED: 'CAPTURED',
  REJECTED: 'DECLINED',
  CANCELLED: 'REFUNDED',
};
const INTENTS: Readonly<Record<PaymentStatus, string>> = {
  REQUESTED: 'requires_capture',
  REQUIRES_ACTION: 'requires_action',
  ABANDONED: 'canceled',
  DECLINED: 'requires_payment_method',
  AUTHORIZED: 'requires_capture',
  VOIDED: 'canceled',
  CAPTURED: 'succeeded',
  REFUNDED: 'succeeded',
  REFUND_FAILED: 'succeeded',
};

export function emptySnapshot(): MutableSnapshot {
  return {
    at: NOW,
    holdLimitMs: HOLD_LIMIT_MS,
    erasures: [],
    bookings: [],
    replicas: [],
    payments: [],
    rooms: [],
    assignmentVersions: [],
    stocks: [],
    targets: [],
    bookmarks: [],
    mailboxes: [],
    view: NO_ROWS,
    intents: [],
    providerRefunds: [],
    disputes: [],
    events: [],
    claims: [],
    subjects: undefined,
  };
}

/** An event in a service's store. */
export function event(service: Service, name: string, aggregateId: string, version: number): EventRecord {
  const id = `${service}.${name}.${aggregateId}.${version}`;
  return {
    service,
    id,
    type: `meetingroom.${service}.${name}.v1`,
    aggregateId,
    version,
    at: YESTERDAY,
    correlationId: `case-${aggregateId}`,
    causationId: 'request',
    published: true,
  };
}

/** Adds events, and the messages of those that are told about a booking or a target, all of them to Alice. */
function record(snapshot: MutableSnapshot, about: string, ...events: readonly EventRecord[]): void {
  snapshot.events.push(...events);
  for (const { id } of events) {
    const [, kind] = KINDS.find(([event]) => id.startsWith(`${event}.`)) ?? [];
    if (kind !== undefined) tell(snapshot, id, `${kind} ${about}`);
  }
}

/** The events that have a message, with its kind. */
const KINDS: readonly (readonly [string, string])[] = [
  ['booking.confirmed', 'BOOKING_CONFIRMED'],
  ['booking.rejected', 'BOOKING_REJECTED'],
  ['booking.cancelled', 'BOOKING_CANCELLED'],
  ['payment.refunded', 'BOOKING_REFUNDED'],
  ['room.assigned', 'ROOM_ASSIGNED'],
  ['community.bookmarkAdded', 'BOOKMARK_ADDED'],
];

const CUSTOMER = 'alice';
/** The key of the customer who reads all messages. */
export const READER = subjectKey(CUSTOMER);

/** Adds a message to the customer that an event causes. */
export function tell(snapshot: MutableSnapshot, causationId: string, tells: string): void {
  const count = (snapshot.mailboxes.find(({ id }) => id === READER)?.version ?? 0) + 1;
  const kept = Math.min(count, 1_000);
  const stored = { messages: kept, unread: kept };
  const there = { ...stored, asSent: kept };
  const mailbox = { id: READER, customerId: CUSTOMER, version: count, stored, there };
  if (count === 1) snapshot.mailboxes.push(mailbox);
  else change(snapshot.mailboxes, READER, mailbox);
  snapshot.events.push({ ...event('notification', 'messageSent', READER, count), causationId, tells });
}

/** No one likes it, has bookmarked or reviewed it. */
export const NOTHING = { likes: 0, bookmarks: 0, reviews: 0, ratings: 0 };

export const SUPPLIES = [
  { name: 'Chair', quantity: 4 },
  { name: 'Projector', quantity: 0 },
] as const;

/** Adds a room with supplies, which booking and community know. */
export function givenRoom(snapshot: MutableSnapshot, id: string): RoomRecord {
  const common = { id, name: 'Han', capacity: 4, hourlyRate: PRICE, deleted: false };
  const room: RoomRecord = {
    ...common,
    hostId: 'henry',
    location: 'Jongno',
    version: 2,
    status: 'EMPTY',
    statusSince: YESTERDAY,
    occupiedBy: null,
    assignments: [],
  };
  snapshot.rooms.push(room);
  snapshot.replicas.push({ ...common, closed: false });
  snapshot.stocks.push({ roomId: id, version: 1, status: 'PROVISIONED', supplies: SUPPLIES });
  const replica = { id, name: 'Han', hostId: 'henry', status: 'OPEN', stops: null } as const;
  snapshot.targets.push({ ...replica, type: 'ROOM', version: 0, stored: NOTHING, sets: NOTHING });
  snapshot.events.push(
    event('room', 'registered', id, 1),
    event('room', 'statusChanged', id, 2),
    event('supplies', 'provisioned', id, 1),
  );
  return room;
}

/** Adds a course that two people like, one of whom has bookmarked and reviewed it. */
export function givenCourse(snapshot: MutableSnapshot, id: string): void {
  const names = ['courseRegistered', 'liked', 'liked', 'liked', 'unliked', 'bookmarkAdded', 'reviewWritten'];
  const sizes = { likes: 2, bookmarks: 1, reviews: 1, ratings: 4 };
  const course = { id, type: 'COURSE', name: 'Old town', hostId: 'henry', status: 'OPEN', stops: 3 } as const;
  snapshot.targets.push({ ...course, version: names.length, stored: sizes, sets: sizes });
  snapshot.bookmarks.push({ customerId: CUSTOMER, targetId: id });
  const events = names.map((name, index) => event('community', name, id, index + 1));
  record(snapshot, id, ...events.map((each) => ({ ...each, customerId: CUSTOMER })));
}

/** Adds a booking of a room with the payment, intent, assignment and events that such a booking has. */
export function givenBooking(
  snapshot: MutableSnapshot,
  id: string,
  status: BookingStatus,
  { roomId = 'room', slot = { start: at('12:00'), end: at('13:00') }, payment = SETTLED[status] } = {},
): void {
  const names = EVENTS[status];
  snapshot.bookings.push({
    id,
    version: names.length,
    status,
    roomId,
    roomName: 'Han',
    customerId: CUSTOMER,
    slot,
    price: PRICE,
    requestedAt: YESTERDAY,
    expiresAt: null,
    cancelledBy: status === 'CANCELLED' ? 'CUSTOMER' : null,
  });
  record(snapshot, id, ...names.map((name, index) => event('booking', name, id, index + 1)));
  givenPayment(snapshot, id, payment);
  if (!names.includes('confirmed')) return;
  const room = snapshot.rooms.find((each) => each.id === roomId);
  if (!room) return;
  record(snapshot, id, { ...event('room', 'assigned', id, 1), bookingId: id });
  snapshot.assignmentVersions.push({ id, version: 1 });
  const isHeld = status === 'CONFIRMED' && slot.end > NOW;
  change(snapshot.rooms, roomId, {
    assignments: isHeld ? [...room.assignments, { bookingId: id, slot }] : room.assignments,
  });
}

function givenPayment(snapshot: MutableSnapshot, bookingId: string, status: PaymentStatus): void {
  const id = `payment-${bookingId}`;
  const intentId = `pi-${bookingId}`;
  const names = PAYMENT_EVENTS[status];
  const isTaken = names.includes('captured');
  const refund = {
    id: `refund-${bookingId}`,
    amount: PRICE,
    origin: 'SERVICE' as const,
    providerId: `re-${bookingId}`,
    createdAt: YESTERDAY,
    notBefore: YESTERDAY,
  };
  const refundStatus =
    status === 'REFUNDED' ? 'SUCCEEDED' : status === 'REFUND_FAILED' ? 'FAILED' : undefined;
  snapshot.payments.push({
    id,
    bookingId,
    version: names.length,
    status,
    customerId: CUSTOMER,
    amount: PRICE,
    requestedAt: YESTERDAY,
    correlationId: `case-${bookingId}`,
    intentId: status === 'DECLINED' || status === 'ABANDONED' || status === 'REQUESTED' ? null : intentId,
    wish: null,
    refunds: refundStatus ? [{ ...refund, status: refundStatus }] : [],
    dispute: null,
    attempts: 0,
  });
  snapshot.intents.push({
    id: intentId,
    status: INTENTS[status],
    amount: PRICE,
    capturable: INTENTS[status] === 'requires_capture' ? PRICE.amount : 0,
    received: isTaken ? PRICE.amount : 0,
    createdAt: YESTERDAY,
    reference: { bookingId, paymentId: id, correlationId: `case-${bookingId}` },
  });
  if (refundStatus)
    snapshot.providerRefunds.push({
      id: refund.providerId,
      intentId,
      amount: PRICE,
      status: refundStatus,
      createdAt: YESTERDAY,
    });
  record(snapshot, bookingId, ...names.map((name, index) => event('payment', name, id, index + 1)));
}

/** Views whose rows can be changed in order to break them. */
export type MutableView = { -readonly [Table in keyof ViewRecords]: ViewRecords[Table][number][] };

const NO_ROWS: ViewRecords = {
  rooms: [],
  roomStatuses: [],
  bookings: [],
  payments: [],
  stocks: [],
  courses: [],
  engagements: [],
  bookmarks: [],
  mailboxes: [],
};

/** The views that show what is in a snapshot. */
export function viewOf(snapshot: Snapshot): MutableView {
  const expected = expectRows(indexCases(snapshot));
  const tables = Object.entries(expected).map(([table, toRows]) => [table, toRows().map(({ row }) => row)]);
  return { ...NO_ROWS, ...Object.fromEntries(tables) };
}

/** Adds streams that contain what the tables contain. */
export function givenStreams(snapshot: MutableSnapshot): Map<string, number> {
  const groups = Map.groupBy(snapshot.events, subjectOf);
  const subjects = new Map([...groups].map(([subject, all]) => [subject, all.length]));
  snapshot.subjects = subjects;
  return subjects;
}

/** Replaces a record by a changed one. */
export function change<T extends { readonly id: string }>(
  records: T[],
  id: string,
  fields: Partial<T>,
): void {
  const at = records.findIndex((each) => each.id === id);
  const record = records[at];
  if (!record) throw new Error(`There is no ${id}`);
  records[at] = { ...record, ...fields };
}

/** Removes a record. */
export function remove<T extends { readonly id: string }>(records: T[], id: string): void {
  records.splice(
    records.findIndex((each) => each.id === id),
    1,
  );
}
