import { type Fault, planFaults, planFullDisks, planWholeKills } from './plan-faults.ts';
import { type Operation, planOperations } from './plan-operations.ts';

/** What a run does, in order. Everything in it follows from the seed and the sizes. */
export type Plan = {
  readonly seed: number;
  /** The number of rooms before the first fault; later ones are registered by operations. */
  readonly firstRooms: number;
  /** The number of courses, all of which are registered before the first fault. */
  readonly courses: number;
  readonly clients: number;
  readonly operations: readonly Operation[];
  /** Ordered by `after`, the number of operations that have begun when a fault comes. */
  readonly faults: readonly Fault[];
};

export type PlanOptions = {
  readonly seed: number;
  /** The number of `bookRoom` requests; cancellations and the hosts' operations are additional. */
  readonly bookings: number;
  /** The number of kills and hangs; misbehaviours of the provider are additional, one for every two. */
  readonly faults: number;
  /** Each fault kills every process at once, and nothing else goes wrong. */
  readonly whole?: boolean;
  /** How often the disk is full, in addition. */
  readonly fullDisks?: number;
};

const CLIENTS = 16;
const COURSES = 3;
const BOOKINGS_PER_ROOM = 80;
const FEWEST_ROOMS = 3;

/** Makes the plan of a seed: a pure function. */
export function makePlan({ seed, bookings, faults, whole = false, fullDisks = 0 }: PlanOptions): Plan {
  const firstRooms = Math.max(FEWEST_ROOMS, Math.round(bookings / BOOKINGS_PER_ROOM));
  const operations = planOperations({ seed, bookings, clients: CLIENTS, firstRooms, courses: COURSES });
  const planned = { seed, operations: operations.length };
  const broken = (whole ? planWholeKills : planFaults)({ ...planned, count: faults });
  const full = planFullDisks({ ...planned, count: fullDisks });
  return {
    seed,
    firstRooms,
    courses: COURSES,
    clients: CLIENTS,
    operations,
    faults: [...broken, ...full].sort((a, b) => a.after - b.after),
  };
}
