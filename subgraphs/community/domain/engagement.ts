import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { Mark, Target } from './target.ts';

export type Review = {
  readonly id: string;
  /** 1 to 5. */
  readonly rating: number;
  readonly text: string;
  /** When it was written, or written anew. */
  readonly createdAt: Instant;
};

/** What one customer has with one target: their part of its sets, and their review. */
export type Engagement = {
  readonly target: Target;
  readonly customerId: string;
  readonly marks: readonly Mark[];
  readonly review: Review | undefined;
};

/** Undefined when there is no such target. */
export type EngagementState = Engagement | undefined;

export type EngagementEvent =
  | { readonly type: 'MarkSet'; readonly at: Instant; readonly mark: Mark }
  | { readonly type: 'MarkRemoved'; readonly at: Instant; readonly mark: Mark }
  /** The review takes the place of the customer's earlier one. */
  | { readonly type: 'ReviewWritten'; readonly at: Instant; readonly review: Review }
  | { readonly type: 'ReviewDeleted'; readonly at: Instant; readonly reviewId: string };

/** The engagement after an event, with the target's sizes. Throws when the target does not exist. */
export function evolve(state: EngagementState, event: EngagementEvent): Engagement {
  if (!state) throw new Error(`${event.type} for a target that does not exist`);
  const { target, marks, review } = state;
  switch (event.type) {
    case 'MarkSet':
      return { ...state, target: resized(target, event.mark, 1), marks: [...marks, event.mark] };
    case 'MarkRemoved':
      return {
        ...state,
        target: resized(target, event.mark, -1),
        marks: marks.filter((mark) => mark !== event.mark),
      };
    case 'ReviewWritten':
      return { ...state, target: rerated(target, review, event.review), review: event.review };
    case 'ReviewDeleted':
      return { ...state, target: rerated(target, review, undefined), review: undefined };
    default:
      return unreachable(event);
  }
}

function resized(target: Target, mark: Mark, by: 1 | -1): Target {
  return { ...target, marks: { ...target.marks, [mark]: target.marks[mark] + by } };
}

function rerated(target: Target, before: Review | undefined, after: Review | undefined): Target {
  return {
    ...target,
    reviewCount: target.reviewCount + Number(after !== undefined) - Number(before !== undefined),
    ratingSum: target.ratingSum + (after?.rating ?? 0) - (before?.rating ?? 0),
  };
}
