import {
  liftStatementTimeout,
  type Pool,
  type PoolClient,
  withConnection,
} from '../../../platform/postgres/pool.ts';
import type { Table } from '../application/ports.ts';
import type { NewTables } from '../application/rebuild.ts';
import { rowsByTable } from './postgres-view-store.ts';
import { NEW_TABLES as NEW, STORED_TABLES } from './tables.ts';

/** The schema of the current tables. */
const CURRENT = 'view';

/** How long the change-over waits for queries that are running. */
const LOCK_TIMEOUT = '5s';

/**
 * Creates new, empty tables beside the current ones, with the same columns and indexes, and runs work on
 * them. It removes those that an interrupted rebuild has left, and its own when the work ends.
 *
 * @returns what the work returns; undefined when another rebuild is running
 */
export async function withNewTables<Result extends object>(
  pool: Pool,
  tables: readonly Table[],
  work: (newTables: NewTables) => Promise<Result>,
): Promise<Result | undefined> {
  const stored = STORED_TABLES.filter(({ table }) => tables.includes(table));
  const names = stored.map(({ name }) => name);

  return withConnection(pool, async (holder) => {
    // The lock of a process that was killed ends with its connection.
    if (!(await tryLock(holder))) return undefined;
    try {
      await pool.query(`DROP SCHEMA IF EXISTS ${NEW} CASCADE; CREATE SCHEMA ${NEW};
        ${names.map((name) => `CREATE TABLE ${NEW}.${name} (LIKE ${CURRENT}.${name} INCLUDING ALL)`).join(';')}`);
      return await work({
        async put(puts) {
          for (const { stored: table, rows } of rowsByTable(puts)) {
            if (names.includes(table.name)) await pool.query(table.upsert('$1', NEW), [rows]);
          }
        },
        changeOver: (catchUp, isForced) =>
          withConnection(pool, async (client) => {
            await client.query(names.map((name) => `ANALYZE ${NEW}.${name}`).join(';'));
            await client.query('BEGIN');
            await liftStatementTimeout(client);
            await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}';
              LOCK TABLE ${names.map((name) => `${CURRENT}.${name}`).join()} IN EXCLUSIVE MODE`);
            await catchUp();
            let lacking = 0;
            for (const { name, key } of stored) lacking += await countLacking(client, name, key);
            if (lacking > 0 && !isForced) {
              await client.query('ROLLBACK');
              return lacking;
            }
            await client.query(
              names
                .map(
                  (name) => `DROP TABLE ${CURRENT}.${name}; ALTER TABLE ${NEW}.${name} SET SCHEMA ${CURRENT}`,
                )
                .join(';'),
            );
            await client.query('COMMIT');
            return lacking;
          }),
      });
    } finally {
      await pool.query(`DROP SCHEMA IF EXISTS ${NEW} CASCADE`);
      await holder.query('SELECT pg_advisory_unlock(hashtext($1))', [NEW]);
    }
  });
}

async function tryLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    'SELECT pg_try_advisory_lock(hashtext($1)) AS locked',
    [NEW],
  );
  return rows[0]?.locked === true;
}

/** The number of rows of a current table that the new one does not have, or has of an older version. */
async function countLacking(client: PoolClient, name: string, key: readonly string[]): Promise<number> {
  const isSame = key.map((column) => `new.${column} = old.${column}`).join(' AND ');
  const { rows } = await client.query<{ lacking: number }>(
    `SELECT count(*) AS lacking FROM ${CURRENT}.${name} AS old
    WHERE NOT EXISTS (SELECT FROM ${NEW}.${name} AS new WHERE ${isSame} AND new.version >= old.version)`,
  );
  return rows[0]?.lacking ?? 0;
}
