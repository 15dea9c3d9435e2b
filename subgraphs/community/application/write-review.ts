import { unreachable } from '../../../platform/decisions/decider.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type InvalidInput,
  invalidInput,
  type NotFound,
  notFound,
  rangeProblem,
  visibleTextProblem,
} from '../../../platform/input.ts';
import { storedText } from '../../../platform/text/visible.ts';
import type { EngagementRejection } from '../domain/engagement-decide.ts';
import type { Target, TargetReference } from '../domain/target.ts';
import type { FindTargets } from './find-targets.ts';
import type { Dependencies, ReviewPermission } from './ports.ts';

/** The command id becomes the id of the customer's first review of the target. */
export type WriteReview = CommandContext & {
  readonly customerId: string;
  readonly target: TargetReference;
  readonly rating: number;
  readonly text: string;
};

export type WriteReviewOutcome =
  | { readonly kind: 'WriteReviewSuccess'; readonly reviewId: string }
  | Exclude<ReviewPermission, { kind: 'Allowed' }>
  | NotFound
  | InvalidInput;

const BEST_RATING = 5;
const LONGEST_TEXT = 4_000;

/**
 * Writes a customer's review, in place of an earlier one of the same target. Booking is asked first whether
 * the customer has used the room.
 */
export function createWriteReview({
  handleEngagement,
  findTargets,
  bookings,
  queries,
  clock,
}: Pick<Dependencies, 'handleEngagement' | 'bookings' | 'queries' | 'clock'> & {
  readonly findTargets: FindTargets;
}) {
  return async (command: WriteReview): Promise<WriteReviewOutcome> => {
    const { attempt, cause, customerId, rating } = command;
    const refusal = invalidInput(
      rangeProblem('rating', rating, 1, BEST_RATING),
      visibleTextProblem('text', command.text, LONGEST_TEXT),
    );
    if (refusal) return refusal;
    const [target] = await findTargets([command.target]);
    if (!target) return notFound(command.target.id);

    const permission = await ask(target, command);
    // Another attempt at this command may have been allowed to write.
    if (permission.kind !== 'Allowed' && !(await queries.hasHandled(attempt.commandId))) return permission;
    const text = storedText(command.text);
    const createCommand = () =>
      ({ type: 'writeReview', at: clock(), id: attempt.commandId, rating, text }) as const;
    const written = await handleEngagement(
      { target: { type: target.type, id: target.id }, customerId },
      createCommand,
      { cause: { ...cause, causationId: attempt.commandId }, handles: attempt.commandId },
    );
    if (!written.accepted) return explain(written.rejection, command);
    const review = written.state?.review;
    // A repeated command whose review is deleted by now.
    if (!review) return notFound(command.target.id);
    return { kind: 'WriteReviewSuccess', reviewId: review.id };
  };

  async function ask({ type, id }: Target, { customerId, cause }: WriteReview): Promise<ReviewPermission> {
    if (type === 'COURSE') return { kind: 'Allowed' };
    return bookings.mayReviewRoom({ customerId, roomId: id }, cause);
  }
}

function explain({ kind }: EngagementRejection, { target }: WriteReview): WriteReviewOutcome {
  switch (kind) {
    case 'ReviewNotAllowed':
      return { kind };
    // The target was deleted meanwhile.
    case 'TargetNotFound':
    case 'ReviewNotFound':
      return notFound(target.id);
    default:
      return unreachable(kind);
  }
}
