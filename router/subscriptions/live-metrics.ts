/** Why a subscription ended. */
export type SubscriptionEnd = 'client' | 'refused' | 'slow' | 'graph';

/** From where a cursor was resumed; `lost` when the events are no longer available. */
export type ResumeSource = 'memory' | 'stream' | 'lost';

/** Recorded for live subscriptions. `field` is the name of a subscription field. */
export type LiveMetrics = {
  connectionOpened(transport: 'websocket' | 'sse'): void;
  connectionClosed(transport: 'websocket' | 'sse'): void;
  subscriptionStarted(field: string): void;
  subscriptionEnded(field: string, end: SubscriptionEnd): void;
  /** An event came for a group of subscribers. */
  eventTaken(field: string): void;
  /** An operation was executed for an event, once for a group. */
  executed(field: string): void;
  /** A result was delivered to a number of subscribers. */
  delivered(field: string, subscribers: number): void;
  /** A result was delivered for an event of this age. */
  delayed(field: string, seconds: number): void;
  /** An undelivered change was replaced with a newer one of the same aggregate. */
  coalesced(field: string): void;
  resumed(field: string, source: ResumeSource): void;
};
