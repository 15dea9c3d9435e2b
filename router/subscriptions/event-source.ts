/** An event as the live part of the router sees it: a place in a stream, CloudEvents attributes and a payload. */
export type StreamEvent = {
  readonly id: string;
  readonly type: string;
  /** The subject that it was published on; its last token names the aggregate. */
  readonly subject: string;
  /** Its place in the stream, from 1 on, growing. */
  readonly sequence: number;
  /** Its aggregate's version after it, growing. */
  readonly version: number;
  /** RFC 3339. */
  readonly time: string;
  readonly correlationId: string;
  readonly data: unknown;
};

export type FollowOptions = {
  readonly stream: string;
  /** Subjects to follow, with `*` for any token; none may be covered by another. */
  readonly subjects: readonly string[];
  /** `latest`: the last event of each subject, then all that follow. `after`: all that lie behind a place. */
  readonly start: { readonly kind: 'latest' } | { readonly kind: 'after'; readonly sequence: number };
  /** Called once per event, in the order of the stream. */
  readonly onEvent: (event: StreamEvent) => void;
  /** Called once, when all that was in the stream at the start has been given; the stream went from `first` to `last` then. */
  readonly onCaughtUp: (last: number, first: number) => void;
  /** Ends the following. */
  readonly signal: AbortSignal;
};

/**
 * Where live events come from. A source goes on by itself after its server, or the stream, was away: nothing is
 * lost or doubled between the first event and the end. A stream that is not there yet counts as empty.
 */
export type EventSource = {
  follow(options: FollowOptions): void;
};
