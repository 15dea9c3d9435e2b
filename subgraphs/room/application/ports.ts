import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Clock, Instant, Money } from '../../../platform/decisions/values.ts';
import type { Due } from '../../../platform/due.ts';
import type { Renaming } from '../../../platform/identity/pseudonym.ts';
import type { Page } from '../../../platform/input.ts';
import type { AssignmentEvent, AssignmentState } from '../domain/assignment.ts';
import type { AssignmentCommand } from '../domain/assignment-decide.ts';
import type { Present } from '../domain/occupancy.ts';
import type { Room, RoomEvent, RoomState, RoomStatus } from '../domain/room.ts';
import type { RoomCommand, RoomRejection } from '../domain/room-decide.ts';

/** Rooms, deleted ones included. */
export type RoomStore = AggregateStore<RoomState, RoomEvent>;

export type HandleRoom = CommandHandler<RoomState, RoomCommand, RoomEvent, RoomRejection>;

/** What has become of bookings for their rooms, under the ids of the bookings. */
export type AssignmentStore = AggregateStore<AssignmentState, AssignmentEvent>;

export type HandleAssignment = CommandHandler<AssignmentState, AssignmentCommand, AssignmentEvent>;

/** An assignment that has begun, and when the status of its room is to follow it next. */
export type DueAssignment = Present & { readonly dueAt: Instant };

/** The assignments whose slots are not over, as far as the statuses of their rooms have followed them. */
export type OpenAssignments = {
  /** Those of a room that have begun by an instant. */
  presentIn(roomId: string, at: Instant): Promise<readonly DueAssignment[]>;
  /** The rooms whose status is to follow a beginning or an end by an instant, earliest first. */
  dueBy(at: Instant, limit: number): Promise<readonly Due[]>;
  /** Notes that the status of their room has followed these assignments up to an instant. */
  advance(
    assignments: readonly Pick<DueAssignment, 'bookingId' | 'slot' | 'dueAt'>[],
    at: Instant,
  ): Promise<void>;
  /** The number of those of a room that are not over at an instant. */
  countAhead(roomId: string, at: Instant): Promise<number>;
  /** The bookings of some of them. */
  aheadOf(roomId: string, at: Instant, limit: number): Promise<readonly string[]>;
};

/** What was handled while rooms kept their assignments themselves. */
export type EarlierEvents = {
  /** Whether an event that happened at a time was handled by then. */
  hasHandled(eventId: string, time: Instant): Promise<boolean>;
};

/** Supplies does not respond. Nothing is removed. */
export type SuppliesUnavailable = {
  readonly kind: 'SuppliesUnavailable';
  readonly retryAfterSeconds: number;
};

/** The supplies service, called synchronously. */
export type SuppliesService = {
  /** Asks whether supplies can remove a room's supplies, which it does when the room is deleted. */
  mayRemove(roomId: string, cause: Cause): Promise<{ readonly kind: 'MayRemove' } | SuppliesUnavailable>;
};

export type RoomCriteria = {
  readonly hostId?: string | undefined;
  readonly status?: RoomStatus | undefined;
  readonly minCapacity?: number | undefined;
  /** Part of the location, folded. */
  readonly location?: string | undefined;
  /** Part of the name, folded. */
  readonly nameContains?: string | undefined;
  /** Also the currency must be the same. */
  readonly maxHourlyRate?: Money | undefined;
  /** Names, folded, of which the room has at least one each. */
  readonly supplies?: readonly string[] | undefined;
};

/** The supplies that a room has at a version of its stock. */
export type RoomSupplies = {
  readonly roomId: string;
  readonly version: number;
  /** Folded, of supplies of which there is at least one. */
  readonly names: readonly string[];
};

/** The replica of the rooms' supplies, by which rooms are searched. */
export type RoomSuppliesStore = {
  /** Keeps the supplies, unless those of the same or a later version are kept. False for an unknown room. */
  save(supplies: RoomSupplies): Promise<boolean>;
};

/** The assignments of rooms to bookings that are over, and their events. */
export type AssignmentErasures = {
  /** Gives those of a customer for these bookings to a pseudonym. */
  rename(
    renaming: Renaming,
    bookings: readonly { readonly id: string; readonly room: { readonly id: string } }[],
  ): Promise<void>;
};

/**
 * Reads for lists and fields. Decisions are not based on them. Rooms are as they are at the instant `at` (see
 * `roomAt`); with null, for readers who do not look at the status, with the status that is stored.
 */
export type RoomQueries = {
  /**
   * The rooms among these, also deleted ones, in any order: a booking of a deleted room still has its room.
   */
  byIds(ids: readonly string[], at: Instant | null): Promise<readonly Room[]>;
  /** A page of the rooms that are not deleted, ordered by id. */
  list(criteria: RoomCriteria, page: Page<[id: string]>, at: Instant | null): Promise<readonly Room[]>;
  /** The number of rooms that are not deleted. */
  count(criteria: RoomCriteria, at: Instant): Promise<number>;
  /** The same page of the rooms of each host, in the order of the hosts. */
  pagesOfHosts(
    hostIds: readonly string[],
    page: Page<[id: string]>,
    at: Instant | null,
  ): Promise<readonly (readonly Room[])[]>;
  /** The numbers of rooms of hosts, for those that have any. */
  countsOfHosts(hostIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Deleted rooms that may still be assigned to bookings. */
  releasing(limit: number): Promise<readonly string[]>;
};

/** What use cases, reactions and scheduled jobs are built from; each takes its part. */
export type Dependencies = {
  readonly handleRoom: HandleRoom;
  readonly rooms: RoomStore;
  readonly handleAssignment: HandleAssignment;
  readonly assignments: AssignmentStore;
  readonly openAssignments: OpenAssignments;
  readonly earlierEvents: EarlierEvents;
  readonly erasures: AssignmentErasures;
  readonly queries: RoomQueries;
  readonly roomSupplies: RoomSuppliesStore;
  readonly supplies: SuppliesService;
  readonly clock: Clock;
};
