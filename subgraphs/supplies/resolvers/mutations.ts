import { unreachable } from '../../../platform/decisions/decision.ts';
import { type IdempotencyConflict, once } from '../../../platform/idempotency/once.ts';
import type { InvalidInput, NotFound } from '../../../platform/outcomes.ts';
import { idempotencyConflict, problem } from '../../../platform/subgraph/index.ts';
import type { AddSupplyOutcome } from '../application/add-supply.ts';
import type { RemoveSupplyOutcome } from '../application/remove-supply.ts';
import type { SetStandardSuppliesOutcome } from '../application/set-standard-supplies.ts';
import type { UpdateSupplyOutcome } from '../application/update-supply.ts';
import type { MutationResolvers, ResolversTypes } from '../schema.generated.ts';

export const mutations: MutationResolvers = {
  async addSupply(_parent, { input }, { services, identity, cause }) {
    const outcome = await once<AddSupplyOutcome>({
      store: services.idempotency,
      caller: identity.subject,
      mutation: 'addSupply',
      input,
      isFinal,
      run: (attempt) => services.addSupply({ ...input, attempt, cause }),
    });
    return toAddSupplyResult(outcome);
  },

  async updateSupply(_parent, { input }, { services, identity, cause }) {
    const outcome = await once<UpdateSupplyOutcome>({
      store: services.idempotency,
      caller: identity.subject,
      mutation: 'updateSupply',
      input,
      isFinal,
      run: (attempt) => services.updateSupply({ ...input, attempt, cause }),
    });
    return toUpdateSupplyResult(outcome);
  },

  async removeSupply(_parent, { input }, { services, identity, cause }) {
    const outcome = await once<RemoveSupplyOutcome>({
      store: services.idempotency,
      caller: identity.subject,
      mutation: 'removeSupply',
      input,
      isFinal,
      run: (attempt) => services.removeSupply({ id: input.id, attempt, cause }),
    });
    return toRemoveSupplyResult(outcome);
  },

  async setStandardSupplies(_parent, { input }, { services, identity, cause }) {
    const outcome = await once<SetStandardSuppliesOutcome>({
      store: services.idempotency,
      caller: identity.subject,
      mutation: 'setStandardSupplies',
      input,
      isFinal,
      run: (attempt) => services.setStandardSupplies({ lines: input.lines, attempt, cause }),
    });
    return toSetStandardSuppliesResult(outcome);
  },
};

/** Bad input, no such room or supply: nothing was decided, and the key stays free. */
function isFinal({ kind }: { readonly kind: string }): boolean {
  return kind !== 'InvalidInput' && kind !== 'NotFound';
}

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

function toAddSupplyResult(outcome: AddSupplyOutcome | IdempotencyConflict): Result<'AddSupplyResult'> {
  if (outcome.kind === 'AddSupplySuccess') return { __typename: outcome.kind, supply: outcome.supply };
  return toProblem(outcome, 'There is no such room, or what was added is removed again.');
}

function toUpdateSupplyResult(
  outcome: UpdateSupplyOutcome | IdempotencyConflict,
): Result<'UpdateSupplyResult'> {
  if (outcome.kind === 'UpdateSupplySuccess') return { __typename: outcome.kind, supply: outcome.supply };
  return toProblem(outcome, 'There is no such supply.');
}

function toRemoveSupplyResult(
  outcome: RemoveSupplyOutcome | IdempotencyConflict,
): Result<'RemoveSupplyResult'> {
  switch (outcome.kind) {
    case 'RemoveSupplySuccess':
      return { __typename: outcome.kind, id: outcome.id };
    case 'NotFound':
      return problem(outcome, 'There is no such supply.');
    case 'IdempotencyConflict':
      return idempotencyConflict(outcome);
    default:
      return unreachable(outcome);
  }
}

function toSetStandardSuppliesResult(
  outcome: SetStandardSuppliesOutcome | IdempotencyConflict,
): Result<'SetStandardSuppliesResult'> {
  switch (outcome.kind) {
    case 'SetStandardSuppliesSuccess':
      return { __typename: outcome.kind, lines: outcome.lines };
    case 'InvalidInput':
      return problem(outcome, outcome.message);
    case 'IdempotencyConflict':
      return idempotencyConflict(outcome);
    default:
      return unreachable(outcome);
  }
}

function toProblem(outcome: NotFound | InvalidInput | IdempotencyConflict, nothingThere: string) {
  switch (outcome.kind) {
    case 'NotFound':
      return problem(outcome, nothingThere);
    case 'InvalidInput':
      return problem(outcome, outcome.message);
    case 'IdempotencyConflict':
      return idempotencyConflict(outcome);
    default:
      return unreachable(outcome);
  }
}
