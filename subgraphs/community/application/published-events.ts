import { unreachable } from '../../../platform/decisions/decider.ts';
import { type Message, message } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/community.ts';
import type { Course, CourseEvent } from '../domain/course.ts';
import type { Engagement, EngagementEvent } from '../domain/engagement.ts';
import { ratingOf, type Target } from '../domain/target.ts';

const COURSE_EVENTS = {
  CourseRegistered: published.courseRegistered,
  CourseUpdated: published.courseUpdated,
  CourseDeleted: published.courseDeleted,
} as const;

const MARK_EVENTS = {
  MarkSet: { LIKE: published.liked, BOOKMARK: published.bookmarkAdded },
  MarkRemoved: { LIKE: published.unliked, BOOKMARK: published.bookmarkRemoved },
} as const;

/** The public message of a course's event. */
export function toCourseMessage({ type, at }: CourseEvent, after: Course): Message {
  const { id, hostId, title, description, stops, status } = after;
  const course = {
    id,
    host: { id: hostId },
    title,
    description,
    stops: [...stops],
    open: status === 'OPEN',
    deleted: status === 'DELETED',
  };
  return message(COURSE_EVENTS[type], at, { course });
}

/** The public message of what a customer does with a target. */
export function toEngagementMessage(event: EngagementEvent, after: Engagement): Message {
  const data = { target: snapshotOf(after.target), customer: { id: after.customerId } };
  switch (event.type) {
    case 'MarkSet':
    case 'MarkRemoved':
      return message(MARK_EVENTS[event.type][event.mark], event.at, data);
    case 'ReviewWritten': {
      const { id, rating } = event.review;
      return message(published.reviewWritten, event.at, { ...data, review: { id, rating } });
    }
    case 'ReviewDeleted':
      return message(published.reviewDeleted, event.at, { ...data, review: { id: event.reviewId } });
    default:
      return unreachable(event);
  }
}

function snapshotOf(target: Target) {
  const { type, id, name, hostId, marks, reviewCount } = target;
  return {
    type,
    id,
    name,
    host: hostId === null ? null : { id: hostId },
    likeCount: marks.LIKE,
    bookmarkCount: marks.BOOKMARK,
    reviewCount,
    rating: ratingOf(target),
  };
}
