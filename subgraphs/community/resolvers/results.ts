import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { type Forbidden, notFound } from '../../../platform/input.ts';
import { problem, toResult } from '../../../platform/subgraph/mutation.ts';
import type { ChangeMarkOutcome } from '../application/change-mark.ts';
import type { DeleteCourseOutcome } from '../application/delete-course.ts';
import type { DeleteReviewOutcome } from '../application/delete-review.ts';
import type { RegisterCourseOutcome } from '../application/register-course.ts';
import type { UpdateCourseOutcome } from '../application/update-course.ts';
import type { WriteReviewOutcome } from '../application/write-review.ts';
import type { Course } from '../domain/course.ts';
import type { TargetReference } from '../domain/target.ts';
import type { ResolversTypes } from '../schema.generated.ts';
import type { CommunityContext } from './context.ts';
import { listed } from './listed.ts';

type Result<Name extends keyof ResolversTypes> = Awaited<ResolversTypes[Name]>;

/** An outcome as `executeOnce` returns it. */
type Executed<Outcome> = Exclude<Outcome, Forbidden> | IdempotencyConflict;

const NO_SUCH_COURSE = 'There is no such course.';
const NO_SUCH_REVIEW = 'There is no such review.';
const NO_SUCH_TARGET = 'There is no such room or course.';
const REVIEW_DELETED = 'There is no such room or course, or the review has been deleted since.';

export async function toRegisterCourseResult(
  outcome: Executed<RegisterCourseOutcome>,
  context: CommunityContext,
): Promise<Result<'RegisterCourseResult'>> {
  if (outcome.kind !== 'RegisterCourseSuccess') return toResult(outcome, NO_SUCH_COURSE);
  return { __typename: outcome.kind, course: await storedCourse(outcome.courseId, context) };
}

export async function toUpdateCourseResult(
  outcome: Executed<UpdateCourseOutcome>,
  context: CommunityContext,
): Promise<Result<'UpdateCourseResult'>> {
  if (outcome.kind !== 'UpdateCourseSuccess') return toResult(outcome, NO_SUCH_COURSE);
  return { __typename: outcome.kind, course: await storedCourse(outcome.courseId, context) };
}

export function toDeleteCourseResult(outcome: Executed<DeleteCourseOutcome>): Result<'DeleteCourseResult'> {
  return toResult(outcome, NO_SUCH_COURSE);
}

/** @param about what the review is about, as the input names it */
export async function toWriteReviewResult(
  outcome: Executed<WriteReviewOutcome>,
  about: TargetReference,
  { loaders }: CommunityContext,
): Promise<Result<'WriteReviewResult'>> {
  switch (outcome.kind) {
    case 'WriteReviewSuccess': {
      const review = await loaders.review.load(outcome.reviewId);
      return review ? { __typename: outcome.kind, review } : toResult(notFound(about.id), REVIEW_DELETED);
    }
    case 'ReviewNotAllowed':
      return problem(
        outcome,
        about.type === 'ROOM'
          ? 'Only who has used the room may review it: a booking of yours must be confirmed and have begun.'
          : 'The course is closed: it takes reviews while it is open.',
      );
    case 'ReviewCheckUnavailable':
      return problem(
        outcome,
        `The booking service does not answer. Nothing is written: try again in ${outcome.retryAfterSeconds} s.`,
      );
    default:
      return toResult(outcome, REVIEW_DELETED);
  }
}

export function toDeleteReviewResult(outcome: Executed<DeleteReviewOutcome>): Result<'DeleteReviewResult'> {
  return toResult(outcome, NO_SUCH_REVIEW);
}

export async function toTargetMutationResult(
  outcome: Executed<ChangeMarkOutcome>,
  { loaders }: CommunityContext,
): Promise<Result<'TargetMutationResult'>> {
  if (outcome.kind !== 'TargetMutationSuccess') return toResult(outcome, NO_SUCH_TARGET);
  const { kind: __typename, target } = outcome;
  if (target.type === 'ROOM') return { __typename, target: { __typename: 'Room', id: target.id } };
  const course = listed(await loaders.course.load(target.id));
  // A repeated request whose course is deleted by now.
  if (!course) return toResult(notFound(target.id), NO_SUCH_TARGET);
  return { __typename, target: { __typename: 'Course', ...course } };
}

/** The course of a success, which may be deleted by the time that its request is repeated. */
async function storedCourse(id: string, { loaders }: CommunityContext): Promise<Course> {
  const course = await loaders.course.load(id);
  if (!course) throw new Error(`The course ${id} is in an outcome but is not stored`);
  return course;
}
