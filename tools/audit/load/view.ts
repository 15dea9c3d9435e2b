import type { PoolClient } from '../../../platform/postgres/pool.ts';
import type { Rows, Table } from '../../../subgraphs/view/application/ports.ts';
import { STORED_TABLES } from '../../../subgraphs/view/store/tables.ts';
import type { ViewRecords } from '../snapshot.ts';
import { readSchema } from './postgres.ts';

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

/** Reads the store of the views. @throws CannotRead */
export function readView(url: string): Promise<ViewRecords> {
  return readSchema(url, 'view', async (client) => {
    // Before the first query, which takes the snapshot of the database: a rebuild that puts new tables in the
    // place of these waits until they are read, or is over. The rows of tables that were put there after the
    // snapshot would be invisible in it.
    await client.query(`LOCK TABLE ${STORED_TABLES.map(({ name }) => name).join()} IN ACCESS SHARE MODE`);
    const read = <Name extends Table>(table: Name) => readTable(client, table);
    return {
      rooms: await read('rooms'),
      roomStatuses: await read('roomStatuses'),
      bookings: await read('bookings'),
      payments: await read('payments'),
      stocks: await read('stocks'),
      courses: await read('courses'),
      engagements: await read('engagements'),
      bookmarks: await read('bookmarks'),
      mailboxes: await read('mailboxes'),
    };
  });
}

async function readTable<Name extends Table>(
  client: PoolClient,
  table: Name,
): Promise<readonly Rows[Name][]> {
  const name = STORED_TABLES.find((stored) => stored.table === table)?.name;
  const { rows } = await client.query<Rows[Name]>(`SELECT ${COLUMNS[table]} FROM ${name}`);
  return rows;
}
