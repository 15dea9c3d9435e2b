import { createBatches } from '../../../platform/batches.ts';
import { type Pool, transaction } from '../../../platform/postgres/pool.ts';
import type { Put, SeenEvent, ViewStore } from '../application/ports.ts';
import { eraseCustomer } from './erase-customer.ts';
import { STORED_TABLES, type StoredTable } from './tables.ts';

/** The most events of a statement. */
const MOST = 1_000;
/** How long an event waits for others that share its statement, in milliseconds. */
const WAIT_MS = 50;

type Item = { readonly put: Put; readonly seen: SeenEvent };

/** The tables of the views in the service's schema. Rows are stored in groups, in one statement each. */
export function createPostgresViewStore(
  pool: Pool,
  isOutage: (error: unknown) => Promise<boolean>,
): ViewStore {
  const store = createBatches<Item>(MOST, (items) => storeRows(pool, items), { waitMs: WAIT_MS, isOutage });
  return {
    put: (put, seen) => store({ put, seen }),
    erase: (renaming, bookingIds) =>
      transaction(pool, (client) => eraseCustomer(client, renaming, bookingIds)),
  };
}

/** Stores rows and the times of their events, in one statement and so in one transaction and round trip. */
async function storeRows(pool: Pool, items: readonly Item[]): Promise<void> {
  const filled = rowsByTable(items.map(({ put }) => put));
  const upserts = filled.map(({ stored }, index) => `${stored.name} AS (${stored.upsert(`$${index + 2}`)})`);
  await pool.query({
    // PostgreSQL takes 63 characters: the tables by their numbers.
    name: `store/${filled.map(({ stored }) => STORED_TABLES.indexOf(stored)).join()}`,
    text: `WITH ${upserts.join(', ')}
      INSERT INTO seen (context, time)
        SELECT context, time FROM json_populate_recordset(NULL::seen, $1::json) ORDER BY context
      ON CONFLICT (context) DO UPDATE SET time = greatest(seen.time, excluded.time)`,
    values: [lastSeenOf(items), ...filled.map(({ rows }) => rows)],
  });
}

/** The rows of each table that has some, as JSON: of each key the one with the highest version. */
export function rowsByTable(
  puts: readonly Put[],
): readonly { readonly stored: StoredTable; readonly rows: string }[] {
  return STORED_TABLES.flatMap((stored) => {
    const newest = new Map<string, Put['row']>();
    for (const { table, row } of puts) {
      if (table !== stored.table) continue;
      const key = stored.keyOf(row);
      const known = newest.get(key);
      if (!known || known.version < row.version) newest.set(key, row);
    }
    if (newest.size === 0) return [];
    // In one order, so that concurrent statements do not wait for each other's rows in a circle.
    const rows = [...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => stored.toColumns(row));
    return [{ stored, rows: JSON.stringify(rows) }];
  });
}

function lastSeenOf(items: readonly Item[]): string {
  const last = new Map<string, string>();
  for (const { seen } of items) {
    const known = last.get(seen.context);
    if (!known || known < seen.time) last.set(seen.context, seen.time);
  }
  return JSON.stringify([...last].map(([context, time]) => ({ context, time })));
}
