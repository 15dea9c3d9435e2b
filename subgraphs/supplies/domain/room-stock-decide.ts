import { type Actor, manages } from '../../../platform/decisions/actor.ts';
import {
  accept,
  type Decider,
  type Decision,
  reject,
  unreachable,
} from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import { foldText } from '../../../platform/text/fold.ts';
import {
  evolve,
  type Provisioned,
  type RoomHost,
  type RoomStockEvent,
  type RoomStockState,
  type Supply,
} from './room-stock.ts';
import { MOST_NAME_BYTES, MOST_SUPPLIES } from './supply-line.ts';

export type RoomStockCommand =
  | {
      readonly type: 'provision';
      readonly at: Instant;
      readonly roomId: string;
      readonly host: RoomHost;
      readonly supplies: readonly Supply[];
    }
  | {
      readonly type: 'changeHost';
      readonly at: Instant;
      readonly roomId: string;
      readonly host: RoomHost;
    }
  | {
      readonly type: 'add';
      readonly at: Instant;
      readonly actor: Actor;
      readonly supply: Omit<Supply, 'updatedAt'>;
    }
  | {
      readonly type: 'update';
      readonly at: Instant;
      readonly actor: Actor;
      readonly id: string;
      /** Undefined keeps the value. */
      readonly name: string | undefined;
      readonly quantity: number | undefined;
    }
  | { readonly type: 'remove'; readonly at: Instant; readonly actor: Actor; readonly id: string }
  | { readonly type: 'removeAll'; readonly at: Instant; readonly roomId: string };

export type RoomStockRejection =
  /** The room is unknown, not stocked yet, or deleted. */
  | { readonly kind: 'RoomNotFound' }
  | { readonly kind: 'SupplyNotFound' }
  /** The room belongs to another host, or to nobody. */
  | { readonly kind: 'Forbidden' }
  /** Another supply of the room has the name. */
  | { readonly kind: 'NameTaken'; readonly by: Supply }
  | { readonly kind: 'TooManySupplies' }
  /** The names of the room's supplies would have more than `MOST_NAME_BYTES` together. */
  | { readonly kind: 'NamesTooLong' };

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
      return state === undefined || state.status === 'UNSTOCKED'
        ? accept({
            type: 'SuppliesProvisioned',
            at,
            roomId: command.roomId,
            host: laterOf(command.host, state?.host),
            supplies: command.supplies,
          })
        : accept();

    case 'changeHost':
      return state?.status === 'REMOVED' || laterOf(command.host, state?.host) !== command.host
        ? accept()
        : accept({ type: 'HostChanged', at, roomId: command.roomId, host: command.host });

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
      return state?.status === 'PROVISIONED'
        ? decideRemove(command, state)
        : reject({ kind: 'SupplyNotFound' });

    default:
      return unreachable(command);
  }
}

function decideAdd(
  { at, actor, supply }: Extract<RoomStockCommand, { type: 'add' }>,
  state: Provisioned,
): Decision<RoomStockEvent, RoomStockRejection> {
  if (!manages(actor, state.host.id)) return reject({ kind: 'Forbidden' });
  if (find(state, supply.id)) return accept();
  const namesake = state.supplies.find(({ name }) => foldText(name) === foldText(supply.name));
  if (namesake) return reject({ kind: 'NameTaken', by: namesake });
  if (state.supplies.length >= MOST_SUPPLIES) return reject({ kind: 'TooManySupplies' });
  if (areTooLong([...state.supplies, supply])) return reject({ kind: 'NamesTooLong' });
  return accept({ type: 'SupplyAdded', at, supply: { ...supply, updatedAt: at } });
}

function decideUpdate(
  { at, actor, id, ...wanted }: Extract<RoomStockCommand, { type: 'update' }>,
  state: Provisioned,
): Decision<RoomStockEvent, RoomStockRejection> {
  const supply = find(state, id);
  if (!supply) return reject({ kind: 'SupplyNotFound' });
  if (!manages(actor, state.host.id)) return reject({ kind: 'Forbidden' });
  const { name = supply.name, quantity = supply.quantity } = wanted;
  if (name === supply.name && quantity === supply.quantity) return accept();
  const namesake = state.supplies.find((each) => each.id !== id && foldText(each.name) === foldText(name));
  if (namesake) return reject({ kind: 'NameTaken', by: namesake });
  const others = state.supplies.filter((each) => each.id !== id);
  if (areTooLong([...others, { name }])) return reject({ kind: 'NamesTooLong' });
  return accept({ type: 'SupplyUpdated', at, supply: { id, name, quantity, updatedAt: at } });
}

function decideRemove(
  { at, actor, id }: Extract<RoomStockCommand, { type: 'remove' }>,
  state: Provisioned,
): Decision<RoomStockEvent, RoomStockRejection> {
  if (!find(state, id)) return reject({ kind: 'SupplyNotFound' });
  if (!manages(actor, state.host.id)) return reject({ kind: 'Forbidden' });
  return accept({ type: 'SupplyRemoved', at, id });
}

function areTooLong(supplies: readonly Pick<Supply, 'name'>[]): boolean {
  return supplies.reduce((bytes, { name }) => bytes + Buffer.byteLength(name), 0) > MOST_NAME_BYTES;
}

function find({ supplies }: Provisioned, id: string): Supply | undefined {
  return supplies.find((each) => each.id === id);
}

/** The host of the later version of the room. */
function laterOf(host: RoomHost, known: RoomHost | undefined): RoomHost {
  return known && known.roomVersion >= host.roomVersion ? known : host;
}

export const roomStockDecider: Decider<RoomStockState, RoomStockCommand, RoomStockEvent, RoomStockRejection> =
  { decide, evolve, initialState: undefined };
