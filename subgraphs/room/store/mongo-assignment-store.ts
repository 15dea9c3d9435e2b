import { type Model, Schema } from 'mongoose';
import { createMongoAggregateStore } from '../../../platform/mongo/aggregate-store.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import {
  type AggregateDocument,
  type AggregateModels,
  aggregateSchema,
  EMBEDDED,
  openAggregates,
  type Stored,
} from '../../../platform/mongo/schemas.ts';
import type { OnStored } from '../../../platform/mongo/waiting-kinds.ts';
import type { AssignmentStore } from '../application/ports.ts';
import { toAssignmentMessage } from '../application/published-events.ts';
import type { Assignment, AssignmentEvent, AssignmentState } from '../domain/assignment.ts';
import { beginOf } from '../domain/occupancy.ts';

const TEXT = { type: String, required: true } as const;
const slotSchema = new Schema({ start: TEXT, end: TEXT }, EMBEDDED);

type WithStatus = { readonly status?: unknown };

function isAssigned(this: WithStatus): boolean {
  return this.status === 'ASSIGNED';
}

function isUnassigned(this: WithStatus): boolean {
  return this.status === 'UNASSIGNED';
}

function hasCustomer(this: WithStatus): boolean {
  return this.status !== 'CANCELLED_EARLY';
}

const stateSchema = new Schema(
  {
    bookingId: TEXT,
    roomId: TEXT,
    customerId: { type: String, required: hasCustomer },
    slot: { type: slotSchema, required: true },
    status: { ...TEXT, enum: ['ASSIGNED', 'UNASSIGNED', 'CANCELLED_EARLY'] },
    assignedAt: { type: String, required: isAssigned },
    reason: {
      type: String,
      required: isUnassigned,
      enum: ['BOOKING_CANCELLED', 'ROOM_CLOSED', 'ROOM_DELETED'],
      allowNull: false,
    },
    /** While the slot is not over: when the room is FULL for it. */
    beginsAt: { type: String, allowNull: false },
    /** While the slot is not over: when the room's status follows it next, at its beginning or its end. */
    dueAt: { type: String, allowNull: false },
  } as const,
  EMBEDDED,
);

export type StoredAssignment = Stored<typeof stateSchema>;

/**
 * The indexes contain what is open alone, so that they do not grow with what is over: `due` is for the clock,
 * `open` for one room.
 */
export const assignmentSchema = aggregateSchema('assignments', stateSchema)
  .index(
    { 'state.dueAt': 1, 'state.roomId': 1 },
    { name: 'due', partialFilterExpression: { 'state.dueAt': { $exists: true } } },
  )
  .index(
    { 'state.roomId': 1, 'state.beginsAt': 1 },
    { name: 'open', partialFilterExpression: { 'state.beginsAt': { $exists: true } } },
  );

export type AssignmentModel = Model<AggregateDocument<StoredAssignment>>;

/** Opens the collection of assignments and creates its indexes. */
export function openAssignments(link: MongoLink): Promise<AggregateModels<StoredAssignment>> {
  return openAggregates<StoredAssignment>(link, assignmentSchema);
}

/** An assignment as it is stored when it is made: its room's status has followed nothing of it yet. */
export function toStoredAssignment(assignment: Assignment): StoredAssignment {
  if (assignment.status !== 'ASSIGNED') return assignment;
  const beginsAt = beginOf(assignment.slot, assignment.assignedAt);
  return { ...assignment, beginsAt, dueAt: beginsAt };
}

/** Throws for a document that is not as `toStoredAssignment` makes it. */
function toAssignment(stored: StoredAssignment): Assignment {
  const { bookingId, roomId, slot, status, customerId, assignedAt, reason } = stored;
  const booked = { bookingId, roomId, slot };
  if (status === 'CANCELLED_EARLY') return { ...booked, status };
  if (customerId && status === 'ASSIGNED' && assignedAt) return { ...booked, customerId, status, assignedAt };
  if (customerId && status === 'UNASSIGNED' && reason) return { ...booked, customerId, status, reason };
  throw new Error(`The assignment of the booking ${bookingId} is not stored as it should be`);
}

/**
 * Stores assignments in MongoDB, a document for each booking.
 *
 * @param onStored called after each write that left events to publish
 */
export function createMongoAssignmentStore(
  models: AggregateModels<StoredAssignment>,
  onStored: OnStored,
): AssignmentStore {
  return createMongoAggregateStore<AssignmentState, AssignmentEvent, StoredAssignment>({
    models,
    initial: undefined,
    toStored: toStoredAssignment,
    toState: toAssignment,
    toMessage: toAssignmentMessage,
    onStored,
  });
}
