import { awaitReplication, isAwaitingReplication } from '../../../platform/awaiting-replication.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type InvalidInput, invalid, type NotFound, notFound } from '../../../platform/outcomes.ts';
import type { ChangeStock } from './change-stock.ts';
import { checkedName, quantityFault } from './checked-values.ts';
import type { PlacedSupply, RoomStockStore } from './ports.ts';
import { explainRefusal, placed } from './supply-outcomes.ts';

export type AddSupply = {
  /** Its command id becomes the supply's id. */
  readonly attempt: Attempt;
  readonly roomId: string;
  readonly name: string;
  readonly quantity: number;
  readonly cause: Cause;
};

export type AddSupplyOutcome =
  | { readonly kind: 'AddSupplySuccess'; readonly supply: PlacedSupply }
  | NotFound
  | InvalidInput;

/** Adds something to what a room has. */
export function createAddSupply({
  changeStock,
  stocks,
  clock,
}: {
  readonly changeStock: ChangeStock;
  readonly stocks: RoomStockStore;
  readonly clock: Clock;
}) {
  return async ({ attempt, roomId: givenId, ...given }: AddSupply): Promise<AddSupplyOutcome> => {
    if (!isUuid(givenId)) return invalid('roomId', 'A room id is a UUID.');
    const roomId = givenId.toLowerCase();
    const name = checkedName('name', given.name);
    if (typeof name !== 'string') return name;
    const { quantity, cause } = given;
    const fault = quantityFault('quantity', quantity);
    if (fault) return fault;

    const id = attempt.commandId;
    await untilProvisioned(roomId);
    const command = () => ({ type: 'add', at: clock(), supply: { id, name, quantity } }) as const;
    const added = await changeStock(roomId, command, { attempt, cause });
    if (!added.accepted) return explainRefusal(added.rejection, roomId);
    const supply = placed(added.state, id);
    // Added by an earlier try and removed since by somebody: it stays removed.
    return supply ? { kind: 'AddSupplySuccess', supply } : notFound(id);
  };

  /** A room that was registered a moment ago may be stocked a moment later. */
  async function untilProvisioned(roomId: string): Promise<void> {
    if (isAwaitingReplication(roomId, clock()))
      await awaitReplication(async () => (await stocks.load(roomId)).state);
  }
}
