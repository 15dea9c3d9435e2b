import { z } from 'zod';
import { defineEvent } from '../../platform/messaging/event.ts';
import { customerReference, hostReference } from './values.ts';

/** A course after the event, with the shape of `Course` in the graph. */
const course = z.object({
  id: z.uuid(),
  host: hostReference,
  title: z.string(),
  description: z.string().nullable(),
  stops: z.array(
    z.object({
      name: z.string(),
      note: z.string().nullable(),
      /** The room that the stop is; null for another place. The room may be deleted since. */
      roomId: z.uuid().nullable(),
    }),
  ),
  /** An open course takes reviews. */
  open: z.boolean(),
  deleted: z.boolean(),
});

/**
 * A host offers a course. Subject: `community.courseRegistered.<courseId>`; others alike. The events of a
 * course and those of its reviews, likes and bookmarks have one sequence. A replica keeps the course of the
 * highest version among these three, and the sizes of the highest version among those below.
 */
export const courseRegistered = defineEvent('community', 'courseRegistered', z.object({ course }));
/** The course is changed, closed or reopened. */
export const courseUpdated = defineEvent('community', 'courseUpdated', z.object({ course }));
/** The course is deleted, and with it its reviews, likes and bookmarks, for which no events follow. */
export const courseDeleted = defineEvent('community', 'courseDeleted', z.object({ course }));

/**
 * A room or a course after the event. When a room is deleted, its reviews, likes and bookmarks go without
 * events of this context: `room.deleted` says so.
 */
const target = z.object({
  type: z.enum(['ROOM', 'COURSE']),
  id: z.uuid(),
  /** The room's name or the course's title, as far as it is known here. */
  name: z.string(),
  /** Null for a room that belongs to nobody. */
  host: hostReference.nullable(),
  likeCount: z.int(),
  bookmarkCount: z.int(),
  reviewCount: z.int(),
  /** The mean of the ratings, 1 to 5; null without reviews. */
  rating: z.number().nullable(),
});

const engagement = { target, customer: customerReference };

/**
 * A person likes a room or a course, and did not before. Subject: `community.liked.<targetId>`; others alike.
 */
export const liked = defineEvent('community', 'liked', z.object(engagement));
/** A person no longer likes it. */
export const unliked = defineEvent('community', 'unliked', z.object(engagement));
/** A person has bookmarked it, and had not before. */
export const bookmarkAdded = defineEvent('community', 'bookmarkAdded', z.object(engagement));
/** A person has removed their bookmark. */
export const bookmarkRemoved = defineEvent('community', 'bookmarkRemoved', z.object(engagement));

/** A customer has written a review, or has written it anew. Its text stays in the service. */
export const reviewWritten = defineEvent(
  'community',
  'reviewWritten',
  z.object({ ...engagement, review: z.object({ id: z.uuid(), rating: z.int() }) }),
);
/** A review is deleted. The customer is its author. */
export const reviewDeleted = defineEvent(
  'community',
  'reviewDeleted',
  z.object({ ...engagement, review: z.object({ id: z.uuid() }) }),
);
