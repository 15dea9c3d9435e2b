import {
  AddBookmarkDocument,
  CoursesDocument,
  LikeDocument,
  RegisterCourseDocument,
  WriteReviewDocument,
} from '../documents.generated.ts';
import type { People } from '../people.ts';
import { COURSES, type SeedCourse } from './plan.ts';

/** The number of courses that were added and of those that were there, and what failed. */
export type SeededCourses = { added: number; left: number; readonly failed: string[] };

const MOST_COURSES = 100;

/**
 * Adds the courses of the plan with what customers think of them. A course that is there already is left as
 * it is.
 *
 * @param roomIds the ids of the seeded rooms by their keys
 */
export async function seedCourses(
  people: People,
  roomIds: ReadonlyMap<string, string>,
): Promise<SeededCourses> {
  const counts: SeededCourses = { added: 0, left: 0, failed: [] };
  for (const course of COURSES) {
    const { title } = course.input;
    if (await isThere(people, course)) {
      counts.left += 1;
      continue;
    }
    const id = await register(people, course, roomIds);
    if (id === undefined || !(await addOpinions(people, course, id)))
      counts.failed.push(`${title}: not added.`);
    else counts.added += 1;
  }
  return counts;
}

async function isThere(people: People, { host, input }: SeedCourse): Promise<boolean> {
  const client = await people.as(host, 'host');
  const { data } = await client.run(CoursesDocument, { first: MOST_COURSES });
  return data?.courses?.edges.some(({ node }) => node.title === input.title) ?? false;
}

async function register(
  people: People,
  { host, input }: SeedCourse,
  roomIds: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const client = await people.as(host, 'host');
  const stops = input.stops.map(({ name, note, room }) => ({
    name,
    note: note ?? null,
    roomId: (room && roomIds.get(room)) ?? null,
  }));
  const { data } = await client.run(RegisterCourseDocument, { input: { ...input, stops } });
  const answer = data?.registerCourse;
  return answer?.__typename === 'RegisterCourseSuccess' ? answer.course.id : undefined;
}

async function addOpinions(
  people: People,
  { likedBy, bookmarkedBy, reviews }: SeedCourse,
  id: string,
): Promise<boolean> {
  const target = { type: 'COURSE', id } as const;
  const input = { target };
  const outcomes: (string | undefined)[] = [];
  for (const name of likedBy) {
    const { data } = await (await people.as(name, 'customer')).run(LikeDocument, { input });
    outcomes.push(data?.like?.__typename);
  }
  for (const name of bookmarkedBy) {
    const { data } = await (await people.as(name, 'customer')).run(AddBookmarkDocument, { input });
    outcomes.push(data?.addBookmark?.__typename);
  }
  for (const { by, rating, text } of reviews) {
    const client = await people.as(by, 'customer');
    const { data } = await client.run(WriteReviewDocument, { input: { target, rating, text } });
    outcomes.push(data?.writeReview?.__typename);
  }
  return outcomes.every((outcome) => outcome?.endsWith('Success'));
}
