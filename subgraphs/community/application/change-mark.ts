import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type NotFound, notFound } from '../../../platform/input.ts';
import type { EngagementCommand } from '../domain/engagement-decide.ts';
import type { Mark, TargetReference } from '../domain/target.ts';
import type { FindTargets } from './find-targets.ts';
import type { Dependencies } from './ports.ts';

export type ChangeMark = CommandContext & {
  readonly customerId: string;
  readonly target: TargetReference;
};

export type ChangeMarkOutcome =
  | { readonly kind: 'TargetMutationSuccess'; readonly target: TargetReference }
  | NotFound;

/**
 * Puts a customer into one of a target's sets, or takes them out of it. A change that is made already is a
 * success.
 */
export function createChangeMark({
  handleEngagement,
  findTargets,
  clock,
}: Pick<Dependencies, 'handleEngagement' | 'clock'> & { readonly findTargets: FindTargets }) {
  return (type: Extract<EngagementCommand, { mark: Mark }>['type'], mark: Mark) =>
    async ({ attempt, cause, customerId, target }: ChangeMark): Promise<ChangeMarkOutcome> => {
      const [found] = await findTargets([target]);
      if (!found) return notFound(target.id);
      const reference = { type: found.type, id: found.id };
      const createCommand = () => ({ type, at: clock(), mark });
      const changed = await handleEngagement({ target: reference, customerId }, createCommand, {
        cause: { ...cause, causationId: attempt.commandId },
        handles: attempt.commandId,
      });
      // The target was deleted meanwhile.
      if (!changed.accepted || !changed.state) return notFound(target.id);
      return { kind: 'TargetMutationSuccess', target: reference };
    };
}
