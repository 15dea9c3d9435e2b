import { unreachable } from '../../../platform/decisions/decision.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import type { SupplyLine } from './supply-line.ts';

/** Something that a room has. */
export type Supply = SupplyLine & { readonly id: string; readonly updatedAt: Instant };

/** The room was registered and stocked; its supplies in the order in which they came. */
export type Provisioned = {
  readonly status: 'PROVISIONED';
  readonly roomId: string;
  readonly supplies: readonly Supply[];
};
/** The room was deleted, perhaps before its registration was heard of: it is never stocked again. */
export type Removed = { readonly status: 'REMOVED'; readonly roomId: string };

/** What one room is stocked with. */
export type RoomStock = Provisioned | Removed;

/** Before the room's registration is heard of there is nothing. */
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

/** The stock after an event. Throws when a supply changes in a room that is not stocked. */
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

/** What a room has now: nothing before it is stocked and after it is deleted. */
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
