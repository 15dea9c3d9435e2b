import { subjectKey } from '../../../platform/identity/subject.ts';
import { isUuid } from '../../../platform/input.ts';
import { indexCases } from '../case-index.ts';
import { toldEvents } from '../checks/notification.ts';
import { overlapping, readAssignments } from '../load/assignments.ts';
import { readBookings, readErasures } from '../load/booking.ts';
import { collect } from '../load/merge.ts';
import { type OpenMongo, readHistory, readRooms } from '../load/mongo.ts';
import { readNotificationEvents } from '../load/notification.ts';
import { readPayments } from '../load/payment.ts';
import { type OpenSchema, readClaims, readEvents } from '../load/postgres.ts';
import { readProviderOf } from '../load/provider.ts';
import { openView, readTable } from '../load/view.ts';
import type { BookingRecord, EventRecord, Snapshot } from '../snapshot.ts';
import type { Sources } from '../sources.ts';
import { CASE_SCOPE } from './cases.ts';
import { contextOfCases, createDraft, type Draft, toSnapshot } from './draft.ts';
import { openStores, type Stores } from './stores.ts';

/**
 * Reads what belongs to one booking, by indexes: the time does not depend on how much there is. The streams
 * are not read.
 *
 * @throws CannotRead
 */
export async function readBookingCase(sources: Sources, bookingId: string): Promise<Snapshot> {
  const draft = createDraft(contextOfCases(sources), CASE_SCOPE);
  if (!isUuid(bookingId)) return toSnapshot(draft);
  const id = bookingId.toLowerCase();
  await addViewRows(draft, sources.view, id);
  const stores = await openStores({ ...sources, nats: undefined });
  try {
    await addCase(draft, sources, stores, id);
    return toSnapshot({ ...draft, erasures: await readErasures(stores.booking, draft.at) });
  } finally {
    await stores.close();
  }
}

async function addViewRows({ view }: Draft, url: string, id: string): Promise<void> {
  const schema = await openView(url);
  try {
    view.bookings.push(...(await collect(readTable(schema, 'bookings', 'WHERE id = $1', [id]))));
    view.payments.push(...(await collect(readTable(schema, 'payments', 'WHERE booking_id = $1', [id]))));
  } finally {
    await schema.close();
  }
}

/** Adds the case of a booking to a draft. */
export async function addCase(draft: Draft, sources: Sources, stores: Stores, id: string): Promise<void> {
  const { booking, payment, room } = stores;
  const found = await collect(readBookings(booking, 'WHERE id = $1', [id]));
  const payments = await collect(readPayments(payment, 'WHERE booking_id = $1', [id]));
  draft.bookings.push(...found);
  draft.payments.push(...payments);
  draft.events.push(
    ...(await eventsOf(booking, 'booking', [id])),
    ...(await eventsOf(
      payment,
      'payment',
      payments.map((each) => each.id),
    )),
  );
  draft.claims.push(...(await claimsOf(booking, 'booking', id)), ...(await claimsOf(payment, 'payment', id)));
  for (const each of found) await addNeighbours(draft, booking, each);
  draft.events.push(...(await roomEventsOf(room, id, found, draft.events)));
  for (const each of found) await addRoom(draft, room, each);
  await addMessages(draft, stores.notification);
  const { intents, providerRefunds, disputes } = await readProviderOf(sources.provider, payments);
  draft.intents.push(...intents);
  draft.providerRefunds.push(...providerRefunds);
  draft.disputes.push(...disputes);
}

function eventsOf(schema: OpenSchema, service: 'booking' | 'payment', ids: readonly string[]) {
  return collect(readEvents(schema, service, 'WHERE aggregate_id = ANY ($1)', {}, [ids]));
}

function claimsOf(schema: OpenSchema, service: 'booking' | 'payment', id: string) {
  return collect(readClaims(schema, service, 'AND command_id = $1', [id]));
}

/** Adds the bookings of the same room that overlap. */
async function addNeighbours(
  { bookings, events }: Draft,
  booking: OpenSchema,
  { id, roomId, slot }: BookingRecord,
): Promise<void> {
  // The database derives `holds` from the status, and has an index of what holds.
  const OVERLAPPING = 'WHERE room_id = $1 AND slot && tstzrange($2, $3) AND id <> $4 AND holds';
  const others = await collect(readBookings(booking, OVERLAPPING, [roomId, slot.start, slot.end, id]));
  bookings.push(...others);
  events.push(
    ...(await eventsOf(
      booking,
      'booking',
      others.map((each) => each.id),
    )),
  );
}

/**
 * The events of rooms about a booking: those of its room, and those elsewhere that the events of the booking
 * and its payment have caused, or that have caused them.
 */
async function roomEventsOf(
  room: OpenMongo,
  id: string,
  bookings: readonly BookingRecord[],
  events: readonly EventRecord[],
): Promise<readonly EventRecord[]> {
  const ids = events.map((event) => event.id);
  const causes = events.map(({ causationId }) => causationId);
  const published = [
    ...(await collect(readHistory(room, { 'cause.causationId': { $in: ids }, 'data.booking.id': id }))),
    ...(await collect(readHistory(room, { _id: { $in: causes }, 'data.booking.id': id }))),
  ];
  const rooms = new Set([
    ...bookings.map(({ roomId }) => roomId),
    ...published.map(({ aggregateId }) => aggregateId),
  ]);
  const own = await collect(readAssignments(room, { _id: id }));
  const waiting = own.flatMap((each) => each.waiting);
  published.push(...(await collect(readHistory(room, { aggregateId: id }))));
  // The events of before assignments had documents of their own.
  for (const roomId of rooms) {
    const found = await collect(readRooms(room, { _id: roomId }));
    waiting.push(...found.flatMap((each) => each.waiting).filter(({ bookingId }) => bookingId === id));
    published.push(...(await collect(readHistory(room, { aggregateId: roomId, 'data.booking.id': id }))));
  }
  const byId = new Map([...waiting, ...published].map((event) => [event.id, event]));
  return [...byId.values()];
}

/** Adds the room of a booking with its assignments while the booking lasts. */
async function addRoom({ rooms }: Draft, room: OpenMongo, { roomId, slot }: BookingRecord): Promise<void> {
  const found = await collect(readAssignments(room, overlapping(roomId, slot)));
  const assignments = found.flatMap(({ aggregate }) => aggregate.open ?? []);
  const at = rooms.findIndex(({ id }) => id === roomId);
  const known = rooms[at];
  if (known) {
    rooms[at] = { ...known, assignments: [...known.assignments, ...assignments] };
    return;
  }
  const read = await collect(readRooms(room, { _id: roomId }));
  rooms.push(...read.map(({ aggregate }) => ({ ...aggregate, assignments })));
}

/**
 * Adds the messages that the events have caused. They are looked for in the mailbox of the customer, and in
 * all only if one is not there.
 */
async function addMessages(draft: Draft, notification: OpenSchema): Promise<void> {
  const told = toldEvents(indexCases(toSnapshot(draft)));
  if (told.length === 0) return;
  const keys = draft.bookings.map(({ customerId }) => subjectKey(customerId));
  const OWN = 'WHERE aggregate_id = ANY ($1) AND causation_id = ANY ($2)';
  const own = await collect(readNotificationEvents(notification, OWN, [keys, told]));
  const isThere = new Set(own.map(({ causationId }) => causationId));
  const isComplete = told.every((id) => isThere.has(id));
  const all = isComplete
    ? own
    : await collect(readNotificationEvents(notification, 'WHERE causation_id = ANY ($1)', [told]));
  draft.events.push(...all);
}
