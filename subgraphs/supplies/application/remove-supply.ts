import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type Forbidden, type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { ChangeStock } from './change-stock.ts';
import type { Dependencies } from './ports.ts';

export type RemoveSupply = CommandContext & { readonly actor: Actor; readonly id: string };

export type RemoveSupplyOutcome = { readonly kind: 'RemoveSupplySuccess' } | NotFound | Forbidden;

/** Removes a supply from a room, for its host or an admin. */
export function createRemoveSupply({
  changeStock,
  stocks,
  queries,
  clock,
}: Pick<Dependencies, 'stocks' | 'queries' | 'clock'> & { readonly changeStock: ChangeStock }) {
  return async (command: RemoveSupply): Promise<RemoveSupplyOutcome> => {
    const { attempt, cause, actor } = command;
    const id = parseUuid(command.id);
    if (!id) return notFound(command.id);
    const [found] = await queries.byIds([id]);
    if (!found) {
      // Another attempt at this command may have removed it.
      const isRemoved = await stocks.hasHandled(attempt.commandId);
      return isRemoved ? { kind: 'RemoveSupplySuccess' } : notFound(command.id);
    }
    const createCommand = () => ({ type: 'remove', at: clock(), actor, id }) as const;
    const removed = await changeStock(found.roomId, createCommand, { attempt, cause });
    if (removed.accepted) return { kind: 'RemoveSupplySuccess' };
    return removed.rejection.kind === 'Forbidden' ? removed.rejection : notFound(command.id);
  };
}
