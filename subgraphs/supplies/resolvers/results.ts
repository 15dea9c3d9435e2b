import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { commonProblem } from '../../../platform/subgraph/index.ts';
import type { AddSupplyOutcome } from '../application/add-supply.ts';
import type { RemoveSupplyOutcome } from '../application/remove-supply.ts';
import type { SetStandardSuppliesOutcome } from '../application/set-standard-supplies.ts';
import type { UpdateSupplyOutcome } from '../application/update-supply.ts';
import type { ResolversTypes } from '../schema.generated.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

const NO_SUCH_SUPPLY = 'There is no such supply.';

export function toAddSupplyResult(
  outcome: AddSupplyOutcome | IdempotencyConflict,
): Result<'AddSupplyResult'> {
  if (outcome.kind === 'AddSupplySuccess') return { __typename: outcome.kind, supply: outcome.supply };
  return commonProblem(outcome, 'There is no such room, or the added supply has been removed since.');
}

export function toUpdateSupplyResult(
  outcome: UpdateSupplyOutcome | IdempotencyConflict,
): Result<'UpdateSupplyResult'> {
  if (outcome.kind === 'UpdateSupplySuccess') return { __typename: outcome.kind, supply: outcome.supply };
  return commonProblem(outcome, NO_SUCH_SUPPLY);
}

export function toRemoveSupplyResult(
  outcome: RemoveSupplyOutcome | IdempotencyConflict,
): Result<'RemoveSupplyResult'> {
  if (outcome.kind === 'RemoveSupplySuccess') return { __typename: outcome.kind, id: outcome.id };
  return commonProblem(outcome, NO_SUCH_SUPPLY);
}

export function toSetStandardSuppliesResult(
  outcome: SetStandardSuppliesOutcome | IdempotencyConflict,
): Result<'SetStandardSuppliesResult'> {
  if (outcome.kind === 'SetStandardSuppliesSuccess')
    return { __typename: outcome.kind, lines: outcome.lines };
  return commonProblem(outcome, NO_SUCH_SUPPLY);
}
