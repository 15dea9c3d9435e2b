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
  type Course,
  type CourseDetails,
  type CourseEvent,
  type CourseState,
  type CourseStop,
  evolve,
} from './course.ts';

/** The most stops of a course. */
export const MOST_STOPS = 100;

export type CourseChanges = { readonly [Field in keyof CourseDetails]: CourseDetails[Field] | undefined };

export type CourseCommand =
  | {
      readonly type: 'register';
      readonly at: Instant;
      readonly id: string;
      readonly hostId: string;
      readonly details: CourseDetails;
    }
  | {
      readonly type: 'update';
      readonly at: Instant;
      readonly actor: Actor;
      /** Undefined keeps the value. */
      readonly changes: CourseChanges;
    }
  | { readonly type: 'delete'; readonly at: Instant; readonly actor: Actor };

export type CourseRejection =
  /** The course was never registered, or it is deleted. */
  | { readonly kind: 'CourseNotFound' }
  /** The course belongs to another host. */
  | { readonly kind: 'Forbidden' };

/** Decides a command. One that changes nothing is accepted without events. */
export function decide(command: CourseCommand, state: CourseState): Decision<CourseEvent, CourseRejection> {
  const { at } = command;
  if (command.type === 'register') {
    const { id, hostId, details } = command;
    return state ? accept() : accept({ type: 'CourseRegistered', at, id, hostId, details });
  }
  if (!state || state.status === 'DELETED') return reject({ kind: 'CourseNotFound' });
  if (!manages(command.actor, state.hostId)) return reject({ kind: 'Forbidden' });

  switch (command.type) {
    case 'update': {
      const before = detailsOf(state);
      const details = changed(before, command.changes);
      return areEqual(before, details) ? accept() : accept({ type: 'CourseUpdated', at, details });
    }
    case 'delete':
      return accept({ type: 'CourseDeleted', at });
    default:
      return unreachable(command);
  }
}

function detailsOf({ title, description, stops, status }: Course): CourseDetails {
  return { title, description, stops, open: status === 'OPEN' };
}

function changed(before: CourseDetails, changes: CourseChanges): CourseDetails {
  const { title = before.title, description = before.description } = changes;
  const { stops = before.stops, open = before.open } = changes;
  return { title, description, stops, open };
}

function areEqual(one: CourseDetails, other: CourseDetails): boolean {
  return (
    one.title === other.title &&
    one.description === other.description &&
    one.open === other.open &&
    one.stops.length === other.stops.length &&
    one.stops.every((stop, index) => isSameStop(stop, other.stops[index]))
  );
}

function isSameStop(one: CourseStop, other: CourseStop | undefined): boolean {
  return one.name === other?.name && one.note === other.note && one.roomId === other.roomId;
}

export const courseDecider: Decider<CourseState, CourseCommand, CourseEvent, CourseRejection> = {
  decide,
  evolve,
  initialState: undefined,
};
