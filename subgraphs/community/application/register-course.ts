import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, invalidInput } from '../../../platform/input.ts';
import { storedText, storedTextOrNull } from '../../../platform/text/visible.ts';
import { type CourseStopInput, courseProblems, toStops } from './course-input.ts';
import type { FindTargets } from './find-targets.ts';
import type { Dependencies } from './ports.ts';

/** The command id becomes the id of the course. */
export type RegisterCourse = CommandContext & {
  /** The host of the course. */
  readonly actor: Actor;
  readonly title: string;
  readonly description?: string | null | undefined;
  readonly stops: readonly CourseStopInput[];
};

export type RegisterCourseOutcome =
  | { readonly kind: 'RegisterCourseSuccess'; readonly courseId: string }
  | InvalidInput;

/** Registers a course, which is open. */
export function createRegisterCourse({
  handleCourse,
  findTargets,
  clock,
}: Pick<Dependencies, 'handleCourse' | 'clock'> & { readonly findTargets: FindTargets }) {
  return async (command: RegisterCourse): Promise<RegisterCourseOutcome> => {
    const { attempt, cause, actor, title } = command;
    const id = attempt.commandId;
    const refusal = invalidInput(await courseProblems(command, findTargets));
    if (refusal) return refusal;
    const details = {
      title: storedText(title),
      description: storedTextOrNull(command.description),
      stops: toStops(command.stops),
      open: true,
    };
    const createCommand = () =>
      ({ type: 'register', at: clock(), id, hostId: actor.subject, details }) as const;
    const registered = await handleCourse(id, createCommand, {
      cause: { ...cause, causationId: id },
      handles: id,
    });
    if (!registered.accepted) throw new Error(`The new course ${id} was refused`);
    return { kind: 'RegisterCourseSuccess', courseId: id };
  };
}
