import type { Course } from '../domain/course.ts';

/** A course that exists; null for a deleted one. */
export function listed(course: Course | null | undefined): Course | null {
  return course && course.status !== 'DELETED' ? course : null;
}
