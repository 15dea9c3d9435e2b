import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { ChangeStock } from './change-stock.ts';
import type { Dependencies } from './ports.ts';

export type RemoveSupply = CommandContext & { readonly id: string };

export type RemoveSupplyOutcome = { readonly kind: 'RemoveSupplySuccess'; readonly id: string } | NotFound;

/** Removes a supply from a room. */
export function createRemoveSupply({
  changeStock,
  stocks,
  queries,
  clock,
}: Pick<Dependencies, 'stocks' | 'queries' | 'clock'> & { readonly changeStock: ChangeStock }) {
  return async (command: RemoveSupply): Promise<RemoveSupplyOutcome> => {
    const id = parseUuid(command.id);
    const isRemoved = id !== undefined && (await remove(id, command));
    return isRemoved ? { kind: 'RemoveSupplySuccess', id } : notFound(command.id);
  };

  async function remove(id: string, { attempt, cause }: CommandContext): Promise<boolean> {
    const [found] = await queries.byIds([id]);
    // Another attempt at this command may have removed it.
    if (!found) return stocks.hasHandled(attempt.commandId);
    const command = () => ({ type: 'remove', at: clock(), id }) as const;
    const removed = await changeStock(found.roomId, command, { attempt, cause });
    return removed.accepted;
  }
}
