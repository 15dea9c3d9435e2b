import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import { foldText } from '../../../platform/text/fold.ts';
import type { SupplyLine } from './supply-line.ts';

/** A quantity of one thing in a room. */
export type Supply = SupplyLine & { readonly id: string; readonly updatedAt: Instant };

/** The host of a room, as an event of the room names it. */
export type RoomHost = {
  /** Null for a room that belongs to nobody. */
  readonly id: string | null;
  /** The room's version after that event. Events may arrive late: the highest version counts. */
  readonly roomVersion: number;
};

/** The host of a room that was stocked before rooms had hosts. */
export const NOBODY: RoomHost = { id: null, roomVersion: 0 };

/** A room whose transfer has arrived before its registration. */
export type Unstocked = { readonly status: 'UNSTOCKED'; readonly roomId: string; readonly host: RoomHost };
/** A stocked room; its supplies, oldest first. */
export type Provisioned = {
  readonly status: 'PROVISIONED';
  readonly roomId: string;
  readonly host: RoomHost;
  readonly supplies: readonly Supply[];
};
/** A deleted room. It is never stocked again, also when its registration arrives later. */
export type Removed = { readonly status: 'REMOVED'; readonly roomId: string };

/** The supplies of one room. */
export type RoomStock = Unstocked | Provisioned | Removed;

/** Undefined before the first event of the room arrives. */
export type RoomStockState = RoomStock | undefined;

export type RoomStockEvent =
  | {
      readonly type: 'SuppliesProvisioned';
      readonly at: Instant;
      readonly roomId: string;
      readonly host: RoomHost;
      readonly supplies: readonly Supply[];
    }
  | {
      readonly type: 'HostChanged';
      readonly at: Instant;
      readonly roomId: string;
      readonly host: RoomHost;
    }
  | { readonly type: 'SupplyAdded'; readonly at: Instant; readonly supply: Supply }
  | { readonly type: 'SupplyUpdated'; readonly at: Instant; readonly supply: Supply }
  | { readonly type: 'SupplyRemoved'; readonly at: Instant; readonly id: string }
  | { readonly type: 'SuppliesRemoved'; readonly at: Instant; readonly roomId: string };

/** The stock after an event. Throws for a change in a room that is not stocked. */
export function evolve(state: RoomStockState, event: RoomStockEvent): RoomStock {
  switch (event.type) {
    case 'SuppliesProvisioned': {
      const { roomId, host, supplies } = event;
      return { status: 'PROVISIONED', roomId, host, supplies };
    }
    case 'HostChanged': {
      const { roomId, host } = event;
      return state?.status === 'PROVISIONED' ? { ...state, host } : { status: 'UNSTOCKED', roomId, host };
    }
    case 'SuppliesRemoved':
      return { status: 'REMOVED', roomId: event.roomId };
    case 'SupplyAdded':
      return changed(state, (supplies) => [...supplies, event.supply]);
    case 'SupplyUpdated':
      return changed(state, (supplies) =>
        supplies.map((each) => (each.id === event.supply.id ? event.supply : each)),
      );
    case 'SupplyRemoved':
      return changed(state, (supplies) => supplies.filter(({ id }) => id !== event.id));
    default:
      return unreachable(event);
  }
}

/** Supplies in the order in which people read them: by name, in upper or lower case alike. */
export function byName(supplies: readonly Supply[]): readonly Supply[] {
  return supplies
    .map((supply) => ({ supply, name: foldText(supply.name) }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.supply.id, b.supply.id))
    .map(({ supply }) => supply);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The supplies of a room; none before it is stocked and after it is deleted. */
export function suppliesOf(state: RoomStockState): readonly Supply[] {
  return state?.status === 'PROVISIONED' ? state.supplies : [];
}

function changed(
  state: RoomStockState,
  change: (supplies: readonly Supply[]) => readonly Supply[],
): Provisioned {
  if (state?.status !== 'PROVISIONED') throw new Error('A supply changed in a room that is not stocked');
  return { ...state, supplies: change(state.supplies) };
}
