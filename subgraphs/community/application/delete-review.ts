import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { TargetType } from '../domain/target.ts';
import type { Dependencies } from './ports.ts';

export type DeleteReview = CommandContext & {
  readonly id: string;
  /** The caller as who manages rooms, and as who manages courses. */
  readonly actors: Readonly<Record<TargetType, Actor>>;
};

export type DeleteReviewOutcome =
  | { readonly kind: 'DeleteReviewSuccess'; readonly reviewId: string }
  | NotFound;

/** Deletes a review for its author, for the host of what it is about, or for an admin. */
export function createDeleteReview({
  handleEngagement,
  queries,
  clock,
}: Pick<Dependencies, 'handleEngagement' | 'queries' | 'clock'>) {
  return async (command: DeleteReview): Promise<DeleteReviewOutcome> => {
    const id = parseUuid(command.id);
    if (id === undefined) return notFound(command.id);
    // Another attempt at this command may have deleted it.
    const isDeleted = (await remove(id, command)) || (await queries.hasHandled(command.attempt.commandId));
    return isDeleted ? { kind: 'DeleteReviewSuccess', reviewId: id } : notFound(command.id);
  };

  async function remove(id: string, { attempt, cause, actors }: DeleteReview): Promise<boolean> {
    const [review] = await queries.reviews([id]);
    if (!review) return false;
    const { target, authorId: customerId } = review;
    const actor = actors[target.type];
    const createCommand = () => ({ type: 'deleteReview', at: clock(), reviewId: id, actor }) as const;
    const deleted = await handleEngagement({ target, customerId }, createCommand, {
      cause: { ...cause, causationId: attempt.commandId },
      handles: attempt.commandId,
    });
    return deleted.accepted;
  }
}
