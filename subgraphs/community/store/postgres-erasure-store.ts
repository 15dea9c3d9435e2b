import { renameCustomer } from '../../../platform/postgres/event-log.ts';
import { liftStatementTimeout, type Pool, transaction } from '../../../platform/postgres/pool.ts';
import type { CustomerMark, ErasureStore } from '../application/ports.ts';
import type { Mark, TargetType } from '../domain/target.ts';

type MarkRow = { target_id: string; type: TargetType; mark: Mark };

/** What is stored about a customer in community's own database. */
export function createPostgresErasureStore(pool: Pool): ErasureStore {
  return {
    async marksOf(customerId) {
      const { rows } = await pool.query<MarkRow>(
        `SELECT target_id, type, mark FROM marks JOIN targets ON targets.id = target_id
        WHERE customer_id = $1 ORDER BY target_id, mark`,
        [customerId],
      );
      return rows.map(({ target_id: id, type, mark }): CustomerMark => ({ target: { type, id }, mark }));
    },

    async rename(renaming) {
      const { customerId, pseudonym } = renaming;
      await transaction(pool, async (client) => {
        await liftStatementTimeout(client);
        await client.query('UPDATE reviews SET customer_id = $2 WHERE customer_id = $1', [
          customerId,
          pseudonym,
        ]);
        const { rows } = await client.query<{ id: string }>(
          `SELECT DISTINCT aggregate_id AS id FROM events
          WHERE data ? 'customer' AND data #>> '{customer,id}' = $1`,
          [customerId],
        );
        await renameCustomer(
          client,
          rows.map(({ id }) => id),
          renaming,
        );
      });
    },
  };
}
