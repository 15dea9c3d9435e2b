import { newId } from '../../../platform/identifiers.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomDeleted, roomRegistered } from '../../../schema/events/room.ts';
import { CATALOGUE_ID, linesOf } from '../domain/catalogue.ts';
import { mergeLines } from '../domain/supply-line.ts';
import type { Dependencies } from './ports.ts';

/** Stocks new rooms and empties deleted ones. */
export function onRoomEvents({
  handleRoomStock,
  catalogue,
  clock,
}: Pick<Dependencies, 'handleRoomStock' | 'catalogue' | 'clock'>): readonly Reaction[] {
  return [
    /**
     * Stocks a new room with the supplies of its registration, or else with the current standard supplies.
     */
    on(roomRegistered, async ({ id: handles, cause, data: { room, supplies: requested } }) => {
      const lines = mergeLines(requested ?? linesOf((await catalogue.load(CATALOGUE_ID)).state));
      const at = clock();
      const supplies = lines.map((line) => ({ ...line, id: newId(), updatedAt: at }));
      const command = { type: 'provision', at, roomId: room.id, supplies } as const;
      await handleRoomStock(room.id, () => command, { cause, handles });
    }),

    /** Empties a deleted room, which is then not stocked when its registration arrives later. */
    on(roomDeleted, async ({ id: handles, cause, data: { room } }) => {
      const createCommand = () => ({ type: 'removeAll', at: clock(), roomId: room.id }) as const;
      await handleRoomStock(room.id, createCommand, { cause, handles });
    }),
  ];
}
