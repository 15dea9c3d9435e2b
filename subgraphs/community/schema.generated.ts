import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Course as CourseModel, CourseStop as CourseStopModel } from './domain/course.ts';
import type { Money as MoneyModel } from '../../platform/decisions/values.ts';
import type { AuthoredReview } from './application/ports.ts';
import type { CommunityContext } from './resolvers/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An alphabetic code of ISO 4217 that is in force and in which cards can be charged, such as KRW. */
  CurrencyCode: { input: string; output: string; }
  /** An instant. Output is RFC 3339 in UTC with milliseconds, such as 2030-05-01T09:00:00.000Z. Input takes any offset, and years from 1970 to 9999. */
  DateTime: { input: string; output: string; }
  /** An amount of money in minor units of its currency, such as cents, as a JSON integer from -(2^53-1) to 2^53-1. */
  MinorUnits: { input: number; output: number; }
  /** The name of a time zone in the IANA database, such as Asia/Seoul. It is given out as IANA writes it today; in input, case does not matter, and former names are taken. */
  TimeZone: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** A host's suggested round of places. */
export type Course = {
  readonly __typename?: 'Course';
  /** How many people have bookmarked it. */
  readonly bookmarkCount?: Maybe<Scalars['Int']['output']>;
  /** Whether the caller has bookmarked it. */
  readonly bookmarkedByMe?: Maybe<Scalars['Boolean']['output']>;
  /** At most 5,000 characters. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The host to whom the course belongs. */
  readonly host: Host;
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** How many people like it. */
  readonly likeCount?: Maybe<Scalars['Int']['output']>;
  /** Whether the caller likes it. */
  readonly likedByMe?: Maybe<Scalars['Boolean']['output']>;
  /** Whether the course takes reviews. */
  readonly open: Scalars['Boolean']['output'];
  /** The mean rating of the reviews, 1 to 5; null without reviews. */
  readonly rating?: Maybe<Scalars['Float']['output']>;
  /** How many customers have reviewed it. */
  readonly reviewCount?: Maybe<Scalars['Int']['output']>;
  /** Newest first, at most one of each customer. */
  readonly reviews?: Maybe<ReviewConnection>;
  /** The places in their order, at most 100. */
  readonly stops: ReadonlyArray<CourseStop>;
  /** One line of 1 to 200 characters. */
  readonly title: Scalars['String']['output'];
};


/** A host's suggested round of places. */
export type CourseReviewsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of courses. */
export type CourseConnection = {
  readonly __typename?: 'CourseConnection';
  /** The courses of the page. */
  readonly edges: ReadonlyArray<CourseEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of courses in the whole list, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A course in a list. */
export type CourseEdge = {
  readonly __typename?: 'CourseEdge';
  /** The position of the course in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The course. */
  readonly node: Course;
};

/** A place on a course. */
export type CourseStop = {
  readonly __typename?: 'CourseStop';
  /** One line of 1 to 200 characters. */
  readonly name: Scalars['String']['output'];
  /** At most 1,000 characters. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** The room that the stop is; null for another place, and once the room is deleted. */
  readonly room?: Maybe<Room>;
};

/** A place on a course. */
export type CourseStopInput = {
  /** One line of 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** At most 1,000 characters. A blank text is none. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** The room that the stop is; left out for another place. */
  readonly roomId?: InputMaybe<Scalars['ID']['input']>;
};

/** A person who books rooms. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** The subject of the customer's tokens. */
  readonly id: Scalars['ID']['output'];
};

