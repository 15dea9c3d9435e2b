import { newId } from '../../../platform/identifiers.ts';
import type { IncomingEvent, Reaction } from '../../../platform/messaging/reactions.ts';
import { on } from '../../../platform/messaging/reactions.ts';
import { roomDeleted, roomRegistered, roomTransferred } from '../../../schema/events/room.ts';
import type { RoomHost } from '../domain/room-stock.ts';
import { mergeLines } from '../domain/supply-line.ts';
import type { Dependencies } from './ports.ts';
import type { StandardSupplies } from './standard-supplies.ts';

/** Stocks new rooms, knows the hosts of rooms, and empties deleted rooms. */
export function onRoomEvents({
  handleRoomStock,
  standardSupplies,
  clock,
}: Pick<Dependencies, 'handleRoomStock' | 'clock'> & {
  readonly standardSupplies: StandardSupplies;
}): readonly Reaction[] {
  return [
    /** Stocks a new room with the supplies of its registration, or else with its host's standard supplies. */
    on(roomRegistered, async (event) => {
      const { id: handles, cause, data } = event;
      const host = hostIn(event);
      const lines = mergeLines(data.supplies ?? (await standardSupplies(host.id)));
      const at = clock();
      const supplies = lines.map((line) => ({ ...line, id: newId(), updatedAt: at }));
      const command = { type: 'provision', at, roomId: data.room.id, host, supplies } as const;
      await handleRoomStock(data.room.id, () => command, { cause, handles });
    }),

    /** Lets a room's new host manage its supplies. The room's version tells which transfer is the last. */
    on(roomTransferred, async (event) => {
      const { id: roomId } = event.data.room;
      const host = hostIn(event);
      const createCommand = () => ({ type: 'changeHost', at: clock(), roomId, host }) as const;
      await handleRoomStock(roomId, createCommand, { cause: event.cause });
    }),

    /** Empties a deleted room, which is then not stocked when its registration arrives later. */
    on(roomDeleted, async ({ id: handles, cause, data: { room } }) => {
      const createCommand = () => ({ type: 'removeAll', at: clock(), roomId: room.id }) as const;
      await handleRoomStock(room.id, createCommand, { cause, handles });
    }),
  ];
}

/** The host of a room after an event. Events from before rooms had hosts name none. */
function hostIn({
  version,
  data: { room },
}: IncomingEvent<typeof roomRegistered | typeof roomTransferred>): RoomHost {
  return { id: room.host?.id ?? null, roomVersion: version };
}
