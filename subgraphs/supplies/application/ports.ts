import type { AggregateStore } from '../../../platform/decisions/execute.ts';
import type { CatalogueEvent, CatalogueState } from '../domain/catalogue.ts';
import type { Instant, RoomStockEvent, RoomStockState, Supply } from '../domain/room-stock.ts';

/** Where the rooms' stocks live, each under its room's id. */
export type RoomStockStore = AggregateStore<RoomStockState, RoomStockEvent> & {
  /** Whether a command had its effect on some room's stock. */
  hasHandled(commandId: string): Promise<boolean>;
};

/** Where the catalogue lives. */
export type CatalogueStore = AggregateStore<CatalogueState, CatalogueEvent>;

/** A supply and where it is. */
export type PlacedSupply = Supply & { readonly roomId: string };

/** What is read and never decided upon. */
export type SupplyQueries = {
  /** Those of the supplies that exist, in no order. */
  byIds(ids: readonly string[]): Promise<readonly PlacedSupply[]>;
  /** All that the rooms have, each room's supplies in the order in which they came. */
  byRooms(roomIds: readonly string[]): Promise<readonly PlacedSupply[]>;
};

/** The time, for decisions; nothing else reads the clock. */
export type Clock = () => Instant;
