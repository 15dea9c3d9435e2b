import type { Renaming } from '../../../platform/identity/pseudonym.ts';
import type { PoolClient } from '../../../platform/postgres/pool.ts';
import { NEW_TABLES } from './tables.ts';

/** How each table that names customers is rid of one: `$1` is the customer and `$2` the pseudonym. */
const STATEMENTS: Readonly<Record<string, (table: string) => string>> = {
  bookings: (table) => `UPDATE ${table} SET customer_id = $2 WHERE customer_id = $1 AND id = ANY ($3)`,
  bookmarks: (table) => `DELETE FROM ${table} WHERE customer_id IN ($1, $2)`,
  mailboxes: (table) => `DELETE FROM ${table} WHERE customer_id IN ($1, $2)`,
};

/**
 * Gives a customer's bookings among these to a pseudonym and deletes the rest of their page, in the
 * transaction of the client. So it does in the new tables of a rebuild, if there are any.
 */
export async function eraseCustomer(
  client: PoolClient,
  { customerId, pseudonym }: Renaming,
  bookingIds: readonly string[],
): Promise<void> {
  for (const [name, statementFor] of Object.entries(STATEMENTS)) {
    for (const table of [name, `${NEW_TABLES}.${name}`]) {
      const { rows } = await client.query<{ exists: boolean }>(
        'SELECT to_regclass($1) IS NOT NULL AS exists',
        [table],
      );
      if (!rows[0]?.exists) continue;
      const statement = statementFor(table);
      const values = [customerId, pseudonym, bookingIds];
      await client.query(statement, statement.includes('$3') ? values : values.slice(0, 2));
    }
  }
}
