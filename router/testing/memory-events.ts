import { matchesSubject } from '../../platform/messaging/subjects.ts';
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
      const from = { after: start.kind === 'after' ? start.sequence : 0, latest: 0, new: events.length };
      if (start.kind === 'new') options.onCaughtUp(events.length, dropped + 1);
      for (const event of events.slice(dropped)) if (event.sequence > from[start.kind]) pass(options, event);
      if (start.kind !== 'new') options.onCaughtUp(events.length, dropped + 1);
    },
    async latest({ subjects }) {
      const last = new Map<string, StreamEvent>();
      for (const event of events.slice(dropped))
        if (matches({ subjects }, event)) {
          last.delete(event.subject);
          last.set(event.subject, event);
        }
      return { events: [...last.values()], upTo: events.length };
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
      for (const follower of followers) pass(follower, event);
      return event;
    },
    drop(count) {
      dropped = count;
    },
    followers: () => followers.size,
  };
}

function pass(options: EventSubscription, event: StreamEvent): void {
  const { wants = () => true } = options;
  if (matches(options, event) && wants(event.subject, event.sequence)) options.onEvent(event);
}

function matches({ subjects }: Pick<EventSubscription, 'subjects'>, { subject }: StreamEvent): boolean {
  return subjects.some((filter) => matchesSubject(filter, subject));
}
