import type { Clock } from '../../../platform/decisions/time.ts';
import { newId } from '../../../platform/identifiers.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomDeleted, roomRegistered } from '../../../schema/events/room.ts';
import { CATALOGUE_ID, linesOf } from '../domain/catalogue.ts';
import { mergeLines } from '../domain/supply-line.ts';
import type { CatalogueStore, HandleRoomStock } from './ports.ts';

type Dependencies = {
  readonly handleRoomStock: HandleRoomStock;
  readonly catalogue: CatalogueStore;
  readonly clock: Clock;
};

/** Stocks a new room with the supplies of its registration, or else with the standard supplies of the moment. */
export function onRoomRegistered({ handleRoomStock, catalogue, clock }: Dependencies): Reaction {
  return on(roomRegistered, async ({ id: handles, cause, data: { room, supplies: requested } }) => {
    const lines = mergeLines(requested ?? linesOf((await catalogue.load(CATALOGUE_ID)).state));
    const at = clock();
    const supplies = lines.map((line) => ({ ...line, id: newId(), updatedAt: at }));
    await handleRoomStock(room.id, () => ({ type: 'provision', at, roomId: room.id, supplies }), {
      cause,
      handles,
    });
  });
}

/** Empties a deleted room. It is not stocked when its registration arrives later. */
export function onRoomDeleted({
  handleRoomStock,
  clock,
}: Pick<Dependencies, 'handleRoomStock' | 'clock'>): Reaction {
  return on(roomDeleted, async ({ id: handles, cause, data: { room } }) => {
    await handleRoomStock(room.id, () => ({ type: 'removeAll', at: clock(), roomId: room.id }), {
      cause,
      handles,
    });
  });
}
