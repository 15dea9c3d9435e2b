import type { Cause } from '../../../platform/decisions/cause.ts';
import type {
  LockedCommandHandler,
  LockingStore,
} from '../../../platform/decisions/locked-command-handler.ts';
import type { Clock, Instant } from '../../../platform/decisions/values.ts';
import type { Renaming } from '../../../platform/identity/pseudonym.ts';
import type { Page } from '../../../platform/input.ts';
import type { Course, CourseEvent, CourseState } from '../domain/course.ts';
import type { CourseCommand, CourseRejection } from '../domain/course-decide.ts';
import type { EngagementEvent, EngagementState, Review } from '../domain/engagement.ts';
import type { EngagementCommand, EngagementRejection } from '../domain/engagement-decide.ts';
import type { Mark, Target, TargetReference } from '../domain/target.ts';

/** One customer and one target. */
export type EngagementKey = { readonly target: TargetReference; readonly customerId: string };

/** A command takes the lock of its target: one at a time changes a target's sets and sizes. */
export type EngagementStore = LockingStore<EngagementKey, EngagementState, EngagementEvent>;

export type HandleEngagement = LockedCommandHandler<
  EngagementKey,
  EngagementState,
  EngagementCommand,
  EngagementEvent,
  EngagementRejection
>;

/** The courses, each with the same lock as its reviews, likes and bookmarks. */
export type CourseStore = LockingStore<string, CourseState, CourseEvent>;

export type HandleCourse = LockedCommandHandler<
  string,
  CourseState,
  CourseCommand,
  CourseEvent,
  CourseRejection
>;

/** The copy of a room that community keeps, updated by events of the room service. */
export type RoomReplica = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  /** Null for a room that belongs to nobody. */
  readonly hostId: string | null;
  readonly status: 'OPEN' | 'CLOSED' | 'DELETED';
};

export type RoomReplicaStore = {
  /**
   * Stores a room unless a newer version is stored. A deleted room loses its reviews, likes and bookmarks in
   * the same transaction.
   */
  save(room: RoomReplica): Promise<void>;
};

export type ReviewPermission =
  | { readonly kind: 'Allowed' }
  | { readonly kind: 'ReviewNotAllowed' }
  /** No usable answer. */
  | ReviewCheckUnavailable;

export type ReviewCheckUnavailable = {
  readonly kind: 'ReviewCheckUnavailable';
  /** When a retry makes sense; at least 1. */
  readonly retryAfterSeconds: number;
};

/** The booking service, called synchronously. */
export type BookingService = {
  /** Asks whether a customer has used a room. */
  mayReviewRoom(
    question: { readonly customerId: string; readonly roomId: string },
    cause: Cause,
  ): Promise<ReviewPermission>;
};

export type AuthoredReview = Review & { readonly target: TargetReference; readonly authorId: string };

/** Reads for lists and fields. Decisions are not based on them. */
export type CommunityQueries = {
  /** The existing targets among these, in any order. */
  targets(ids: readonly string[]): Promise<readonly Target[]>;
  /** The courses among these, in any order, including deleted ones. */
  courses(ids: readonly string[]): Promise<readonly Course[]>;
  /** The courses that are not deleted, ordered by id. */
  allCourses(page: Page<[id: string]>): Promise<readonly Course[]>;
  countCourses(): Promise<number>;
  /** The sets in which a customer is, for each of these targets. */
  marksOf(customerId: string, targetIds: readonly string[]): Promise<ReadonlyMap<string, readonly Mark[]>>;
  /** The existing reviews among these, in any order. */
  reviews(ids: readonly string[]): Promise<readonly AuthoredReview[]>;
  /** The same page of the reviews of each target, in the order of the targets; each newest first. */
  reviewPages(
    targetIds: readonly string[],
    page: Page<[createdAt: Instant, id: string]>,
  ): Promise<readonly (readonly AuthoredReview[])[]>;
  /** Whether a command has been handled. */
  hasHandled(commandId: string): Promise<boolean>;
};

export type CustomerMark = { readonly target: TargetReference; readonly mark: Mark };

export type ErasureStore = {
  /** The sets in which a customer is. */
  marksOf(customerId: string): Promise<readonly CustomerMark[]>;
  /** Gives a customer's reviews, and what the events say of them, to a pseudonym. */
  rename(renaming: Renaming): Promise<void>;
};

/** What use cases and reactions are built from; each takes its part. */
export type Dependencies = {
  readonly handleEngagement: HandleEngagement;
  readonly handleCourse: HandleCourse;
  readonly engagements: EngagementStore;
  readonly courses: CourseStore;
  readonly rooms: RoomReplicaStore;
  readonly queries: CommunityQueries;
  readonly erasures: ErasureStore;
  readonly bookings: BookingService;
  readonly clock: Clock;
};
