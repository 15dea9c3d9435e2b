import type { Pool } from '../../../platform/postgres/pool.ts';
import type { RoomReplicaStore } from '../application/ports.ts';

type RoomRow = {
  id: string;
  version: number;
  name: string;
  capacity: number;
  amount: number;
  currency: string;
  closed: boolean;
  deleted: boolean;
};

/** The replica of rooms in booking's own database. */
export function createPostgresRoomReplicaStore(pool: Pool): RoomReplicaStore {
  return {
    async find(roomId) {
      const { rows } = await pool.query<RoomRow>({
        name: 'find-room',
        text: 'SELECT id, version, name, capacity, amount, currency, closed, deleted FROM rooms WHERE id = $1',
        values: [roomId],
      });
      if (!rows[0]) return undefined;
      const { amount, currency, ...room } = rows[0];
      return { ...room, hourlyRate: { amount, currency } };
    },

    async names(roomIds) {
      const { rows } = await pool.query<{ id: string; name: string }>({
        name: 'room-names',
        text: 'SELECT id, name FROM rooms WHERE id = ANY ($1)',
        values: [roomIds],
      });
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    async save({ id, version, name, capacity, hourlyRate, closed, deleted }) {
      await pool.query({
        name: 'save-room',
        text: `INSERT INTO rooms AS known (id, version, name, capacity, amount, currency, closed, deleted)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
          ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name,
            capacity = excluded.capacity, amount = excluded.amount, currency = excluded.currency,
            closed = excluded.closed, deleted = excluded.deleted
          WHERE known.version < excluded.version`,
        values: [id, version, name, capacity, hourlyRate.amount, hourlyRate.currency, closed, deleted],
      });
    },
  };
}
