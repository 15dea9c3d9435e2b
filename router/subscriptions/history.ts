import type { EventSource, StreamEvent } from './event-source.ts';
import type { Topic } from './topic.ts';

/** The events after a cursor. */
export type MissedEvents =
  | { readonly kind: 'events'; readonly events: readonly StreamEvent[]; readonly source: 'memory' | 'stream' }
  /** The events cannot be provided; the reason is part of the response. */
  | { readonly kind: 'lost'; readonly reason: LostReason };

/**
 * `CURSOR_UNKNOWN`: the stream never reached the cursor, because it was recreated or the cursor is of another
 * one.
 */
type LostReason = 'CURSOR_TOO_OLD' | 'CURSOR_UNKNOWN' | 'TOO_MANY_MISSED';

export type History = {
  /** Forgets all events. The history is complete from this position on. */
  reset(position: number): void;
  add(event: StreamEvent): void;
  /** Calls back with the events after `after`. `position` is the current position of the topic. */
  eventsAfter(after: number, position: number, callback: (missed: MissedEvents) => void): void;
};

/** Maximum number of events that a resumed subscription gets; they are held in memory at once. */
const MAX_REPLAY = 10_000;
/** Events kept in memory for clients that reconnect: many do at once after a restart. */
const MAX_EVENTS = 1_000;

type ReplayRequest = { readonly after: number; readonly callback: (missed: MissedEvents) => void };
type Replay = { readonly after: number; readonly requests: ReplayRequest[] };

/**
 * The recent events of a topic. Older events are read from the stream, once for all requests that come
 * meanwhile, and then added to the memory.
 */
export function createHistory({
  source,
  topic: { stream, subjects },
  signal,
}: {
  readonly source: EventSource;
  readonly topic: Topic;
  /** Aborts all reads. */
  readonly signal: AbortSignal;
}): History {
  const replays = new Set<Replay>();
  let events: StreamEvent[] = [];
  /** All events after this position are in `events`, as far as they were passed on. */
  let completeAfter = Number.POSITIVE_INFINITY;

  function trim(): void {
    const surplus = events.length - MAX_EVENTS;
    if (surplus <= 0) return;
    completeAfter = events[surplus - 1]?.sequence ?? completeAfter;
    events = events.slice(surplus);
  }

  function replay(request: ReplayRequest): void {
    const started: Replay = { after: request.after, requests: [request] };
    const stop = new AbortController();
    const read: StreamEvent[] = [];
    function finish(missedAfter: (request: ReplayRequest) => MissedEvents): void {
      if (!replays.delete(started)) return;
      stop.abort();
      for (const request of started.requests) request.callback(missedAfter(request));
    }
    replays.add(started);
    source.follow({
      stream,
      subjects,
      start: { kind: 'after', sequence: started.after },
      signal: AbortSignal.any([stop.signal, signal]),
      onEvent(event) {
        if (stop.signal.aborted) return;
        read.push(event);
        if (read.length > MAX_REPLAY) finish(() => ({ kind: 'lost', reason: 'TOO_MANY_MISSED' }));
      },
      onCaughtUp(last, first) {
        if (stop.signal.aborted) return;
        if (last < completeAfter) {
          // More events came meanwhile than are kept, or the position is not of this stream.
          return finish(({ after }) => ({
            kind: 'lost',
            reason: after > last ? 'CURSOR_UNKNOWN' : 'TOO_MANY_MISSED',
          }));
        }
        // Events beyond the position of the topic have not been passed on yet.
        const later = [...read.filter(({ sequence }) => sequence <= completeAfter), ...events];
        finish(({ after }) => {
          if (after > last) return { kind: 'lost', reason: 'CURSOR_UNKNOWN' };
          if (after + 1 < first) return { kind: 'lost', reason: 'CURSOR_TOO_OLD' };
          return {
            kind: 'events',
            events: later.filter(({ sequence }) => sequence > after),
            source: 'stream',
          };
        });
        if (started.after + 1 < first || started.after > completeAfter) return;
        events = later;
        completeAfter = started.after;
        trim();
      },
    });
  }

  return {
    reset(position) {
      events = [];
      completeAfter = position;
    },
    add(event) {
      // Until the start is known, events belong to the initial state.
      if (completeAfter === Number.POSITIVE_INFINITY) return;
      events.push(event);
      // Trims in batches.
      if (events.length >= MAX_EVENTS * 2) trim();
    },
    eventsAfter(after, position, callback) {
      if (after >= completeAfter && after <= position) {
        const later = events.filter(({ sequence }) => sequence > after);
        return callback({ kind: 'events', events: later, source: 'memory' });
      }
      // Only a position of this stream can share a read that already runs.
      const running = after <= position && [...replays].find((each) => each.after <= after);
      if (running) running.requests.push({ after, callback });
      else replay({ after, callback });
    },
  };
}
