import type { Pool } from '../../../platform/postgres/pool.ts';
import type { RoomReplicaStore } from '../application/ports.ts';

/** The replica of rooms in notification's own database. */
export function createPostgresRoomReplicaStore(pool: Pool): RoomReplicaStore {
  return {
    async save({ id, version, timeZone }) {
      await pool.query({
        name: 'save-room',
        text: `INSERT INTO rooms AS known (id, version, time_zone) VALUES ($1, $2, $3)
          ON CONFLICT (id) DO UPDATE SET version = excluded.version, time_zone = excluded.time_zone
          WHERE known.version < excluded.version`,
        values: [id, version, timeZone],
      });
    },

    async timeZoneOf(roomId) {
      const { rows } = await pool.query<{ time_zone: string }>({
        name: 'time-zone-of-room',
        text: 'SELECT time_zone FROM rooms WHERE id = $1',
        values: [roomId],
      });
      return rows[0]?.time_zone;
    },
  };
}
