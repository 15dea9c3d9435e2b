import { newId } from '../../platform/identifiers.ts';
import { type CloudEvent, causedBy } from '../../platform/messaging/event.ts';
import type { Reaction } from '../../platform/messaging/reactions.ts';
import type { MongoLink } from '../../platform/mongo/connection.ts';
import type { HistoryDocument } from '../../platform/mongo/schemas.ts';
import { insertEvents } from '../../platform/postgres/event-log.ts';
import { type Pool, transaction } from '../../platform/postgres/pool.ts';
import { onBookingEvents } from '../../subgraphs/notification/application/on-booking-events.ts';
import { onRoomEvents } from '../../subgraphs/notification/application/on-room-events.ts';
import type { NewMessage } from '../../subgraphs/notification/application/ports.ts';
import { storeMessages } from '../../subgraphs/notification/store/store-messages.ts';
import { CHANGING_COLUMNS, changingValues } from '../../subgraphs/payment/store/payment-row.ts';
import type { Put } from '../../subgraphs/view/application/ports.ts';
import { PROJECTIONS } from '../../subgraphs/view/application/views.ts';
import { rowsByTable } from '../../subgraphs/view/store/postgres-view-store.ts';
import type { Booked } from './booked.ts';

/** Without the generated columns. */
const BOOKING_FIELDS =
  'id, version, status, room_id, room_name, host_id, customer_id, slot, amount, currency, requested_at';
const INSERT_BOOKINGS = `INSERT INTO bookings (${BOOKING_FIELDS})
  SELECT ${BOOKING_FIELDS} FROM json_populate_recordset(NULL::bookings, $1)`;

/** Appends bookings to booking's store, in one transaction. */
export async function appendBookings(pool: Pool, booked: readonly Booked[]): Promise<void> {
  const rows = booked.map(({ booking, bookingVersion }) => ({
    id: booking.id,
    version: bookingVersion,
    status: booking.status,
    room_id: booking.room.id,
    room_name: booking.room.name,
    host_id: booking.room.hostId,
    customer_id: booking.customerId,
    slot: `[${booking.slot.start},${booking.slot.end})`,
    amount: booking.price.amount,
    currency: booking.price.currency,
    requested_at: booking.requestedAt,
  }));
  await transaction(pool, async (client) => {
    await client.query(INSERT_BOOKINGS, [JSON.stringify(rows)]);
    await insertEvents(
      client,
      booked.flatMap(({ events }) => events.booking),
    );
  });
}

/** Appends payments to payment's store, in one transaction. */
export async function appendPayments(pool: Pool, booked: readonly Booked[]): Promise<void> {
  const rows = booked.map(({ payment, paymentVersion, cause }) => ({
    booking_id: payment.bookingId,
    id: payment.id,
    room_id: payment.roomId,
    revision: paymentVersion + 2,
    version: paymentVersion,
    customer_id: payment.customerId,
    amount: payment.amount.amount,
    currency: payment.amount.currency,
    requested_at: payment.requestedAt,
    request_correlation_id: payment.correlationId,
    attempts: 0,
    correlation_id: cause.correlationId,
    causation_id: cause.causationId,
    compared_at: payment.requestedAt,
    ...Object.fromEntries(changingValues(payment).map((value, at) => [CHANGING_COLUMNS[at], value])),
    refunds: [],
  }));
  await transaction(pool, async (client) => {
    await client.query('INSERT INTO payments SELECT * FROM json_populate_recordset(NULL::payments, $1)', [
      JSON.stringify(rows),
    ]);
    await insertEvents(
      client,
      booked.flatMap(({ events }) => events.payment),
    );
  });
}

/** Appends published events to room's history. */
export async function appendHistory(room: MongoLink, events: readonly CloudEvent[]): Promise<void> {
  const documents = events.map(({ id, ...event }) => ({ _id: id, ...event }));
  if (documents.length > 0)
    await room.collection<HistoryDocument>('history').insertMany(documents, { ordered: false });
}

/** Stores the rows that the views have of events. */
export async function appendViewRows(pool: Pool, events: readonly CloudEvent[]): Promise<void> {
  const puts: Put[] = [];
  const views = { put: async (put: Put) => void puts.push(put) };
  await react(
    PROJECTIONS.map(({ react: toReaction }) => toReaction(views)),
    events,
  );
  for (const { stored, rows } of rowsByTable(puts)) await pool.query(stored.upsert('$1'), [rows]);
}

/** Writes the messages to customers that follow from events, as of the times of the events. */
export async function appendMessages(
  pool: Pool,
  events: readonly CloudEvent[],
  timeZone: string,
): Promise<void> {
  const messages: NewMessage[] = [];
  const deliver: Parameters<typeof onBookingEvents>[0] = async (event, customerId, content) => {
    const { id: handles, time: createdAt, cause } = event;
    messages.push({ id: newId(), customerId, content, timeZone, createdAt, cause, handles });
  };
  // The rooms are known already: none of the events is about a room itself.
  const rooms = { save: async () => undefined, timeZoneOf: async () => timeZone };
  await react([...onBookingEvents(deliver), ...onRoomEvents(deliver, { rooms })], events);
  await transaction(pool, (client) => storeMessages(client, messages, false));
}

async function react(reactions: readonly Reaction[], events: readonly CloudEvent[]): Promise<void> {
  const byType = Map.groupBy(reactions, ({ definition }) => definition.type);
  for (const event of events)
    for (const { definition, handle } of byType.get(event.type) ?? [])
      await handle({ ...event, cause: causedBy(event), data: definition.data.parse(event.data) });
}
