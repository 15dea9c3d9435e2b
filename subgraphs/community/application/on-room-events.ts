import { type IncomingEvent, on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomSnapshotEvents, type roomUpdated } from '../../../schema/events/room.ts';
import type { Dependencies } from './ports.ts';

/** Keeps the replica of rooms up to date. A deleted room takes its reviews, likes and bookmarks with it. */
export function onRoomEvents({ rooms }: Pick<Dependencies, 'rooms'>): readonly Reaction[] {
  async function replicate({ data, version }: IncomingEvent<typeof roomUpdated>): Promise<void> {
    const { id, name, host, closed, deleted } = data.room;
    const status = deleted ? 'DELETED' : closed ? 'CLOSED' : 'OPEN';
    await rooms.save({ id, version, name, hostId: host?.id ?? null, status });
  }

  return roomSnapshotEvents.map((definition) => on(definition, replicate));
}
