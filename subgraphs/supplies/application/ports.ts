import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Clock } from '../../../platform/decisions/values.ts';
import type {
  CatalogueEvent,
  CatalogueRejection,
  CatalogueState,
  SetStandardSupplies,
} from '../domain/catalogue.ts';
import type { RoomStockEvent, RoomStockState, Supply } from '../domain/room-stock.ts';
import type { RoomStockCommand, RoomStockRejection } from '../domain/room-stock-decide.ts';

/** The stocks of the rooms, each under the id of its room. */
export type RoomStockStore = AggregateStore<RoomStockState, RoomStockEvent> & {
  /** Whether a command has had its effect on the stock of any room. */
  hasHandled(commandId: string): Promise<boolean>;
};

export type HandleRoomStock = CommandHandler<
  RoomStockState,
  RoomStockCommand,
  RoomStockEvent,
  RoomStockRejection
>;

/** The catalogues of standard supplies: the house's and those of hosts. */
export type CatalogueStore = AggregateStore<CatalogueState, CatalogueEvent>;

export type HandleCatalogue = CommandHandler<
  CatalogueState,
  SetStandardSupplies,
  CatalogueEvent,
  CatalogueRejection
>;

/** A supply with its room. */
export type PlacedSupply = Supply & { readonly roomId: string };

/** Reads for lists and fields. Decisions are not based on them. */
export type SupplyQueries = {
  /** The existing supplies among these, in any order. */
  byIds(ids: readonly string[]): Promise<readonly PlacedSupply[]>;
  /** The supplies of each of these rooms that has any, ordered by name. */
  byRooms(roomIds: readonly string[]): Promise<ReadonlyMap<string, readonly PlacedSupply[]>>;
};

/** What use cases, reactions and scheduled jobs are built from; each takes its part. */
export type Dependencies = {
  readonly handleRoomStock: HandleRoomStock;
  readonly handleCatalogue: HandleCatalogue;
  readonly stocks: RoomStockStore;
  readonly catalogues: CatalogueStore;
  readonly queries: SupplyQueries;
  readonly clock: Clock;
};
