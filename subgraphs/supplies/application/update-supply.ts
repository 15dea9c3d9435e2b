import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type Forbidden,
  type InvalidInput,
  ifPresent,
  invalidInput,
  type NotFound,
  notFound,
  parseUuid,
} from '../../../platform/input.ts';
import { storedText } from '../../../platform/text/visible.ts';
import { type ChangeStock, explainRejection, placed } from './change-stock.ts';
import type { Dependencies, PlacedSupply } from './ports.ts';
import { type SupplyInput, supplyInputProblems } from './supply-input.ts';

/** Values that are left out stay as they are. */
export type UpdateSupply = CommandContext & SupplyInput & { readonly actor: Actor; readonly id: string };

export type UpdateSupplyOutcome =
  | { readonly kind: 'UpdateSupplySuccess'; readonly supply: PlacedSupply }
  | NotFound
  | InvalidInput
  | Forbidden;

/** Changes the name or the quantity of a supply, for the room's host or an admin. */
export function createUpdateSupply({
  changeStock,
  queries,
  clock,
}: Pick<Dependencies, 'queries' | 'clock'> & { readonly changeStock: ChangeStock }) {
  return async (command: UpdateSupply): Promise<UpdateSupplyOutcome> => {
    const { attempt, cause, actor } = command;
    const id = parseUuid(command.id);
    if (!id) return notFound(command.id);
    const wrong = invalidInput(supplyInputProblems(command));
    if (wrong) return wrong;

    const [found] = await queries.byIds([id]);
    if (!found) return notFound(command.id);
    const name = ifPresent(command.name, storedText);
    const quantity = command.quantity ?? undefined;
    const createCommand = () => ({ type: 'update', at: clock(), actor, id, name, quantity }) as const;
    const updated = await changeStock(found.roomId, createCommand, { attempt, cause });
    if (!updated.accepted) return explainRejection(updated.rejection, command.id);
    const supply = placed(updated.state, id);
    return supply ? { kind: 'UpdateSupplySuccess', supply } : notFound(command.id);
  };
}
