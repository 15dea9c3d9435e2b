import {
  bookmarkAdded,
  bookmarkRemoved,
  courseDeleted,
  courseRegistered,
  courseUpdated,
  liked,
  reviewDeleted,
  reviewWritten,
  unliked,
} from '../../../schema/events/community.ts';
import { type Projection, project } from './projection.ts';

/** Each of these events carries the sizes of the sets of a room or a course. */
const ABOUT_TARGETS = [liked, unliked, bookmarkAdded, bookmarkRemoved, reviewWritten, reviewDeleted] as const;

/** The courses, what people think of them and of rooms, and who has bookmarked what. */
export const communityProjections: readonly Projection[] = [
  ...project(
    'courses',
    [courseRegistered, courseUpdated, courseDeleted] as const,
    ({ course: { id, title, stops, deleted } }, { version }) => ({
      id,
      version,
      title,
      stopCount: stops.length,
      deleted,
    }),
  ),

  ...project(
    'engagements',
    ABOUT_TARGETS,
    ({ target: { id, rating, reviewCount, likeCount, bookmarkCount } }, { version }) => ({
      targetId: id,
      version,
      rating,
      reviewCount,
      likeCount,
      bookmarkCount,
    }),
  ),

  ...[bookmarkAdded, bookmarkRemoved].flatMap((definition) =>
    project('bookmarks', [definition], ({ target, customer }, { version }) => ({
      customerId: customer.id,
      targetId: target.id,
      version,
      targetType: target.type,
      isSet: definition === bookmarkAdded,
    })),
  ),
];
