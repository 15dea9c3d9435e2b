import { type Actor, manages } from '../../../platform/decisions/actor.ts';
import {
  accept,
  type Decider,
  type Decision,
  reject,
  unreachable,
} from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import {
  type Engagement,
  type EngagementEvent,
  type EngagementState,
  evolve,
  type Review,
} from './engagement.ts';
import type { Mark } from './target.ts';

export type EngagementCommand =
  | { readonly type: 'setMark'; readonly at: Instant; readonly mark: Mark }
  | { readonly type: 'removeMark'; readonly at: Instant; readonly mark: Mark }
  | {
      readonly type: 'writeReview';
      readonly at: Instant;
      /** The id of the customer's first review of the target; a later one keeps it. */
      readonly id: string;
      readonly rating: number;
      readonly text: string;
    }
  | { readonly type: 'deleteReview'; readonly at: Instant; readonly reviewId: string; readonly actor: Actor };

export type EngagementRejection =
  | { readonly kind: 'TargetNotFound' }
  /** There is no such review, or it is not the actor's to delete. */
  | { readonly kind: 'ReviewNotFound' }
  /** A closed course takes no reviews. */
  | { readonly kind: 'ReviewNotAllowed' };

/**
 * Decides a command. One that changes nothing is accepted without events: likes and bookmarks are sets, in
 * which a customer is or is not.
 */
export function decide(
  command: EngagementCommand,
  state: EngagementState,
): Decision<EngagementEvent, EngagementRejection> {
  if (!state) return reject({ kind: 'TargetNotFound' });
  const { at } = command;
  switch (command.type) {
    case 'setMark': {
      const { mark } = command;
      return state.marks.includes(mark) ? accept() : accept({ type: 'MarkSet', at, mark });
    }
    case 'removeMark': {
      const { mark } = command;
      return state.marks.includes(mark) ? accept({ type: 'MarkRemoved', at, mark }) : accept();
    }
    case 'writeReview':
      return decideReview(command, state);

    case 'deleteReview': {
      const { reviewId, actor } = command;
      const isTheirs = state.customerId === actor.subject || manages(actor, state.target.hostId);
      // To others, there is no review to delete.
      if (state.review?.id !== reviewId || !isTheirs) return reject({ kind: 'ReviewNotFound' });
      return accept({ type: 'ReviewDeleted', at, reviewId });
    }
    default:
      return unreachable(command);
  }
}

function decideReview(
  { at, id, rating, text }: Extract<EngagementCommand, { type: 'writeReview' }>,
  { target, review: earlier }: Engagement,
): Decision<EngagementEvent, EngagementRejection> {
  if (target.type === 'COURSE' && target.status === 'CLOSED') return reject({ kind: 'ReviewNotAllowed' });
  if (earlier?.rating === rating && earlier.text === text) return accept();
  const review: Review = { id: earlier?.id ?? id, rating, text, createdAt: at };
  return accept({ type: 'ReviewWritten', at, review });
}

export const engagementDecider: Decider<
  EngagementState,
  EngagementCommand,
  EngagementEvent,
  EngagementRejection
> = { decide, evolve, initialState: undefined };
