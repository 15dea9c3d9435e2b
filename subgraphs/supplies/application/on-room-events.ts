import { execute } from '../../../platform/decisions/execute.ts';
import { newId } from '../../../platform/identifiers.ts';
import { on, type Reaction } from '../../../platform/messaging/reactions.ts';
import { roomDeleted, roomRegistered } from '../../../schema/events/room.ts';
import { CATALOGUE_ID, linesOf } from '../domain/catalogue.ts';
import { evolve, type RoomStockState } from '../domain/room-stock.ts';
import { decide } from '../domain/room-stock-decide.ts';
import { mergeLines } from '../domain/supply-line.ts';
import type { CatalogueStore, Clock, RoomStockStore } from './ports.ts';

type Dependencies = {
  readonly stocks: RoomStockStore;
  readonly catalogue: CatalogueStore;
  readonly clock: Clock;
};

/** A new room is stocked with what its host asked for, or else with what is standard now. */
export function onRoomRegistered({ stocks, catalogue, clock }: Dependencies): Reaction {
  return on(roomRegistered, async ({ id: eventId, cause, data: { room, supplies: asked } }) => {
    const lines = asked ?? linesOf((await catalogue.load(CATALOGUE_ID)).state);
    const at = clock();
    const supplies = mergeLines(lines).map((line) => ({ ...line, id: newId(), updatedAt: at }));
    await execute({
      store: stocks,
      id: room.id,
      decide: (state: RoomStockState) => decide({ type: 'provision', at, roomId: room.id, supplies }, state),
      evolve,
      cause,
      handles: eventId,
    });
  });
}

/** A deleted room has nothing any more, and is not stocked when its registration comes late. */
export function onRoomDeleted({ stocks, clock }: Pick<Dependencies, 'stocks' | 'clock'>): Reaction {
  return on(roomDeleted, async ({ id: eventId, cause, data: { room } }) => {
    await execute({
      store: stocks,
      id: room.id,
      decide: (state: RoomStockState) => decide({ type: 'removeAll', at: clock(), roomId: room.id }, state),
      evolve,
      cause,
      handles: eventId,
    });
  });
}
