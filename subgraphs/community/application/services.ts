import { createLockedCommandHandler } from '../../../platform/decisions/locked-command-handler.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { courseDecider } from '../domain/course-decide.ts';
import { engagementDecider } from '../domain/engagement-decide.ts';
import { createChangeCourse } from './change-course.ts';
import { createChangeMark } from './change-mark.ts';
import { createDeleteCourse } from './delete-course.ts';
import { createDeleteReview } from './delete-review.ts';
import { createFindTargets } from './find-targets.ts';
import { onCustomerErased } from './on-customer-erased.ts';
import { onRoomEvents } from './on-room-events.ts';
import type { Dependencies } from './ports.ts';
import { createRegisterCourse } from './register-course.ts';
import { createUpdateCourse } from './update-course.ts';
import { createWriteReview } from './write-review.ts';

type Surroundings = Pick<Dependencies, 'clock'> & {
  readonly stores: Pick<Dependencies, 'engagements' | 'courses' | 'rooms' | 'queries' | 'erasures'> & {
    readonly idempotency: IdempotencyStore;
  };
  readonly clients: Pick<Dependencies, 'bookings'>;
};

export type CommunityServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({ stores, clients: { bookings }, clock }: Surroundings) {
  const { engagements, courses, rooms, queries, erasures } = stores;
  const handleEngagement = createLockedCommandHandler(engagements, engagementDecider);
  const handleCourse = createLockedCommandHandler(courses, courseDecider);
  const findTargets = createFindTargets({ queries, clock });
  const changeCourse = createChangeCourse({ handleCourse });
  const changeMark = createChangeMark({ handleEngagement, findTargets, clock });
  return {
    ...stores,
    registerCourse: createRegisterCourse({ handleCourse, findTargets, clock }),
    updateCourse: createUpdateCourse({ changeCourse, findTargets, clock }),
    deleteCourse: createDeleteCourse({ changeCourse, clock }),
    writeReview: createWriteReview({ handleEngagement, findTargets, bookings, queries, clock }),
    deleteReview: createDeleteReview({ handleEngagement, queries, clock }),
    like: changeMark('setMark', 'LIKE'),
    unlike: changeMark('removeMark', 'LIKE'),
    addBookmark: changeMark('setMark', 'BOOKMARK'),
    removeBookmark: changeMark('removeMark', 'BOOKMARK'),
    reactions: [...onRoomEvents({ rooms }), onCustomerErased({ handleEngagement, erasures, clock })],
  };
}
