import {
  accept,
  type Decider,
  type Decision,
  reject,
  unreachable,
} from '../../../platform/decisions/decider.ts';
import { foldName, type Instant } from '../../../platform/decisions/values.ts';
import {
  evolve,
  type Provisioned,
  type RoomStockEvent,
  type RoomStockState,
  type Supply,
} from './room-stock.ts';
import { MOST_SUPPLIES } from './supply-line.ts';

export type RoomStockCommand =
  | {
      readonly type: 'provision';
      readonly at: Instant;
      readonly roomId: string;
      readonly supplies: readonly Supply[];
    }
  | { readonly type: 'add'; readonly at: Instant; readonly supply: Omit<Supply, 'updatedAt'> }
  | {
      readonly type: 'update';
      readonly at: Instant;
      readonly id: string;
      /** Undefined keeps the value. */
      readonly name: string | undefined;
      readonly quantity: number | undefined;
    }
  | { readonly type: 'remove'; readonly at: Instant; readonly id: string }
  | { readonly type: 'removeAll'; readonly at: Instant; readonly roomId: string };

export type RoomStockRejection =
  /** The room is unknown or deleted. */
  | { readonly kind: 'RoomNotFound' }
  | { readonly kind: 'SupplyNotFound' }
  /** Another supply of the room has the name. */
  | { readonly kind: 'NameTaken'; readonly by: Supply }
  | { readonly kind: 'TooManySupplies' };

/**
 * Decides a command. One that has had its effect already is accepted without events: commands may be
 * repeated, and the deletion of a room may arrive before its registration.
 */
export function decide(
  command: RoomStockCommand,
  state: RoomStockState,
): Decision<RoomStockEvent, RoomStockRejection> {
  const { at } = command;
  switch (command.type) {
    case 'provision':
      if (state) return accept();
      return accept({
        type: 'SuppliesProvisioned',
        at,
        roomId: command.roomId,
        supplies: command.supplies,
      });

    case 'removeAll':
      if (state?.status === 'REMOVED') return accept();
      return accept({ type: 'SuppliesRemoved', at, roomId: command.roomId });

    case 'add':
      return state?.status === 'PROVISIONED' ? decideAdd(command, state) : reject({ kind: 'RoomNotFound' });

    case 'update':
      return state?.status === 'PROVISIONED'
        ? decideUpdate(command, state)
        : reject({ kind: 'SupplyNotFound' });

    case 'remove':
      return find(state, command.id)
        ? accept({ type: 'SupplyRemoved', at, id: command.id })
        : reject({ kind: 'SupplyNotFound' });

    default:
      return unreachable(command);
  }
}

function decideAdd(
  { at, supply }: Extract<RoomStockCommand, { type: 'add' }>,
  state: Provisioned,
): Decision<RoomStockEvent, RoomStockRejection> {
  if (find(state, supply.id)) return accept();
  const namesake = state.supplies.find(({ name }) => foldName(name) === foldName(supply.name));
  if (namesake) return reject({ kind: 'NameTaken', by: namesake });
  if (state.supplies.length >= MOST_SUPPLIES) return reject({ kind: 'TooManySupplies' });
  return accept({ type: 'SupplyAdded', at, supply: { ...supply, updatedAt: at } });
}

function decideUpdate(
  { at, id, ...wanted }: Extract<RoomStockCommand, { type: 'update' }>,
  state: Provisioned,
): Decision<RoomStockEvent, RoomStockRejection> {
  const supply = find(state, id);
  if (!supply) return reject({ kind: 'SupplyNotFound' });
  const { name = supply.name, quantity = supply.quantity } = wanted;
  if (name === supply.name && quantity === supply.quantity) return accept();
  const namesake = state.supplies.find((each) => each.id !== id && foldName(each.name) === foldName(name));
  if (namesake) return reject({ kind: 'NameTaken', by: namesake });
  return accept({ type: 'SupplyUpdated', at, supply: { id, name, quantity, updatedAt: at } });
}

function find(state: RoomStockState, id: string): Supply | undefined {
  return state?.status === 'PROVISIONED' ? state.supplies.find((each) => each.id === id) : undefined;
}

export const roomStockDecider: Decider<RoomStockState, RoomStockCommand, RoomStockEvent, RoomStockRejection> =
  { decide, evolve, initialState: undefined };
