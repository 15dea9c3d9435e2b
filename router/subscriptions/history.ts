import type { EventSource, StreamEvent } from './event-source.ts';
import type { Topic } from './topic.ts';

/** The events after a cursor. */
export type Missed =
  | { readonly kind: 'events'; readonly events: readonly StreamEvent[]; readonly way: 'memory' | 'stream' }
  /** The events cannot be provided; the reason is part of the response. */
  | { readonly kind: 'lost'; readonly reason: LostReason };

/** `CURSOR_UNKNOWN`: the stream never reached the cursor, because it was recreated or the cursor is of another one. */
type LostReason = 'CURSOR_TOO_OLD' | 'CURSOR_UNKNOWN' | 'TOO_MANY_MISSED';

export type History = {
  /** Forgets all events. The history is complete from this position on. */
  begin(place: number): void;
  add(event: StreamEvent): void;
  /** Calls back with the events after `after`. `position` is the current position of the topic. */
  since(after: number, position: number, give: (missed: Missed) => void): void;
};

/** Maximum number of events that a resumed subscription gets; they are held in memory at once. */
const LONGEST_REPLAY = 10_000;
/** Events kept in memory for clients that reconnect: many do at once after a restart. */
const KEPT = 1_000;

type Waiter = { readonly after: number; readonly give: (missed: Missed) => void };
type Replay = { readonly after: number; readonly waiters: Waiter[] };

/**
 * The recent events of a topic. Older events are read from the stream, once for all requests that come meanwhile, and
 * then added to the memory.
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
  let completeFrom = Number.POSITIVE_INFINITY;

  function trim(): void {
    const surplus = events.length - KEPT;
    if (surplus <= 0) return;
    completeFrom = events[surplus - 1]?.sequence ?? completeFrom;
    events = events.slice(surplus);
  }

  function replay(first: Waiter): void {
    const started: Replay = { after: first.after, waiters: [first] };
    const stop = new AbortController();
    const read: StreamEvent[] = [];
    function finish(missedBy: (waiter: Waiter) => Missed): void {
      if (!replays.delete(started)) return;
      stop.abort();
      for (const waiter of started.waiters) waiter.give(missedBy(waiter));
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
        if (read.length > LONGEST_REPLAY) finish(() => ({ kind: 'lost', reason: 'TOO_MANY_MISSED' }));
      },
      onCaughtUp(lastPlace, firstPlace) {
        if (stop.signal.aborted) return;
        if (lastPlace < completeFrom) {
          // More events came meanwhile than are kept, or the position is not of this stream.
          return finish(({ after }) => ({
            kind: 'lost',
            reason: after > lastPlace ? 'CURSOR_UNKNOWN' : 'TOO_MANY_MISSED',
          }));
        }
        // Events beyond the position of the topic have not been passed on yet.
        const behind = [...read.filter(({ sequence }) => sequence <= completeFrom), ...events];
        finish(({ after }) => {
          if (after > lastPlace) return { kind: 'lost', reason: 'CURSOR_UNKNOWN' };
          if (after + 1 < firstPlace) return { kind: 'lost', reason: 'CURSOR_TOO_OLD' };
          return { kind: 'events', events: behind.filter(({ sequence }) => sequence > after), way: 'stream' };
        });
        if (started.after + 1 < firstPlace || started.after > completeFrom) return;
        events = behind;
        completeFrom = started.after;
        trim();
      },
    });
  }

  return {
    begin(place) {
      events = [];
      completeFrom = place;
    },
    add(event) {
      // Until the start is known, events belong to the initial state.
      if (completeFrom === Number.POSITIVE_INFINITY) return;
      events.push(event);
      // Trims in batches.
      if (events.length >= KEPT * 2) trim();
    },
    since(after, position, give) {
      if (after >= completeFrom && after <= position) {
        const behind = events.filter(({ sequence }) => sequence > after);
        return give({ kind: 'events', events: behind, way: 'memory' });
      }
      // Only a position of this stream can share a read that already runs.
      const running = after <= position && [...replays].find((each) => each.after <= after);
      if (running) running.waiters.push({ after, give });
      else replay({ after, give });
    },
  };
}
