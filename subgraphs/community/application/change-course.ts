import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type Forbidden, type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { CourseCommand } from '../domain/course-decide.ts';
import type { Dependencies } from './ports.ts';

export type ChangeCourse = ReturnType<typeof createChangeCourse>;

/** The command has had its effect. */
type Changed = { readonly kind: 'Changed'; readonly courseId: string };

/** Handles a command on an existing course. */
export function createChangeCourse({ handleCourse }: Pick<Dependencies, 'handleCourse'>) {
  return async (
    { id, attempt: { commandId }, cause }: CommandContext & { readonly id: string },
    createCommand: () => CourseCommand,
  ): Promise<Changed | NotFound | Forbidden> => {
    const courseId = parseUuid(id);
    if (!courseId) return notFound(id);
    const changed = await handleCourse(courseId, createCommand, {
      cause: { ...cause, causationId: commandId },
      handles: commandId,
    });
    if (changed.accepted) return { kind: 'Changed', courseId };
    return changed.rejection.kind === 'CourseNotFound' ? notFound(id) : changed.rejection;
  };
}
