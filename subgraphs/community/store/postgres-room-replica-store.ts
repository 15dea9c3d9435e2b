import type { RoomReplicaStore } from '../application/ports.ts';
import { clearTarget, type TargetLock } from './target-lock.ts';

const SAVE_ROOM = `INSERT INTO targets AS known (id, type, room_version, name, host_id, status)
  VALUES ($1, 'ROOM', $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE SET room_version = excluded.room_version, name = excluded.name,
    host_id = excluded.host_id, status = excluded.status
  WHERE known.room_version < excluded.room_version`;

/** The replica of rooms: the targets of that type. */
export function createPostgresRoomReplicaStore(lock: TargetLock): RoomReplicaStore {
  return {
    save: ({ id, version, name, hostId, status }) =>
      lock.withLock(id, async (client) => {
        await client.query({
          name: 'save-room',
          text: SAVE_ROOM,
          values: [id, version, name, hostId, status],
        });
        if (status === 'DELETED') await clearTarget(client, id);
      }),
  };
}
