import type { PoolClient } from '../../../platform/postgres/pool.ts';
import type { CourseStore } from '../application/ports.ts';
import { toCourseMessage } from '../application/published-events.ts';
import type { Course, CourseEvent, CourseState } from '../domain/course.ts';
import { COURSE_COLUMNS, COURSES, type CourseRow, toCourse } from './rows.ts';
import { clearTarget, type LockedTable, type TargetLock } from './target-lock.ts';

const SAVE_TARGET = `INSERT INTO targets AS known (id, type, version, name, host_id, status)
  VALUES ($1, 'COURSE', $2, $3, $4, $5)
  ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, status = excluded.status
  RETURNING version`;

const SAVE_COURSE = `INSERT INTO courses (id, description, stops) VALUES ($1, $2, $3)
  ON CONFLICT (id) DO UPDATE SET description = excluded.description, stops = excluded.stops`;

/** Courses in PostgreSQL. */
export function createPostgresCourseStore(lock: TargetLock): CourseStore {
  return {
    change: (id, options, decide) => lock.change(id, courseTable(id), options, decide),
  };
}

function courseTable(id: string): LockedTable<CourseState, CourseEvent> {
  return {
    async load(client, handles) {
      const { rows } = await client.query<CourseRow & { version: number; is_handled: boolean }>({
        name: 'load-course',
        text: `SELECT ${COURSE_COLUMNS}, version, EXISTS (SELECT FROM inbox WHERE event_id = $2) AS is_handled
          FROM ${COURSES} WHERE id = $1`,
        values: [id, handles],
      });
      const row = rows[0];
      if (!row) return { state: undefined, version: 0, isHandled: false };
      return { state: toCourse(row), version: row.version, isHandled: row.is_handled };
    },

    changeOf: ({ title, hostId, status }, version) => ({
      name: 'save-course-target',
      text: SAVE_TARGET,
      values: [id, version, title, hostId, status],
    }),

    write: (client, { after }) =>
      after.status === 'DELETED' ? clearTarget(client, id) : saveCourse(client, after),

    toMessage: toCourseMessage,
  };
}

function saveCourse(client: PoolClient, { id, description, stops }: Course): Promise<unknown> {
  return client.query({
    name: 'save-course',
    text: SAVE_COURSE,
    values: [id, description, JSON.stringify(stops)],
  });
}
