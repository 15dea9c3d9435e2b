import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type NotFound, notFound } from '../../../platform/outcomes.ts';
import type { ChangeStock } from './change-stock.ts';
import type { RoomStockStore, SupplyQueries } from './ports.ts';

export type RemoveSupply = { readonly attempt: Attempt; readonly id: string; readonly cause: Cause };

export type RemoveSupplyOutcome = { readonly kind: 'RemoveSupplySuccess'; readonly id: string } | NotFound;

/** Takes something away from what a room has. */
export function createRemoveSupply({
  changeStock,
  stocks,
  queries,
  clock,
}: {
  readonly changeStock: ChangeStock;
  readonly stocks: RoomStockStore;
  readonly queries: SupplyQueries;
  readonly clock: Clock;
}) {
  return async ({ attempt, id: givenId, cause }: RemoveSupply): Promise<RemoveSupplyOutcome> => {
    if (!isUuid(givenId)) return notFound(givenId);
    const id = givenId.toLowerCase();
    return (await remove(id, attempt, cause)) ? { kind: 'RemoveSupplySuccess', id } : notFound(givenId);
  };

  async function remove(id: string, attempt: Attempt, cause: Cause): Promise<boolean> {
    const [found] = await queries.byIds([id]);
    // Another try of this very command may have taken it away.
    if (!found) return stocks.hasHandled(attempt.commandId);
    const command = () => ({ type: 'remove', at: clock(), id }) as const;
    const removed = await changeStock(found.roomId, command, { attempt, cause });
    return removed.accepted;
  }
}
