/** How a subscription ended, for the count of it. */
export type SubscriptionEnd = 'client' | 'refused' | 'slow' | 'graph';

/** How a cursor was resumed: from the events in memory, from the stream, or not at all. */
export type ResumeWay = 'memory' | 'stream' | 'lost';

/** Records what the live part does. `field` is the name of a subscription field: a bounded set. */
export type LiveMetrics = {
  connectionOpened(transport: 'websocket' | 'sse'): void;
  connectionClosed(transport: 'websocket' | 'sse'): void;
  subscriptionStarted(field: string): void;
  subscriptionEnded(field: string, end: SubscriptionEnd): void;
  /** An event came for a group of subscribers of the same. */
  eventTaken(field: string): void;
  /** An operation was run for an event: once for all who share it. */
  executed(field: string): void;
  /** An event's payload was handed to so many subscribers. */
  delivered(field: string, subscribers: number): void;
  /** A waiting change gave way to a newer one of the same aggregate. */
  coalesced(field: string): void;
  resumed(field: string, way: ResumeWay): void;
};

/** Records nothing. */
export const NO_LIVE_METRICS: LiveMetrics = {
  connectionOpened() {},
  connectionClosed() {},
  subscriptionStarted() {},
  subscriptionEnded() {},
  eventTaken() {},
  executed() {},
  delivered() {},
  coalesced() {},
  resumed() {},
};
