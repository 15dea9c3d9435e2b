import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Clock, Instant, Money } from '../../../platform/decisions/values.ts';
import type { Due } from '../../../platform/due.ts';
import type { Renaming } from '../../../platform/identity/pseudonym.ts';
import type { Page } from '../../../platform/input.ts';
import type { Room, RoomEvent, RoomState, RoomStatus } from '../domain/room.ts';
import type { RoomCommand, RoomRejection } from '../domain/room-decide.ts';

/** Rooms, deleted ones included. */
export type RoomStore = AggregateStore<RoomState, RoomEvent>;

export type HandleRoom = CommandHandler<RoomState, RoomCommand, RoomEvent, RoomRejection>;

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

/** The assignments of rooms to bookings that are over, in the rooms and in their events. */
export type AssignmentStore = {
  /** Gives those of a customer for these bookings to a pseudonym. */
  rename(
    renaming: Renaming,
    bookings: readonly { readonly id: string; readonly room: { readonly id: string } }[],
  ): Promise<void>;
};

/**
 * Reads for lists and fields. Decisions are not based on them. Rooms are as they are at the instant `at`: see
 * `roomAt`.
 */
export type RoomQueries = {
  /**
   * The rooms among these, also deleted ones, in any order: a booking of a deleted room still has its room.
   */
  byIds(ids: readonly string[], at: Instant): Promise<readonly Room[]>;
  /** A page of the rooms that are not deleted, ordered by id. */
  list(criteria: RoomCriteria, page: Page<[id: string]>, at: Instant): Promise<readonly Room[]>;
  /** The number of rooms that are not deleted. */
  count(criteria: RoomCriteria, at: Instant): Promise<number>;
  /** The same page of the rooms of each host, in the order of the hosts. */
  pagesOfHosts(
    hostIds: readonly string[],
    page: Page<[id: string]>,
    at: Instant,
  ): Promise<readonly (readonly Room[])[]>;
  /** The numbers of rooms of hosts, for those that have any. */
  countsOfHosts(hostIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Rooms whose status changes by an instant, with the instant of the change, earliest first. */
  dueBy(at: Instant, limit: number): Promise<readonly Due[]>;
};

/** What use cases, reactions and scheduled jobs are built from; each takes its part. */
export type Dependencies = {
  readonly handleRoom: HandleRoom;
  readonly rooms: RoomStore;
  readonly assignments: AssignmentStore;
  readonly queries: RoomQueries;
  readonly roomSupplies: RoomSuppliesStore;
  readonly supplies: SuppliesService;
  readonly clock: Clock;
};
