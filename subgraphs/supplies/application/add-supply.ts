import { awaitReplication, isAwaitingReplication } from '../../../platform/awaiting-replication.ts';
import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type Forbidden,
  type InputProblem,
  type InvalidInput,
  inputProblem,
  invalidInput,
  isUuid,
  type NotFound,
  notFound,
} from '../../../platform/input.ts';
import { storedText } from '../../../platform/text/visible.ts';
import { type ChangeStock, explainRejection, placed } from './change-stock.ts';
import type { Dependencies, PlacedSupply } from './ports.ts';
import { supplyInputProblems } from './supply-input.ts';

/** The command id becomes the id of the supply. */
export type AddSupply = CommandContext & {
  readonly actor: Actor;
  readonly roomId: string;
  readonly name: string;
  readonly quantity: number;
};

export type AddSupplyOutcome =
  | { readonly kind: 'AddSupplySuccess'; readonly supply: PlacedSupply }
  | NotFound
  | InvalidInput
  | Forbidden;

/** Adds a supply to a room, for its host or an admin. */
export function createAddSupply({
  changeStock,
  stocks,
  clock,
}: Pick<Dependencies, 'stocks' | 'clock'> & { readonly changeStock: ChangeStock }) {
  return async (command: AddSupply): Promise<AddSupplyOutcome> => {
    const { attempt, quantity, cause, actor } = command;
    const wrong = invalidInput(roomIdProblem(command.roomId), supplyInputProblems(command));
    if (wrong) return wrong;

    const id = attempt.commandId;
    const roomId = command.roomId.toLowerCase();
    const name = storedText(command.name);
    await untilProvisioned(roomId);
    const createCommand = () =>
      ({ type: 'add', at: clock(), actor, supply: { id, name, quantity } }) as const;
    const added = await changeStock(roomId, createCommand, { attempt, cause });
    if (!added.accepted) return explainRejection(added.rejection, command.roomId);
    const supply = placed(added.state, id);
    // Added by an earlier attempt and removed since: it stays removed.
    return supply ? { kind: 'AddSupplySuccess', supply } : notFound(id);
  };

  /** A new room may be stocked a moment after its registration. */
  async function untilProvisioned(roomId: string): Promise<void> {
    if (isAwaitingReplication(roomId, clock()))
      await awaitReplication(async () => {
        const { state } = await stocks.load(roomId);
        return state?.status === 'UNSTOCKED' ? undefined : state;
      });
  }
}

function roomIdProblem(roomId: string): InputProblem | undefined {
  if (isUuid(roomId)) return undefined;
  return inputProblem('roomId', 'MALFORMED', 'Give the id of a room, which is a UUID.');
}
