import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type Forbidden,
  type InvalidInput,
  invalidInput,
  namedItemsProblems,
} from '../../../platform/input.ts';
import { storedText } from '../../../platform/text/visible.ts';
import { catalogueId, catalogueOwner } from '../domain/catalogue.ts';
import { MOST_SUPPLIES, type SupplyLine } from '../domain/supply-line.ts';
import type { Dependencies } from './ports.ts';
import { supplyInputProblems } from './supply-input.ts';

export type SetStandardSupplies = CommandContext & {
  readonly actor: Actor;
  readonly lines: readonly SupplyLine[];
};

export type SetStandardSuppliesOutcome =
  | { readonly kind: 'SetStandardSuppliesSuccess'; readonly lines: readonly SupplyLine[] }
  | InvalidInput
  | Forbidden;

/**
 * Replaces the lines with which rooms are stocked when their registration has none: an admin those of the
 * house, a host those of their own rooms.
 */
export function createSetStandardSupplies({
  handleCatalogue,
  clock,
}: Pick<Dependencies, 'handleCatalogue' | 'clock'>) {
  return async (command: SetStandardSupplies): Promise<SetStandardSuppliesOutcome> => {
    const { attempt, cause, actor } = command;
    const wrong = invalidInput(
      namedItemsProblems('lines', command.lines, MOST_SUPPLIES, supplyInputProblems),
    );
    if (wrong) return wrong;

    const lines = command.lines.map(({ name, quantity }) => ({ name: storedText(name), quantity }));
    const createCommand = () => ({ type: 'setStandardSupplies', at: clock(), actor, lines }) as const;
    const set = await handleCatalogue(catalogueId(catalogueOwner(actor)), createCommand, {
      cause: { ...cause, causationId: attempt.commandId },
    });
    return set.accepted ? { kind: 'SetStandardSuppliesSuccess', lines } : set.rejection;
  };
}
