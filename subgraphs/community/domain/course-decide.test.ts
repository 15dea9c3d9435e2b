import { describe, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import type { CourseDetails, CourseEvent } from './course.ts';
import { type CourseChanges, type CourseCommand, courseDecider } from './course-decide.ts';

const AT = '2030-05-01T09:00:00.000Z';
const BEFORE = '2030-05-01T08:00:00.000Z';
const ID = 'course';
const henry: Actor = { subject: 'henry', manages: 'OWN' };
const holly: Actor = { subject: 'holly', manages: 'OWN' };
const ada: Actor = { subject: 'ada', manages: 'ALL' };
const formerHost: Actor = { subject: 'henry', manages: 'NONE' };

const details: CourseDetails = {
  title: 'Old town',
  description: 'On foot',
  stops: [
    { name: 'Gate', note: null, roomId: null },
    { name: 'Han', note: 'Book it', roomId: 'room' },
  ],
  open: true,
};
const registered: CourseEvent = { type: 'CourseRegistered', at: BEFORE, id: ID, hostId: 'henry', details };
const deleted: CourseEvent = { type: 'CourseDeleted', at: BEFORE };
const closed: CourseEvent = { type: 'CourseUpdated', at: BEFORE, details: { ...details, open: false } };

const register: CourseCommand = { type: 'register', at: AT, id: ID, hostId: 'henry', details };
const NOTHING = { title: undefined, description: undefined, stops: undefined, open: undefined };

function update(changes: Partial<CourseChanges>, actor = henry): CourseCommand {
  return { type: 'update', at: AT, actor, changes: { ...NOTHING, ...changes } };
}

function updatedTo(changes: Partial<CourseDetails>): CourseEvent {
  return { type: 'CourseUpdated', at: AT, details: { ...details, ...changes } };
}

const { given } = deciderSpec(courseDecider);

describe('registering', () => {
  test('offers the course', () => {
    given()
      .when(register)
      .then({ ...registered, at: AT });
  });
  test('has no effect the second time', () => {
    given(registered).when(register).then();
  });
});

describe('updating', () => {
  test.each<Partial<CourseDetails>>([
    { title: 'New town' },
    { description: null },
    { stops: [] },
    { stops: [...details.stops].reverse() },
    { open: false },
  ])('changes %o and keeps the rest', (changes) => {
    given(registered).when(update(changes)).then(updatedTo(changes));
  });
  test('reopens a closed course', () => {
    given(registered, closed)
      .when(update({ open: true }))
      .then(updatedTo({}));
  });
  test('has no effect when nothing differs', () => {
    given(registered).when(update({})).then();
    given(registered)
      .when(update({ ...details, stops: details.stops.map((stop) => ({ ...stop })) }))
      .then();
  });
  test('is for its own host and for who manages all', () => {
    given(registered)
      .when(update({ open: false }, ada))
      .then(updatedTo({ open: false }));
    for (const actor of [holly, formerHost])
      given(registered)
        .when(update({ open: false }, actor))
        .thenRejection({ kind: 'Forbidden' });
  });
  test('is rejected for an unknown or deleted course', () => {
    given().when(update({})).thenRejection({ kind: 'CourseNotFound' });
    given(registered, deleted).when(update({})).thenRejection({ kind: 'CourseNotFound' });
  });
});

describe('deleting', () => {
  const deleteBy = (actor: Actor): CourseCommand => ({ type: 'delete', at: AT, actor });

  test('deletes the course, for its own host and for who manages all', () => {
    for (const actor of [henry, ada])
      given(registered)
        .when(deleteBy(actor))
        .then({ ...deleted, at: AT });
    for (const actor of [holly, formerHost])
      given(registered).when(deleteBy(actor)).thenRejection({ kind: 'Forbidden' });
  });
  test('is rejected for an unknown or deleted course', () => {
    given().when(deleteBy(henry)).thenRejection({ kind: 'CourseNotFound' });
    given(registered, deleted).when(deleteBy(henry)).thenRejection({ kind: 'CourseNotFound' });
  });
});
