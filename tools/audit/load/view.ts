import type { QueryResultRow } from 'pg';
import type { Rows, Table } from '../../../subgraphs/view/application/ports.ts';
import { STORED_TABLES } from '../../../subgraphs/view/store/tables.ts';
import { type OpenSchema, openSchema } from './postgres.ts';

/** The columns of each table, with the names of the fields. */
const COLUMNS: Readonly<Record<Table, string>> = {
  rooms: `id, version, host_id AS "hostId", name, location, folded_name AS "foldedName",
    folded_location AS "foldedLocation", capacity, amount, currency, deleted`,
  roomStatuses: 'room_id AS "roomId", version, status, since, booking_id AS "bookingId"',
  bookings: `id, version, room_id AS "roomId", room_name AS "roomName", customer_id AS "customerId", status,
    starts_at AS "startsAt", ends_at AS "endsAt", amount, currency`,
  payments: 'booking_id AS "bookingId", version, status',
  stocks: 'room_id AS "roomId", version, names, folded_names AS "foldedNames", quantities, available',
  courses: 'id, version, title, stop_count AS "stopCount", deleted',
  engagements: `target_id AS "targetId", version, rating, review_count AS "reviewCount",
    like_count AS "likeCount", bookmark_count AS "bookmarkCount"`,
  bookmarks: `customer_id AS "customerId", target_id AS "targetId", version, target_type AS "targetType",
    is_set AS "isSet"`,
  mailboxes: 'customer_id AS "customerId", version, unread_count AS "unreadCount"',
};

/**
 * Opens the store of the views. The tables are locked before the snapshot is taken: a rebuild that puts new
 * tables in the place of these waits until they are read, or is over. The rows of tables that were put there
 * after the snapshot would be invisible in it.
 *
 * @throws CannotRead
 */
export function openView(url: string): Promise<OpenSchema> {
  return openSchema(
    url,
    'view',
    STORED_TABLES.map(({ name }) => name),
  );
}

/** Reads the rows of a table in chunks. @param clause what follows the name of the table */
export function readTable<Name extends Table>(
  schema: OpenSchema,
  table: Name,
  clause = '',
  values: readonly unknown[] = [],
): AsyncGenerator<readonly (Rows[Name] & QueryResultRow)[]> {
  const name = STORED_TABLES.find((stored) => stored.table === table)?.name;
  return schema.chunks<Rows[Name] & QueryResultRow>(
    `SELECT ${COLUMNS[table]} FROM ${name} ${clause}`,
    values,
  );
}
