import type { Pool } from '../../../platform/postgres/pool.ts';
import type { RoomReplicaStore } from '../application/ports.ts';

/** The replica of rooms in payment's own database. */
export function createPostgresRoomReplicaStore(pool: Pool): RoomReplicaStore {
  return {
    async save({ id, version, hostId }) {
      await pool.query({
        name: 'save-room',
        text: `INSERT INTO rooms AS known (id, version, host_id) VALUES ($1, $2, $3)
          ON CONFLICT (id) DO UPDATE SET version = excluded.version, host_id = excluded.host_id
          WHERE known.version < excluded.version`,
        values: [id, version, hostId],
      });
    },
  };
}
