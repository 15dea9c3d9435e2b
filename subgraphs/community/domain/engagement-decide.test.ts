import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { type Accepted, transitionsOf } from '../../../platform/decisions/decider.ts';
import { type Engagement, type EngagementEvent, evolve, type Review } from './engagement.ts';
import { decide, type EngagementCommand, type EngagementRejection } from './engagement-decide.ts';
import { type Mark, ratingOf, type Target } from './target.ts';

const AT = '2030-05-01T09:00:00.000Z';
const BEFORE = '2030-05-01T08:00:00.000Z';

const room: Target = {
  type: 'ROOM',
  id: 'room',
  name: 'Han',
  hostId: 'henry',
  status: 'OPEN',
  marks: { LIKE: 3, BOOKMARK: 1 },
  reviewCount: 2,
  ratingSum: 7,
};
const course: Target = { ...room, type: 'COURSE', id: 'course' };
const earlier: Review = { id: 'first', rating: 3, text: 'Fine', createdAt: BEFORE };

function alice(fields: Partial<Engagement> = {}): Engagement {
  return { target: room, customerId: 'alice', marks: [], review: undefined, ...fields };
}

const accepted = (...events: readonly EngagementEvent[]): Accepted<EngagementEvent> => ({
  accepted: true,
  events,
});
const rejected = (kind: EngagementRejection['kind']) => ({ accepted: false, rejection: { kind } });

describe.each<Mark>(['LIKE', 'BOOKMARK'])('the set of those with a %s', (mark) => {
  const set: EngagementCommand = { type: 'setMark', at: AT, mark };
  const remove: EngagementCommand = { type: 'removeMark', at: AT, mark };
  const other = mark === 'LIKE' ? 'BOOKMARK' : 'LIKE';

  test('takes a customer in once', () => {
    expect(decide(set, alice())).toEqual(accepted({ type: 'MarkSet', at: AT, mark }));
    expect(decide(set, alice({ marks: [mark] }))).toEqual(accepted());
  });
  test('lets a customer go who is in it', () => {
    expect(decide(remove, alice({ marks: [mark] }))).toEqual(accepted({ type: 'MarkRemoved', at: AT, mark }));
    expect(decide(remove, alice())).toEqual(accepted());
  });
  test('does not touch the other set', () => {
    expect(decide(set, alice({ marks: [other] }))).toEqual(accepted({ type: 'MarkSet', at: AT, mark }));
    expect(decide(remove, alice({ marks: [other] }))).toEqual(accepted());
  });
  test('has its size in the target', () => {
    const before = alice({ marks: [other] });
    const after = evolve(before, { type: 'MarkSet', at: AT, mark });
    expect(after.marks).toEqual([other, mark]);
    expect(after.target.marks).toEqual({ ...room.marks, [mark]: room.marks[mark] + 1 });
    expect(evolve(after, { type: 'MarkRemoved', at: AT, mark })).toEqual(before);
  });
  test('needs a target', () => {
    expect(decide(set, undefined)).toEqual(rejected('TargetNotFound'));
    expect(decide(remove, undefined)).toEqual(rejected('TargetNotFound'));
  });
});

describe('writing a review', () => {
  const write: EngagementCommand = { type: 'writeReview', at: AT, id: 'command', rating: 5, text: 'Good' };

  test('adds the first one under the id of the command', () => {
    const review: Review = { id: 'command', rating: 5, text: 'Good', createdAt: AT };
    expect(decide(write, alice())).toEqual(accepted({ type: 'ReviewWritten', at: AT, review }));
  });
  test('replaces an earlier one, which keeps its id', () => {
    const review: Review = { id: 'first', rating: 5, text: 'Good', createdAt: AT };
    expect(decide(write, alice({ review: earlier }))).toEqual(
      accepted({ type: 'ReviewWritten', at: AT, review }),
    );
  });
  test('has no effect when nothing differs', () => {
    expect(decide(write, alice({ review: { ...earlier, rating: 5, text: 'Good' } }))).toEqual(accepted());
  });
  test('is refused by a closed course, not by a closed room', () => {
    const closed = { status: 'CLOSED' } as const;
    expect(decide(write, alice({ target: { ...course, ...closed } }))).toEqual(rejected('ReviewNotAllowed'));
    expect(decide(write, alice({ target: { ...room, ...closed } })).accepted).toBe(true);
    expect(decide(write, alice({ target: course })).accepted).toBe(true);
  });
  test('needs a target', () => {
    expect(decide(write, undefined)).toEqual(rejected('TargetNotFound'));
  });
  test('counts a customer once, with the last rating', () => {
    const events: readonly EngagementEvent[] = [
      { type: 'ReviewWritten', at: AT, review: earlier },
      { type: 'ReviewWritten', at: AT, review: { ...earlier, rating: 5 } },
      { type: 'ReviewDeleted', at: AT, reviewId: earlier.id },
    ];
    const sizes = transitionsOf(evolve, alice(), events).map(({ after: { target } }) => [
      target.reviewCount,
      target.ratingSum,
    ]);
    expect(sizes).toEqual([
      [3, 10],
      [3, 12],
      [2, 7],
    ]);
  });
});

describe('deleting a review', () => {
  const reviewed = alice({ review: earlier });
  const deleteAs = (actor: Actor, reviewId = earlier.id): EngagementCommand => ({
    type: 'deleteReview',
    at: AT,
    reviewId,
    actor,
  });

  test.each<Actor>([
    { subject: 'alice', manages: 'NONE' },
    { subject: 'henry', manages: 'OWN' },
    { subject: 'ada', manages: 'ALL' },
  ])('is for its author, the host of what it is about, and admins: $subject', (actor) => {
    expect(decide(deleteAs(actor), reviewed)).toEqual(
      accepted({ type: 'ReviewDeleted', at: AT, reviewId: earlier.id }),
    );
  });
  test.each<Actor>([
    { subject: 'bob', manages: 'NONE' },
    { subject: 'holly', manages: 'OWN' },
    { subject: 'henry', manages: 'NONE' },
  ])('finds none for others: $subject', (actor) => {
    expect(decide(deleteAs(actor), reviewed)).toEqual(rejected('ReviewNotFound'));
  });
  test('finds none that is deleted already', () => {
    const author: Actor = { subject: 'alice', manages: 'NONE' };
    expect(decide(deleteAs(author), alice())).toEqual(rejected('ReviewNotFound'));
    expect(decide(deleteAs(author, 'another'), reviewed)).toEqual(rejected('ReviewNotFound'));
  });
});

test('the rating is the mean of the reviews, and there is none without reviews', () => {
  expect(ratingOf(room)).toBe(3.5);
  expect(ratingOf({ ...room, reviewCount: 0, ratingSum: 0 })).toBeNull();
});