/** The course to delete. */
export type DeleteCourseInput = {
  /** The course. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each deletion. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of deleteCourse. */
export type DeleteCourseResult = DeleteCourseSuccess | IdempotencyConflict | NotFound;

/** The course is deleted, with its reviews, likes and bookmarks. */
export type DeleteCourseSuccess = {
  readonly __typename?: 'DeleteCourseSuccess';
  /** The course that no longer exists. */
  readonly courseId: Scalars['ID']['output'];
};

/** The review to delete. */
export type DeleteReviewInput = {
  /** The review. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each deletion. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of deleteReview. */
export type DeleteReviewResult = DeleteReviewSuccess | IdempotencyConflict | NotFound;

/** The review is deleted. */
export type DeleteReviewSuccess = {
  readonly __typename?: 'DeleteReviewSuccess';
  /** The review that no longer exists. */
  readonly reviewId: Scalars['ID']['output'];
};

/** A person who offers rooms. */
export type Host = {
  readonly __typename?: 'Host';
  /** The subject of the host's tokens. */
  readonly id: Scalars['ID']['output'];
};

/** The idempotency key was used before with another input. */
export type IdempotencyConflict = Problem & {
  readonly __typename?: 'IdempotencyConflict';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** An invalid value of an input. */
export type InputProblem = {
  readonly __typename?: 'InputProblem';
  /** What is wrong with the value, for programs. */
  readonly code: InputProblemCode;
  /** The path of the value in the input, such as slot.start or supplies[2].name. */
  readonly field: Scalars['String']['output'];
  /** What is wrong with the value and what is valid, as text for people. */
  readonly message: Scalars['String']['output'];
};

/** What can be wrong with a value. Further codes may be added: treat an unknown one like MALFORMED. */
export type InputProblemCode =
  /** A name that is in use already where each may occur once. */
  | 'DUPLICATE'
  /** An instant that has passed. */
  | 'IN_THE_PAST'
  /** Not of the form that the field takes, such as an instant that is not RFC 3339, an id that is no UUID, or a text with control characters or with characters that turn its direction. */
  | 'MALFORMED'
  /** A text in which nothing can be seen where one is required. */
  | 'REQUIRED'
  /** An end that is not after its start. */
  | 'REVERSED'
  /** An instant that is further ahead than bookings are taken. */
  | 'TOO_FAR_AHEAD'
  /** A number above the largest valid one, or a slot whose price is too large to be paid by card. */
  | 'TOO_LARGE'
  /** A text with too many characters, where an emoji or a letter with its marks is one, or with too many bytes, a list with too many items, or a slot that is too long. */
  | 'TOO_LONG'
  /** A slot that is too short. */
  | 'TOO_SHORT'
  /** A number below the smallest valid one, or a slot whose price is too small to be paid by card. */
  | 'TOO_SMALL'
  /** Well formed, but it names nothing that is known here, such as a currency, a time zone or a payment method. */
  | 'UNKNOWN';

/** At least one value of the input is invalid. Nothing has changed, and the idempotency key can be used again. */
export type InvalidInput = Problem & {
  readonly __typename?: 'InvalidInput';
  /** The path of the first invalid value in the input, such as slot.start or supplies[2].name. */
  readonly field: Scalars['String']['output'];
  /** What is wrong with the first invalid value and what is valid, as text for people. */
  readonly message: Scalars['String']['output'];
  /** All invalid values, at most 100, in the order of the input's fields. */
  readonly problems: ReadonlyArray<InputProblem>;
};

/** An amount of money. */
export type Money = {
  readonly __typename?: 'Money';
  /** In minor units of the currency. */
  readonly amount: Scalars['MinorUnits']['output'];
  /** The currency. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** The amount in major units for people, such as 12.50, with as many decimals as ISO 4217 gives the currency. */
  readonly decimal: Scalars['String']['output'];
};

/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Bookmarks a room or a course. Twice is once. */
  readonly addBookmark?: Maybe<TargetMutationResult>;
  /** Deletes a course, with its reviews, likes and bookmarks. For its host and admins. */
  readonly deleteCourse?: Maybe<DeleteCourseResult>;
  /** Deletes a review. For its author, the host of what it is about, and admins. */
  readonly deleteReview?: Maybe<DeleteReviewResult>;
  /** Likes a room or a course. Twice is once. */
  readonly like?: Maybe<TargetMutationResult>;
  /** Registers a course of the caller, a host or an admin. */
  readonly registerCourse?: Maybe<RegisterCourseResult>;
  /** Removes the caller's bookmark. */
  readonly removeBookmark?: Maybe<TargetMutationResult>;
  /** Takes the caller's like back. */
  readonly unlike?: Maybe<TargetMutationResult>;
  /** Changes, closes or reopens a course. For its host and admins. */
  readonly updateCourse?: Maybe<UpdateCourseResult>;
  /** Reviews a room that the caller has used, or an open course. Before it writes about a room, it asks the booking service. */
  readonly writeReview?: Maybe<WriteReviewResult>;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationAddBookmarkArgs = {
  input: TargetMutationInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationDeleteCourseArgs = {
  input: DeleteCourseInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationDeleteReviewArgs = {
  input: DeleteReviewInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationLikeArgs = {
  input: TargetMutationInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationRegisterCourseArgs = {
  input: RegisterCourseInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationRemoveBookmarkArgs = {
  input: TargetMutationInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationUnlikeArgs = {
  input: TargetMutationInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationUpdateCourseArgs = {
  input: UpdateCourseInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationWriteReviewArgs = {
  input: WriteReviewInput;
};

/** What the mutation is about does not exist, or the caller may not see it. */
export type NotFound = Problem & {
  readonly __typename?: 'NotFound';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The id in the input that names nothing. */
  readonly missingId: Scalars['ID']['output'];
};

/** The position of a page in its list, as Relay defines it. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last edge; null when the page is empty. Pass it as `after` to read the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** True when the list goes on after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** True when the list has items before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge; null when the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** An expected failure. A mutation returns its success or one of these. */
export type Problem = {
  /** Text for people. It may change: programs decide by __typename and the other fields. */
  readonly message: Scalars['String']['output'];
};

/** What can be read. A field is null, with an error, when its service is unavailable. */
export type Query = {
  readonly __typename?: 'Query';
  /** A course; null when there is none. */
  readonly course?: Maybe<Course>;
  /** The courses that are not deleted, ordered by id. */
  readonly courses?: Maybe<CourseConnection>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryCourseArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryCoursesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A new course. It belongs to the caller and is open. */
export type RegisterCourseInput = {
  /** At most 5,000 characters. A blank text is none. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** Any text that is new for each attempted registration: a repeated request with it registers the course once. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The places in their order, at most 100. */
  readonly stops: ReadonlyArray<CourseStopInput>;
  /** One line of 1 to 200 characters. */
  readonly title: Scalars['String']['input'];
};

/** The outcome of registerCourse. */
export type RegisterCourseResult = IdempotencyConflict | InvalidInput | RegisterCourseSuccess;

/** The course is registered. */
export type RegisterCourseSuccess = {
  readonly __typename?: 'RegisterCourseSuccess';
  /** The new course. */
  readonly course: Course;
};

/** What a customer says about a room or a course. */
export type Review = {
  readonly __typename?: 'Review';
  /** The customer who wrote it; null once their data is erased. */
  readonly author?: Maybe<Customer>;
  /** When it was written, or written anew. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** A UUID, which stays when the author writes the review anew. */
  readonly id: Scalars['ID']['output'];
  /** 1 to 5; 5 is best. */
  readonly rating: Scalars['Int']['output'];
  /** 1 to 4,000 characters. */
  readonly text: Scalars['String']['output'];
};

/** The booking service, which knows whether the caller has used the room, does not answer. Nothing is written. */
export type ReviewCheckUnavailable = Problem & {
  readonly __typename?: 'ReviewCheckUnavailable';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** When another attempt makes sense, in seconds from now. */
  readonly retryAfterSeconds: Scalars['Int']['output'];
};

/** A page of reviews. */
export type ReviewConnection = {
  readonly __typename?: 'ReviewConnection';
  /** The reviews of the page. */
  readonly edges: ReadonlyArray<ReviewEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of reviews in the whole list, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A review in a list. */
export type ReviewEdge = {
  readonly __typename?: 'ReviewEdge';
  /** The position of the review in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The review. */
  readonly node: Review;
};

/** The caller has not used the room: only a customer with a confirmed booking that has begun may review it. Or the course is closed: it takes reviews while it is open. */
export type ReviewNotAllowed = Problem & {
  readonly __typename?: 'ReviewNotAllowed';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** A room that can be booked. */
export type Room = {
  readonly __typename?: 'Room';
  /** How many people have bookmarked it. */
  readonly bookmarkCount?: Maybe<Scalars['Int']['output']>;
  /** Whether the caller has bookmarked it. */
  readonly bookmarkedByMe?: Maybe<Scalars['Boolean']['output']>;
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** How many people like it. */
  readonly likeCount?: Maybe<Scalars['Int']['output']>;
  /** Whether the caller likes it. */
  readonly likedByMe?: Maybe<Scalars['Boolean']['output']>;
  /** The mean rating of the reviews, 1 to 5; null without reviews. */
  readonly rating?: Maybe<Scalars['Float']['output']>;
  /** How many customers have reviewed it. */
  readonly reviewCount?: Maybe<Scalars['Int']['output']>;
  /** Newest first, at most one of each customer. */
  readonly reviews?: Maybe<ReviewConnection>;
};


/** A room that can be booked. */
export type RoomReviewsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A half-open interval [start, end): the end is not part of it. */
export type Slot = {
  readonly __typename?: 'Slot';
  /** The first instant after the slot. */
  readonly end: Scalars['DateTime']['output'];
  /** The first instant. */
  readonly start: Scalars['DateTime']['output'];
};

/** What can be reviewed, liked and bookmarked. */
export type Target = Course | Room;

/** A room or a course. */
export type TargetInput = {
  /** The room or the course. */
  readonly id: Scalars['ID']['input'];
  /** Which of the two it is. */
  readonly type: TargetType;
};

/** The room or course that the caller likes or bookmarks, or no longer does. */
export type TargetMutationInput = {
  /** Any text that is new for each change. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The room or the course. */
  readonly target: TargetInput;
};

/** The outcome of like, unlike, addBookmark and removeBookmark. */
export type TargetMutationResult = IdempotencyConflict | NotFound | TargetMutationSuccess;

/** The like or bookmark is as it was asked for, also when it was so before. */
export type TargetMutationSuccess = {
  readonly __typename?: 'TargetMutationSuccess';
  /** The room or course after the change. */
  readonly target: Target;
};

/** What can be reviewed, liked and bookmarked. */
export type TargetType =
  /** A course. */
  | 'COURSE'
  /** A room. */
  | 'ROOM';

/** Changes of a course. Fields that are left out stay. Null removes the description; for other fields it means the same as left out. */
export type UpdateCourseInput = {
  /** At most 5,000 characters. A blank text is none. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The course. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each change. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** False closes the course to reviews, true reopens it. */
  readonly open?: InputMaybe<Scalars['Boolean']['input']>;
  /** Replaces all places: at most 100, in their order. */
  readonly stops?: InputMaybe<ReadonlyArray<CourseStopInput>>;
  /** One line of 1 to 200 characters. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
};

/** The outcome of updateCourse. */
export type UpdateCourseResult = IdempotencyConflict | InvalidInput | NotFound | UpdateCourseSuccess;

/** The course is changed. */
export type UpdateCourseSuccess = {
  readonly __typename?: 'UpdateCourseSuccess';
  /** The course after the change. */
  readonly course: Course;
};

/** A review of the caller. It replaces an earlier one of the same room or course. */
export type WriteReviewInput = {
  /** Any text that is new for each review. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 5; 5 is best. */
  readonly rating: Scalars['Int']['input'];
  /** What the review is about. */
  readonly target: TargetInput;
  /** 1 to 4,000 characters. */
  readonly text: Scalars['String']['input'];
};

/** The outcome of writeReview. */
export type WriteReviewResult = IdempotencyConflict | InvalidInput | NotFound | ReviewCheckUnavailable | ReviewNotAllowed | WriteReviewSuccess;

/** The review is written. */
export type WriteReviewSuccess = {
  readonly __typename?: 'WriteReviewSuccess';
  /** The caller's review. */
  readonly review: Review;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Course: Course;
  Review: Review;
  Room: Room;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Course:
    ( { __typename: 'Course' }
    & GraphQLRecursivePick<FederationTypes['Course'], {"id":true}> );
  Review:
    ( { __typename: 'Review' }
    & GraphQLRecursivePick<FederationTypes['Review'], {"id":true}> );
  Room:
    ( { __typename: 'Room' }
    & GraphQLRecursivePick<FederationTypes['Room'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  DeleteCourseResult:
    | ( DeleteCourseSuccess & { __typename: 'DeleteCourseSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
  ;
  DeleteReviewResult:
    | ( DeleteReviewSuccess & { __typename: 'DeleteReviewSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
  ;
  RegisterCourseResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( Omit<RegisterCourseSuccess, 'course'> & { course: _RefType['Course'] } & { __typename: 'RegisterCourseSuccess' } )
  ;
  Target:
    | ( CourseModel & { __typename: 'Course' } )
    | ( { readonly id: string } & { __typename: 'Room' } )
  ;
  TargetMutationResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( Omit<TargetMutationSuccess, 'target'> & { target: _RefType['Target'] } & { __typename: 'TargetMutationSuccess' } )
  ;
  UpdateCourseResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( Omit<UpdateCourseSuccess, 'course'> & { course: _RefType['Course'] } & { __typename: 'UpdateCourseSuccess' } )
  ;
  WriteReviewResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( ReviewCheckUnavailable & { __typename: 'ReviewCheckUnavailable' } )
    | ( ReviewNotAllowed & { __typename: 'ReviewNotAllowed' } )
    | ( Omit<WriteReviewSuccess, 'review'> & { review: _RefType['Review'] } & { __typename: 'WriteReviewSuccess' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( IdempotencyConflict )
    | ( InvalidInput )
    | ( NotFound )
    | ( ReviewCheckUnavailable )
    | ( ReviewNotAllowed )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Course: ResolverTypeWrapper<CourseModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CourseConnection: ResolverTypeWrapper<import('../../platform/subgraph/pagination.ts').Connection<CourseModel>>;
  CourseEdge: ResolverTypeWrapper<Omit<CourseEdge, 'node'> & { node: ResolversTypes['Course'] }>;
  CourseStop: ResolverTypeWrapper<CourseStopModel>;
  CourseStopInput: CourseStopInput;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Customer: ResolverTypeWrapper<{ readonly id: string }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteCourseInput: DeleteCourseInput;
  DeleteCourseResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteCourseResult']>;
  DeleteCourseSuccess: ResolverTypeWrapper<DeleteCourseSuccess>;
  DeleteReviewInput: DeleteReviewInput;
  DeleteReviewResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteReviewResult']>;
  DeleteReviewSuccess: ResolverTypeWrapper<DeleteReviewSuccess>;
  Host: ResolverTypeWrapper<{ readonly id: string }>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InputProblem: ResolverTypeWrapper<InputProblem>;
  InputProblemCode: InputProblemCode;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NotFound: ResolverTypeWrapper<NotFound>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterCourseInput: RegisterCourseInput;
  RegisterCourseResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RegisterCourseResult']>;
  RegisterCourseSuccess: ResolverTypeWrapper<Omit<RegisterCourseSuccess, 'course'> & { course: ResolversTypes['Course'] }>;
  Review: ResolverTypeWrapper<AuthoredReview>;
  ReviewCheckUnavailable: ResolverTypeWrapper<ReviewCheckUnavailable>;
  ReviewConnection: ResolverTypeWrapper<import('../../platform/subgraph/pagination.ts').Connection<AuthoredReview>>;
  ReviewEdge: ResolverTypeWrapper<Omit<ReviewEdge, 'node'> & { node: ResolversTypes['Review'] }>;
  ReviewNotAllowed: ResolverTypeWrapper<ReviewNotAllowed>;
  Room: ResolverTypeWrapper<{ readonly id: string }>;
  Slot: ResolverTypeWrapper<Slot>;
  Target: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['Target']>;
  TargetInput: TargetInput;
  TargetMutationInput: TargetMutationInput;
  TargetMutationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TargetMutationResult']>;
  TargetMutationSuccess: ResolverTypeWrapper<Omit<TargetMutationSuccess, 'target'> & { target: ResolversTypes['Target'] }>;
  TargetType: TargetType;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  UpdateCourseInput: UpdateCourseInput;
  UpdateCourseResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateCourseResult']>;
  UpdateCourseSuccess: ResolverTypeWrapper<Omit<UpdateCourseSuccess, 'course'> & { course: ResolversTypes['Course'] }>;
  WriteReviewInput: WriteReviewInput;
  WriteReviewResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['WriteReviewResult']>;
  WriteReviewSuccess: ResolverTypeWrapper<Omit<WriteReviewSuccess, 'review'> & { review: ResolversTypes['Review'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Course: CourseModel;
  Int: Scalars['Int']['output'];
  Boolean: Scalars['Boolean']['output'];
  String: Scalars['String']['output'];
  ID: Scalars['ID']['output'];
  Float: Scalars['Float']['output'];
  CourseConnection: import('../../platform/subgraph/pagination.ts').Connection<CourseModel>;
  CourseEdge: Omit<CourseEdge, 'node'> & { node: ResolversParentTypes['Course'] };
  CourseStop: CourseStopModel;
  CourseStopInput: CourseStopInput;
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Customer: { readonly id: string };
  DateTime: Scalars['DateTime']['output'];
  DeleteCourseInput: DeleteCourseInput;
  DeleteCourseResult: ResolversUnionTypes<ResolversParentTypes>['DeleteCourseResult'];
  DeleteCourseSuccess: DeleteCourseSuccess;
  DeleteReviewInput: DeleteReviewInput;
  DeleteReviewResult: ResolversUnionTypes<ResolversParentTypes>['DeleteReviewResult'];
  DeleteReviewSuccess: DeleteReviewSuccess;
  Host: { readonly id: string };
  IdempotencyConflict: IdempotencyConflict;
  InputProblem: InputProblem;
  InvalidInput: InvalidInput;
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: MoneyModel;
  Mutation: Record<PropertyKey, never>;
  NotFound: NotFound;
  PageInfo: PageInfo;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  RegisterCourseInput: RegisterCourseInput;
  RegisterCourseResult: ResolversUnionTypes<ResolversParentTypes>['RegisterCourseResult'];
  RegisterCourseSuccess: Omit<RegisterCourseSuccess, 'course'> & { course: ResolversParentTypes['Course'] };
  Review: AuthoredReview;
  ReviewCheckUnavailable: ReviewCheckUnavailable;
  ReviewConnection: import('../../platform/subgraph/pagination.ts').Connection<AuthoredReview>;
  ReviewEdge: Omit<ReviewEdge, 'node'> & { node: ResolversParentTypes['Review'] };
  ReviewNotAllowed: ReviewNotAllowed;
  Room: { readonly id: string };
  Slot: Slot;
  Target: ResolversUnionTypes<ResolversParentTypes>['Target'];
  TargetInput: TargetInput;
  TargetMutationInput: TargetMutationInput;
  TargetMutationResult: ResolversUnionTypes<ResolversParentTypes>['TargetMutationResult'];
  TargetMutationSuccess: Omit<TargetMutationSuccess, 'target'> & { target: ResolversParentTypes['Target'] };
  TimeZone: Scalars['TimeZone']['output'];
  UpdateCourseInput: UpdateCourseInput;
  UpdateCourseResult: ResolversUnionTypes<ResolversParentTypes>['UpdateCourseResult'];
  UpdateCourseSuccess: Omit<UpdateCourseSuccess, 'course'> & { course: ResolversParentTypes['Course'] };
  WriteReviewInput: WriteReviewInput;
  WriteReviewResult: ResolversUnionTypes<ResolversParentTypes>['WriteReviewResult'];
  WriteReviewSuccess: Omit<WriteReviewSuccess, 'review'> & { review: ResolversParentTypes['Review'] };
};

export type CourseResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Course'] = ResolversParentTypes['Course'], FederationReferenceType extends FederationReferenceTypes['Course'] = FederationReferenceTypes['Course']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Course']> | FederationReferenceType, FederationReferenceType, ContextType>;
  bookmarkCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  bookmarkedByMe?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  host?: Resolver<ResolversTypes['Host'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  likeCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  likedByMe?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  open?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rating?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reviewCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reviews?: Resolver<Maybe<ResolversTypes['ReviewConnection']>, ParentType, ContextType, Partial<CourseReviewsArgs>>;
  stops?: Resolver<ReadonlyArray<ResolversTypes['CourseStop']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CourseConnectionResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['CourseConnection'] = ResolversParentTypes['CourseConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['CourseEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CourseEdgeResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['CourseEdge'] = ResolversParentTypes['CourseEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Course'], ParentType, ContextType>;
};

export type CourseStopResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['CourseStop'] = ResolversParentTypes['CourseStop']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export type CustomerResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteCourseResultResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['DeleteCourseResult'] = ResolversParentTypes['DeleteCourseResult']> = {
  __resolveType: TypeResolveFn<'DeleteCourseSuccess' | 'IdempotencyConflict' | 'NotFound', ParentType, ContextType>;
};

export type DeleteCourseSuccessResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['DeleteCourseSuccess'] = ResolversParentTypes['DeleteCourseSuccess']> = {
  courseId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type DeleteReviewResultResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['DeleteReviewResult'] = ResolversParentTypes['DeleteReviewResult']> = {
  __resolveType: TypeResolveFn<'DeleteReviewSuccess' | 'IdempotencyConflict' | 'NotFound', ParentType, ContextType>;
};

export type DeleteReviewSuccessResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['DeleteReviewSuccess'] = ResolversParentTypes['DeleteReviewSuccess']> = {
  reviewId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HostResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Host'] = ResolversParentTypes['Host']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type IdempotencyConflictResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputProblemResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['InputProblem'] = ResolversParentTypes['InputProblem']> = {
  code?: Resolver<ResolversTypes['InputProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['InputProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addBookmark?: Resolver<Maybe<ResolversTypes['TargetMutationResult']>, ParentType, ContextType, RequireFields<MutationAddBookmarkArgs, 'input'>>;
  deleteCourse?: Resolver<Maybe<ResolversTypes['DeleteCourseResult']>, ParentType, ContextType, RequireFields<MutationDeleteCourseArgs, 'input'>>;
  deleteReview?: Resolver<Maybe<ResolversTypes['DeleteReviewResult']>, ParentType, ContextType, RequireFields<MutationDeleteReviewArgs, 'input'>>;
  like?: Resolver<Maybe<ResolversTypes['TargetMutationResult']>, ParentType, ContextType, RequireFields<MutationLikeArgs, 'input'>>;
  registerCourse?: Resolver<Maybe<ResolversTypes['RegisterCourseResult']>, ParentType, ContextType, RequireFields<MutationRegisterCourseArgs, 'input'>>;
  removeBookmark?: Resolver<Maybe<ResolversTypes['TargetMutationResult']>, ParentType, ContextType, RequireFields<MutationRemoveBookmarkArgs, 'input'>>;
  unlike?: Resolver<Maybe<ResolversTypes['TargetMutationResult']>, ParentType, ContextType, RequireFields<MutationUnlikeArgs, 'input'>>;
  updateCourse?: Resolver<Maybe<ResolversTypes['UpdateCourseResult']>, ParentType, ContextType, RequireFields<MutationUpdateCourseArgs, 'input'>>;
  writeReview?: Resolver<Maybe<ResolversTypes['WriteReviewResult']>, ParentType, ContextType, RequireFields<MutationWriteReviewArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'ReviewCheckUnavailable' | 'ReviewNotAllowed', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  course?: Resolver<Maybe<ResolversTypes['Course']>, ParentType, ContextType, RequireFields<QueryCourseArgs, 'id'>>;
  courses?: Resolver<Maybe<ResolversTypes['CourseConnection']>, ParentType, ContextType, Partial<QueryCoursesArgs>>;
};

export type RegisterCourseResultResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['RegisterCourseResult'] = ResolversParentTypes['RegisterCourseResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'RegisterCourseSuccess', ParentType, ContextType>;
};

export type RegisterCourseSuccessResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['RegisterCourseSuccess'] = ResolversParentTypes['RegisterCourseSuccess']> = {
  course?: Resolver<ResolversTypes['Course'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReviewResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Review'] = ResolversParentTypes['Review'], FederationReferenceType extends FederationReferenceTypes['Review'] = FederationReferenceTypes['Review']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Review']> | FederationReferenceType, FederationReferenceType, ContextType>;
  author?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rating?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ReviewCheckUnavailableResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['ReviewCheckUnavailable'] = ResolversParentTypes['ReviewCheckUnavailable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReviewConnectionResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['ReviewConnection'] = ResolversParentTypes['ReviewConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['ReviewEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ReviewEdgeResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['ReviewEdge'] = ResolversParentTypes['ReviewEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Review'], ParentType, ContextType>;
};

export type ReviewNotAllowedResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['ReviewNotAllowed'] = ResolversParentTypes['ReviewNotAllowed']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RoomResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room'], FederationReferenceType extends FederationReferenceTypes['Room'] = FederationReferenceTypes['Room']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Room']> | FederationReferenceType, FederationReferenceType, ContextType>;
  bookmarkCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  bookmarkedByMe?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  likeCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  likedByMe?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  rating?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reviewCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reviews?: Resolver<Maybe<ResolversTypes['ReviewConnection']>, ParentType, ContextType, Partial<RoomReviewsArgs>>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SlotResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Slot'] = ResolversParentTypes['Slot']> = {
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TargetResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['Target'] = ResolversParentTypes['Target']> = {
  __resolveType: TypeResolveFn<'Course' | 'Room', ParentType, ContextType>;
};

export type TargetMutationResultResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['TargetMutationResult'] = ResolversParentTypes['TargetMutationResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'NotFound' | 'TargetMutationSuccess', ParentType, ContextType>;
};

export type TargetMutationSuccessResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['TargetMutationSuccess'] = ResolversParentTypes['TargetMutationSuccess']> = {
  target?: Resolver<ResolversTypes['Target'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type UpdateCourseResultResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['UpdateCourseResult'] = ResolversParentTypes['UpdateCourseResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'UpdateCourseSuccess', ParentType, ContextType>;
};

export type UpdateCourseSuccessResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['UpdateCourseSuccess'] = ResolversParentTypes['UpdateCourseSuccess']> = {
  course?: Resolver<ResolversTypes['Course'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WriteReviewResultResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['WriteReviewResult'] = ResolversParentTypes['WriteReviewResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'ReviewCheckUnavailable' | 'ReviewNotAllowed' | 'WriteReviewSuccess', ParentType, ContextType>;
};

export type WriteReviewSuccessResolvers<ContextType = CommunityContext, ParentType extends ResolversParentTypes['WriteReviewSuccess'] = ResolversParentTypes['WriteReviewSuccess']> = {
  review?: Resolver<ResolversTypes['Review'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = CommunityContext> = {
  Course?: CourseResolvers<ContextType>;
  CourseConnection?: CourseConnectionResolvers<ContextType>;
  CourseEdge?: CourseEdgeResolvers<ContextType>;
  CourseStop?: CourseStopResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  DeleteCourseResult?: DeleteCourseResultResolvers<ContextType>;
  DeleteCourseSuccess?: DeleteCourseSuccessResolvers<ContextType>;
  DeleteReviewResult?: DeleteReviewResultResolvers<ContextType>;
  DeleteReviewSuccess?: DeleteReviewSuccessResolvers<ContextType>;
  Host?: HostResolvers<ContextType>;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InputProblem?: InputProblemResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RegisterCourseResult?: RegisterCourseResultResolvers<ContextType>;
  RegisterCourseSuccess?: RegisterCourseSuccessResolvers<ContextType>;
  Review?: ReviewResolvers<ContextType>;
  ReviewCheckUnavailable?: ReviewCheckUnavailableResolvers<ContextType>;
  ReviewConnection?: ReviewConnectionResolvers<ContextType>;
  ReviewEdge?: ReviewEdgeResolvers<ContextType>;
  ReviewNotAllowed?: ReviewNotAllowedResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  Target?: TargetResolvers<ContextType>;
  TargetMutationResult?: TargetMutationResultResolvers<ContextType>;
  TargetMutationSuccess?: TargetMutationSuccessResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  UpdateCourseResult?: UpdateCourseResultResolvers<ContextType>;
  UpdateCourseSuccess?: UpdateCourseSuccessResolvers<ContextType>;
  WriteReviewResult?: WriteReviewResultResolvers<ContextType>;
  WriteReviewSuccess?: WriteReviewSuccessResolvers<ContextType>;
};

