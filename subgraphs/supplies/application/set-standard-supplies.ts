import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, invalid } from '../../../platform/outcomes.ts';
import { CATALOGUE_ID } from '../domain/catalogue.ts';
import { indexOfRepeated, MOST_SUPPLIES, type SupplyLine } from '../domain/supply-line.ts';
import { checkedName, quantityFault } from './checked-values.ts';
import type { HandleCatalogue } from './ports.ts';

export type SetStandardSupplies = {
  readonly attempt: Attempt;
  readonly lines: readonly SupplyLine[];
  readonly cause: Cause;
};

export type SetStandardSuppliesOutcome =
  | { readonly kind: 'SetStandardSuppliesSuccess'; readonly lines: readonly SupplyLine[] }
  | InvalidInput;

/** Replaces what rooms are stocked with when their registration does not say. */
export function createSetStandardSupplies({
  handleCatalogue,
  clock,
}: {
  readonly handleCatalogue: HandleCatalogue;
  readonly clock: Clock;
}) {
  return async ({ attempt, cause, ...given }: SetStandardSupplies): Promise<SetStandardSuppliesOutcome> => {
    const lines = checkedLines(given.lines);
    if ('kind' in lines) return lines;
    await handleCatalogue(CATALOGUE_ID, () => ({ type: 'setStandardSupplies', at: clock(), lines }), {
      cause: { ...cause, causationId: attempt.commandId },
    });
    return { kind: 'SetStandardSuppliesSuccess', lines };
  };
}

function checkedLines(given: readonly SupplyLine[]): readonly SupplyLine[] | InvalidInput {
  if (given.length > MOST_SUPPLIES)
    return invalid('lines', `There are too many lines: use at most ${MOST_SUPPLIES}.`);
  const lines: SupplyLine[] = [];
  for (const [index, line] of given.entries()) {
    const name = checkedName(`lines[${index}].name`, line.name);
    if (typeof name !== 'string') return name;
    const fault = quantityFault(`lines[${index}].quantity`, line.quantity);
    if (fault) return fault;
    lines.push({ name, quantity: line.quantity });
  }
  const repeated = indexOfRepeated(lines);
  if (repeated >= 0)
    return invalid(`lines[${repeated}].name`, 'An earlier line has this name: use each once.');
  return lines;
}
