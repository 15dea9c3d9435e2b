/** The contexts that publish events, each in a stream of its own. */
export const CONTEXTS = ['booking', 'payment', 'room', 'supplies', 'community', 'notification'] as const;
