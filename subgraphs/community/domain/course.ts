import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant } from '../../../platform/decisions/values.ts';

/** A place on a course. */
export type CourseStop = {
  readonly name: string;
  readonly note: string | null;
  /** The room that the stop is; null for another place. */
  readonly roomId: string | null;
};

export type CourseDetails = {
  readonly title: string;
  readonly description: string | null;
  /** In their order. */
  readonly stops: readonly CourseStop[];
  /** An open course takes reviews. */
  readonly open: boolean;
};

/** A host's suggested round of places. */
export type Course = Omit<CourseDetails, 'open'> & {
  readonly id: string;
  readonly hostId: string;
  /** A deleted course is kept for requests that are repeated. */
  readonly status: 'OPEN' | 'CLOSED' | 'DELETED';
};

/** Undefined before it is registered. */
export type CourseState = Course | undefined;

export type CourseEvent =
  | {
      readonly type: 'CourseRegistered';
      readonly at: Instant;
      readonly id: string;
      readonly hostId: string;
      readonly details: CourseDetails;
    }
  | { readonly type: 'CourseUpdated'; readonly at: Instant; readonly details: CourseDetails }
  | { readonly type: 'CourseDeleted'; readonly at: Instant };

/** The course after an event. Throws for an event of a course that was never registered. */
export function evolve(state: CourseState, event: CourseEvent): Course {
  if (event.type === 'CourseRegistered') {
    const { id, hostId, details } = event;
    return { id, hostId, ...described(details) };
  }
  if (!state) throw new Error(`${event.type} for a course that was never registered`);
  switch (event.type) {
    case 'CourseUpdated':
      return { ...state, ...described(event.details) };
    case 'CourseDeleted':
      return { ...state, status: 'DELETED' };
    default:
      return unreachable(event);
  }
}

function described({ open, ...details }: CourseDetails) {
  return { ...details, status: open ? 'OPEN' : 'CLOSED' } as const;
}
