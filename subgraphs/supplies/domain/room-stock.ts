import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { SupplyLine } from './supply-line.ts';

/** A quantity of one thing in a room. */
export type Supply = SupplyLine & { readonly id: string; readonly updatedAt: Instant };

/** A stocked room; its supplies, oldest first. */
export type Provisioned = {
  readonly status: 'PROVISIONED';
  readonly roomId: string;
  readonly supplies: readonly Supply[];
};
/** A deleted room. It is never stocked again, also when its registration arrives later. */
export type Removed = { readonly status: 'REMOVED'; readonly roomId: string };

/** The supplies of one room. */
export type RoomStock = Provisioned | Removed;

/** Undefined before the room's registration arrives. */
export type RoomStockState = RoomStock | undefined;

export type RoomStockEvent =
  | {
      readonly type: 'SuppliesProvisioned';
      readonly at: Instant;
      readonly roomId: string;
      readonly supplies: readonly Supply[];
    }
  | { readonly type: 'SupplyAdded'; readonly at: Instant; readonly supply: Supply }
  | { readonly type: 'SupplyUpdated'; readonly at: Instant; readonly supply: Supply }
  | { readonly type: 'SupplyRemoved'; readonly at: Instant; readonly id: string }
  | { readonly type: 'SuppliesRemoved'; readonly at: Instant; readonly roomId: string };

/** The stock after an event. Throws for a change in a room that is not stocked. */
export function evolve(state: RoomStockState, event: RoomStockEvent): RoomStock {
  switch (event.type) {
    case 'SuppliesProvisioned':
      return { status: 'PROVISIONED', roomId: event.roomId, supplies: event.supplies };
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
