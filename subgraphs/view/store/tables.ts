import type { Rows, Table } from '../application/ports.ts';

/** The schema of new tables until they become the current ones. */
export const NEW_TABLES = 'view_rebuild';

/** How a table is stored. */
type TableDefinition<Field extends string = string> = {
  /** Its name in the database. */
  readonly name: string;
  /** The fields by which rows are told apart. */
  readonly key: readonly Field[];
  /** The others, without `version`. */
  readonly values: readonly Field[];
};

const TABLES: { readonly [Name in Table]: TableDefinition<keyof Rows[Name] & string> } = {
  rooms: {
    name: 'rooms',
    key: ['id'],
    values: [
      'hostId',
      'name',
      'location',
      'foldedName',
      'foldedLocation',
      'capacity',
      'amount',
      'currency',
      'deleted',
    ],
  },
  roomStatuses: { name: 'room_statuses', key: ['roomId'], values: ['status', 'since', 'bookingId'] },
  bookings: {
    name: 'bookings',
    key: ['id'],
    values: ['roomId', 'roomName', 'customerId', 'status', 'startsAt', 'endsAt', 'amount', 'currency'],
  },
  payments: { name: 'payments', key: ['bookingId'], values: ['status'] },
  stocks: { name: 'stocks', key: ['roomId'], values: ['names', 'foldedNames', 'quantities', 'available'] },
  courses: { name: 'courses', key: ['id'], values: ['title', 'stopCount', 'deleted'] },
  engagements: {
    name: 'engagements',
    key: ['targetId'],
    values: ['rating', 'reviewCount', 'likeCount', 'bookmarkCount'],
  },
  bookmarks: { name: 'bookmarks', key: ['customerId', 'targetId'], values: ['targetType', 'isSet'] },
  mailboxes: { name: 'mailboxes', key: ['customerId'], values: ['unreadCount'] },
};

/** A table in the database: its columns, and how rows are stored there. */
export type StoredTable = {
  readonly table: Table;
  readonly name: string;
  /** The columns of the key. */
  readonly key: readonly string[];
  /** Which of two rows is of the same key, as a text that also orders the rows. */
  keyOf(row: Readonly<Record<string, unknown>>): string;
  /** A row with the names of its columns. */
  toColumns(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /**
   * The statement that stores rows, each unless one of a higher version is stored.
   *
   * @param rows the parameter with the rows as a JSON list, such as `$1`; each key occurs in it once
   * @param schema of the table; that of the connection when left out
   */
  upsert(rows: string, schema?: string): string;
};

/** All tables, in the order in which one statement stores rows in several. */
export const STORED_TABLES: readonly StoredTable[] = (Object.keys(TABLES) as Table[]).map(toStoredTable);

function toStoredTable(table: Table): StoredTable {
  const definition: TableDefinition = TABLES[table];
  const fields = [...definition.key, 'version', ...definition.values];
  const columns = fields.map(columnOf);
  const key = definition.key.map(columnOf);
  const changing = ['version', ...definition.values.map(columnOf)];
  return {
    table,
    name: definition.name,
    key,
    keyOf: (row) => definition.key.map((field) => row[field]).join(' '),
    toColumns: (row) =>
      Object.fromEntries(fields.map((field, index) => [columns[index] ?? field, row[field]])),
    upsert(rows, schema) {
      const name = schema ? `${schema}.${definition.name}` : definition.name;
      return `INSERT INTO ${name} AS known (${columns.join()})
        SELECT ${columns.join()} FROM json_populate_recordset(NULL::${name}, ${rows}::json)
        ON CONFLICT (${key.join()}) DO UPDATE
          SET (${changing.join()}) = ROW (${changing.map((column) => `excluded.${column}`).join()})
          WHERE known.version < excluded.version`;
    },
  };
}

/** `hostId` as `host_id`. */
function columnOf(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
