import { awaitReplication, isAwaitingReplication } from '../../../platform/awaiting-replication.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, invalid, type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import { type ChangeStock, explainRejection, placed } from './change-stock.ts';
import type { Dependencies, PlacedSupply } from './ports.ts';
import { supplyInputFault } from './supply-input.ts';

/** The command id becomes the id of the supply. */
export type AddSupply = CommandContext & {
  readonly roomId: string;
  readonly name: string;
  readonly quantity: number;
};

export type AddSupplyOutcome =
  | { readonly kind: 'AddSupplySuccess'; readonly supply: PlacedSupply }
  | NotFound
  | InvalidInput;

/** Adds a supply to a room. */
export function createAddSupply({
  changeStock,
  stocks,
  clock,
}: Pick<Dependencies, 'stocks' | 'clock'> & { readonly changeStock: ChangeStock }) {
  return async (command: AddSupply): Promise<AddSupplyOutcome> => {
    const { attempt, quantity, cause } = command;
    const roomId = parseUuid(command.roomId);
    if (!roomId) return invalid('roomId', 'Give the id of a room, which is a UUID.');
    const fault = supplyInputFault(command);
    if (fault) return fault;

    const id = attempt.commandId;
    const name = command.name.trim();
    await untilProvisioned(roomId);
    const createCommand = () => ({ type: 'add', at: clock(), supply: { id, name, quantity } }) as const;
    const added = await changeStock(roomId, createCommand, { attempt, cause });
    if (!added.accepted) return explainRejection(added.rejection, roomId);
    const supply = placed(added.state, id);
    // Added by an earlier attempt and removed since: it stays removed.
    return supply ? { kind: 'AddSupplySuccess', supply } : notFound(id);
  };

  /** A new room may be stocked a moment after its registration. */
  async function untilProvisioned(roomId: string): Promise<void> {
    if (isAwaitingReplication(roomId, clock()))
      await awaitReplication(async () => (await stocks.load(roomId)).state);
  }
}
