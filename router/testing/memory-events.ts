import type { EventSource, EventSubscription, StreamEvent } from '../subscriptions/event-source.ts';

/** Events in memory, for tests without a server. */
export type MemoryEvents = EventSource & {
  /** @param version the aggregate's version; a new one by default */
  publish(subject: string, data: unknown, version?: number): StreamEvent;
  /** Removes the first events from the stream, as its limits would. */
  drop(count: number): void;
  /** The number of current followers. */
  followers(): number;
};

/** A source that catches up at once, or never with `isAway`, as if its server were unreachable. */
export function createMemoryEvents({ isAway = false } = {}): MemoryEvents {
  const events: StreamEvent[] = [];
  const followers = new Set<EventSubscription>();
  let dropped = 0;

  return {
    follow(options) {
      if (isAway) return;
      followers.add(options);
      options.signal.addEventListener('abort', () => followers.delete(options), { once: true });
      const { start } = options;
      const from = start.kind === 'after' ? start.sequence : 0;
      for (const event of events.slice(dropped))
        if (event.sequence > from && matches(options, event)) options.onEvent(event);
      options.onCaughtUp(events.length, dropped + 1);
    },
    publish(subject, data, version) {
      const sequence = events.length + 1;
      const event: StreamEvent = {
        id: `event-${sequence}`,
        type: 'test',
        subject,
        sequence,
        version: version ?? sequence,
        time: new Date(sequence).toISOString(),
        correlationId: `correlation-${sequence}`,
        data,
      };
      events.push(event);
      for (const follower of followers) if (matches(follower, event)) follower.onEvent(event);
      return event;
    },
    drop(count) {
      dropped = count;
    },
    followers: () => followers.size,
  };
}

function matches({ subjects }: EventSubscription, { subject }: StreamEvent): boolean {
  const tokens = subject.split('.');
  return subjects.some((filter) =>
    filter.split('.').every((token, index) => token === '*' || token === tokens[index]),
  );
}
