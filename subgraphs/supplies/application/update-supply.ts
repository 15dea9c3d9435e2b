import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import { type ChangeStock, explainRejection, placed } from './change-stock.ts';
import type { Dependencies, PlacedSupply } from './ports.ts';
import { type SupplyInput, supplyInputFault } from './supply-input.ts';

/** Values that are left out stay as they are. */
export type UpdateSupply = CommandContext & SupplyInput & { readonly id: string };

export type UpdateSupplyOutcome =
  | { readonly kind: 'UpdateSupplySuccess'; readonly supply: PlacedSupply }
  | NotFound
  | InvalidInput;

/** Changes the name or the quantity of a supply. */
export function createUpdateSupply({
  changeStock,
  queries,
  clock,
}: Pick<Dependencies, 'queries' | 'clock'> & { readonly changeStock: ChangeStock }) {
  return async (command: UpdateSupply): Promise<UpdateSupplyOutcome> => {
    const { attempt, cause } = command;
    const id = parseUuid(command.id);
    if (!id) return notFound(command.id);
    const fault = supplyInputFault(command);
    if (fault) return fault;

    const [found] = await queries.byIds([id]);
    if (!found) return notFound(command.id);
    const name = command.name?.trim();
    const quantity = command.quantity ?? undefined;
    const createCommand = () => ({ type: 'update', at: clock(), id, name, quantity }) as const;
    const updated = await changeStock(found.roomId, createCommand, { attempt, cause });
    if (!updated.accepted) return explainRejection(updated.rejection, id);
    const supply = placed(updated.state, id);
    return supply ? { kind: 'UpdateSupplySuccess', supply } : notFound(id);
  };
}
