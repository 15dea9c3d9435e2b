export type TargetType = 'ROOM' | 'COURSE';

/** Names what is liked, bookmarked or reviewed. */
export type TargetReference = { readonly type: TargetType; readonly id: string };

/** The sets in which a customer can be: those who like a target, and those who have bookmarked it. */
export type Mark = 'LIKE' | 'BOOKMARK';

/** A room or a course that exists. */
export type Target = TargetReference & {
  /** The room's name or the course's title. */
  readonly name: string;
  /** Null for a room that belongs to nobody. */
  readonly hostId: string | null;
  /** A closed course takes no reviews; a closed room takes those of who has used it. */
  readonly status: 'OPEN' | 'CLOSED';
  /** The size of each set. */
  readonly marks: Readonly<Record<Mark, number>>;
  readonly reviewCount: number;
  /** The sum of the reviews' ratings. */
  readonly ratingSum: number;
};

/** The mean rating of a target's reviews; null without reviews. */
export function ratingOf({ reviewCount, ratingSum }: Target): number | null {
  return reviewCount === 0 ? null : ratingSum / reviewCount;
}
