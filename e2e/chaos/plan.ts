import { type Fault, planFaults } from './plan-faults.ts';
import { type Operation, planOperations } from './plan-operations.ts';

/** What a run does, in its order. Everything in it follows from the seed and the sizes. */
export type Plan = {
  readonly seed: number;
  /** How many rooms there are before anything breaks; later ones are registered by operations. */
  readonly firstRooms: number;
  readonly clients: number;
  readonly operations: readonly Operation[];
  /** By `after`: how many operations have begun when it comes. */
  readonly faults: readonly Fault[];
};

export type PlanOptions = {
  readonly seed: number;
  /** How many times `bookRoom` is asked for; cancellations and the hosts' work come on top. */
  readonly bookings: number;
  /** How many kills and hangs; the provider's misbehaviours come on top, one for every two. */
  readonly faults: number;
};

const CLIENTS = 16;
const BOOKINGS_PER_ROOM = 80;
const FEWEST_ROOMS = 3;

/** Makes the plan of a seed: a pure function. */
export function makePlan({ seed, bookings, faults }: PlanOptions): Plan {
  const firstRooms = Math.max(FEWEST_ROOMS, Math.round(bookings / BOOKINGS_PER_ROOM));
  const operations = planOperations({ seed, bookings, clients: CLIENTS, firstRooms });
  return {
    seed,
    firstRooms,
    clients: CLIENTS,
    operations,
    faults: planFaults({ seed, count: faults, operations: operations.length }),
  };
}
