import DataLoader from 'dataloader';
import type { Pool } from '../../../platform/postgres/pool.ts';
import type { RoomReplicaStore } from '../application/ports.ts';

/** Rooms per query. */
const BATCH = 100;

/** The replica of rooms in notification's own database. */
export function createPostgresRoomReplicaStore(pool: Pool): RoomReplicaStore {
  // Events that arrive together share one query.
  const timeZones = new DataLoader(
    async (roomIds: readonly string[]) => {
      const { rows } = await pool.query<{ id: string; time_zone: string }>({
        name: 'time-zones-of-rooms',
        text: 'SELECT id, time_zone FROM rooms WHERE id = ANY ($1)',
        values: [roomIds],
      });
      const byRoom = new Map(rows.map(({ id, time_zone }) => [id, time_zone]));
      return roomIds.map((id) => byRoom.get(id));
    },
    { cache: false, maxBatchSize: BATCH },
  );

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

    timeZoneOf: (roomId) => timeZones.load(roomId),
  };
}
