import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import type { Forbidden, NotFound } from '../../../platform/input.ts';
import type { ChangeCourse } from './change-course.ts';
import type { Dependencies } from './ports.ts';

export type DeleteCourse = CommandContext & { readonly actor: Actor; readonly id: string };

export type DeleteCourseOutcome =
  | { readonly kind: 'DeleteCourseSuccess'; readonly courseId: string }
  | NotFound
  | Forbidden;

/** Deletes a course, with its reviews, likes and bookmarks. */
export function createDeleteCourse({
  changeCourse,
  clock,
}: Pick<Dependencies, 'clock'> & { readonly changeCourse: ChangeCourse }) {
  return async (command: DeleteCourse): Promise<DeleteCourseOutcome> => {
    const { actor } = command;
    const changed = await changeCourse(command, () => ({ type: 'delete', at: clock(), actor }));
    return changed.kind === 'Changed' ? { ...changed, kind: 'DeleteCourseSuccess' } : changed;
  };
}
