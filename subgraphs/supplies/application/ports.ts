import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { CatalogueEvent, CatalogueState, SetStandardSupplies } from '../domain/catalogue.ts';
import type { RoomStockEvent, RoomStockState, Supply } from '../domain/room-stock.ts';
import type { RoomStockCommand, RoomStockRejection } from '../domain/room-stock-decide.ts';

/** The rooms' stocks, each under its room's id. */
export type RoomStockStore = AggregateStore<RoomStockState, RoomStockEvent> & {
  /** Whether a command has had its effect on some room's stock. */
  hasHandled(commandId: string): Promise<boolean>;
};

export type HandleRoomStock = CommandHandler<
  RoomStockState,
  RoomStockCommand,
  RoomStockEvent,
  RoomStockRejection
>;

/** The catalogue of standard supplies. */
export type CatalogueStore = AggregateStore<CatalogueState, CatalogueEvent>;

export type HandleCatalogue = CommandHandler<CatalogueState, SetStandardSupplies, CatalogueEvent>;

/** A supply and where it is. */
export type PlacedSupply = Supply & { readonly roomId: string };

/** What is read and never decided upon. */
export type SupplyQueries = {
  /** Those of the supplies that exist, in no order. */
  byIds(ids: readonly string[]): Promise<readonly PlacedSupply[]>;
  /** All that the rooms have, each room's supplies in the order in which they came. */
  byRooms(roomIds: readonly string[]): Promise<readonly PlacedSupply[]>;
};
