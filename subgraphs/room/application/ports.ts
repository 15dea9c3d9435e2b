import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import type { OfferedRoom, Room, RoomEvent, RoomState, RoomStatus } from '../domain/room.ts';
import type { RoomCommand, RoomRejection } from '../domain/room-decide.ts';

/** Rooms, deleted ones included. */
export type RoomStore = AggregateStore<RoomState, RoomEvent>;

export type HandleRoom = CommandHandler<RoomState, RoomCommand, RoomEvent, RoomRejection>;

/** No answer: nothing was removed. */
export type SuppliesUnavailable = {
  readonly kind: 'SuppliesUnavailable';
  readonly retryAfterSeconds: number;
};

/** The supplies service, called synchronously. */
export type SuppliesService = {
  /** Asks whether a room's supplies may go, which they do once the room is deleted. */
  mayRemove(roomId: string, cause: Cause): Promise<{ readonly kind: 'MayRemove' } | SuppliesUnavailable>;
};

export type RoomCriteria = {
  readonly status?: RoomStatus | undefined;
  readonly minCapacity?: number | undefined;
  /** Part of the location, in any case. */
  readonly location?: string | undefined;
  /** Part of the name, in any case. */
  readonly nameContains?: string | undefined;
};

/** A page of a list in the order of the ids: what comes after the id of the last item seen. */
export type PageRequest = { readonly limit: number; readonly after: readonly [id: string] | undefined };

/** What is read and never decided upon. */
export type RoomQueries = {
  /** Those of the ids that exist or once did, in no order: what is about a deleted room still has a room to show. */
  byIds(ids: readonly string[]): Promise<readonly Room[]>;
  /** A page by id, and how many match in all. Deleted rooms are not there. */
  list(
    criteria: RoomCriteria,
    page: PageRequest,
  ): Promise<{ readonly rooms: readonly OfferedRoom[]; readonly total: number }>;
  /** Rooms whose status the clock changes by an instant, with the instant of the change, the earliest first. */
  dueBy(at: Instant, limit: number): Promise<readonly { readonly id: string; readonly dueAt: Instant }[]>;
};
