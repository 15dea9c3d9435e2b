import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, namedItemsFault } from '../../../platform/input.ts';
import { CATALOGUE_ID } from '../domain/catalogue.ts';
import { MOST_SUPPLIES, type SupplyLine } from '../domain/supply-line.ts';
import type { Dependencies } from './ports.ts';
import { supplyInputFault } from './supply-input.ts';

export type SetStandardSupplies = CommandContext & { readonly lines: readonly SupplyLine[] };

export type SetStandardSuppliesOutcome =
  | { readonly kind: 'SetStandardSuppliesSuccess'; readonly lines: readonly SupplyLine[] }
  | InvalidInput;

/** Replaces the lines with which rooms are stocked when their registration has none. */
export function createSetStandardSupplies({
  handleCatalogue,
  clock,
}: Pick<Dependencies, 'handleCatalogue' | 'clock'>) {
  return async ({ attempt, cause, ...input }: SetStandardSupplies): Promise<SetStandardSuppliesOutcome> => {
    const fault = namedItemsFault('lines', input.lines, MOST_SUPPLIES, supplyInputFault);
    if (fault) return fault;
    const lines = input.lines.map(({ name, quantity }) => ({ name: name.trim(), quantity }));
    await handleCatalogue(CATALOGUE_ID, () => ({ type: 'setStandardSupplies', at: clock(), lines }), {
      cause: { ...cause, causationId: attempt.commandId },
    });
    return { kind: 'SetStandardSuppliesSuccess', lines };
  };
}
