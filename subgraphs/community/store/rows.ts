import type { AuthoredReview } from '../application/ports.ts';
import type { Course, CourseStop } from '../domain/course.ts';
import type { Target, TargetType } from '../domain/target.ts';

export type TargetRow = {
  id: string;
  type: TargetType;
  name: string;
  host_id: string | null;
  status: Target['status'] | 'DELETED';
  likes: number;
  bookmarks: number;
  reviews: number;
  rating_sum: number;
};

/** The columns of a `TargetRow`, for a SELECT from targets. */
export const TARGET_COLUMNS =
  'targets.id, type, name, host_id, status, likes, bookmarks, reviews, rating_sum';

/** The target of a row; undefined for a deleted one. */
export function toTarget(row: TargetRow): Target | undefined {
  const { id, type, name, host_id: hostId, status, likes, bookmarks, reviews, rating_sum: ratingSum } = row;
  if (status === 'DELETED') return undefined;
  const marks = { LIKE: likes, BOOKMARK: bookmarks };
  return { type, id, name, hostId, status, marks, reviewCount: reviews, ratingSum };
}

export type CourseRow = {
  id: string;
  host_id: string;
  name: string;
  description: string | null;
  stops: readonly CourseStop[];
  status: Course['status'];
};

/** The columns of a `CourseRow`, for a SELECT from `COURSES`. */
export const COURSE_COLUMNS = 'id, host_id, name, description, stops, status';
export const COURSES = 'targets JOIN courses USING (id)';

export function toCourse({ host_id: hostId, name: title, ...row }: CourseRow): Course {
  const { id, description, stops, status } = row;
  return { id, hostId, title, description, stops, status };
}

export type ReviewRow = {
  id: string;
  type: TargetType;
  target_id: string;
  customer_id: string;
  rating: number;
  text: string;
  created_at: string;
};

/** The columns of a `ReviewRow`, for a SELECT from `REVIEWS`. */
export const REVIEW_COLUMNS = 'reviews.id, type, target_id, customer_id, rating, text, created_at';
export const REVIEWS = 'reviews JOIN targets ON targets.id = target_id';

export function toReview(row: ReviewRow): AuthoredReview {
  const { id, type, target_id, customer_id: authorId, rating, text, created_at: createdAt } = row;
  return { id, target: { type, id: target_id }, authorId, rating, text, createdAt };
}
