import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type Forbidden,
  type InvalidInput,
  ifPresent,
  invalidInput,
  type NotFound,
} from '../../../platform/input.ts';
import { storedText, storedTextOrNull } from '../../../platform/text/visible.ts';
import type { ChangeCourse } from './change-course.ts';
import { type CourseInput, courseProblems, toStops } from './course-input.ts';
import type { FindTargets } from './find-targets.ts';
import type { Dependencies } from './ports.ts';

/** Values that are left out stay as they are. */
export type UpdateCourse = CommandContext &
  CourseInput & {
    readonly actor: Actor;
    readonly id: string;
    readonly open?: boolean | null | undefined;
  };

export type UpdateCourseOutcome =
  | { readonly kind: 'UpdateCourseSuccess'; readonly courseId: string }
  | NotFound
  | Forbidden
  | InvalidInput;

/** Changes, closes or reopens a course. */
export function createUpdateCourse({
  changeCourse,
  findTargets,
  clock,
}: Pick<Dependencies, 'clock'> & {
  readonly changeCourse: ChangeCourse;
  readonly findTargets: FindTargets;
}) {
  return async (command: UpdateCourse): Promise<UpdateCourseOutcome> => {
    const refusal = invalidInput(await courseProblems(command, findTargets));
    if (refusal) return refusal;
    const { actor, title, description, stops, open } = command;
    const changes = {
      title: ifPresent(title, storedText),
      description: description === undefined ? undefined : storedTextOrNull(description),
      stops: ifPresent(stops, toStops),
      open: open ?? undefined,
    };
    const changed = await changeCourse(command, () => ({ type: 'update', at: clock(), actor, changes }));
    return changed.kind === 'Changed' ? { ...changed, kind: 'UpdateCourseSuccess' } : changed;
  };
}
