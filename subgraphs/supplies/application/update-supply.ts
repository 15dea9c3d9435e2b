import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type InvalidInput, invalid, type NotFound, notFound } from '../../../platform/outcomes.ts';
import type { ChangeStock } from './change-stock.ts';
import { checkedName, quantityFault } from './checked-values.ts';
import type { PlacedSupply, SupplyQueries } from './ports.ts';
import { explainRefusal, placed } from './supply-outcomes.ts';

export type UpdateSupply = {
  readonly attempt: Attempt;
  readonly id: string;
  /** Left out: stays as it is. */
  readonly name?: string | null | undefined;
  readonly quantity?: number | null | undefined;
  readonly cause: Cause;
};

export type UpdateSupplyOutcome =
  | { readonly kind: 'UpdateSupplySuccess'; readonly supply: PlacedSupply }
  | NotFound
  | InvalidInput;

/** Changes the name or the quantity of something that a room has. */
export function createUpdateSupply({
  changeStock,
  queries,
  clock,
}: {
  readonly changeStock: ChangeStock;
  readonly queries: SupplyQueries;
  readonly clock: Clock;
}) {
  return async ({ attempt, id: givenId, cause, ...given }: UpdateSupply): Promise<UpdateSupplyOutcome> => {
    if (!isUuid(givenId)) return invalid('id', 'A supply id is a UUID.');
    const id = givenId.toLowerCase();
    const name =
      given.name === null || given.name === undefined ? undefined : checkedName('name', given.name);
    if (name !== undefined && typeof name !== 'string') return name;
    const quantity = given.quantity ?? undefined;
    const fault = quantity === undefined ? undefined : quantityFault('quantity', quantity);
    if (fault) return fault;

    const [found] = await queries.byIds([id]);
    if (!found) return notFound(givenId);
    const command = () => ({ type: 'update', at: clock(), id, name, quantity }) as const;
    const updated = await changeStock(found.roomId, command, { attempt, cause });
    if (!updated.accepted) return explainRefusal(updated.rejection, id);
    const supply = placed(updated.state, id);
    return supply ? { kind: 'UpdateSupplySuccess', supply } : notFound(id);
  };
}
