import type { EventSource, StreamEvent } from './event-source.ts';
import type { Topic } from './topic.ts';

/** What lies behind a cursor. */
export type Missed =
  | { readonly kind: 'events'; readonly events: readonly StreamEvent[]; readonly way: 'memory' | 'stream' }
  /** It cannot be made good; why, as clients are told. */
  | { readonly kind: 'lost'; readonly reason: LostReason };

/** `CURSOR_UNKNOWN`: the stream has not come so far; the cursor is of another, or of the one that was here before. */
type LostReason = 'CURSOR_TOO_OLD' | 'CURSOR_UNKNOWN' | 'TOO_MANY_MISSED';

export type History = {
  /** Forgets all: it is complete from behind this place on. */
  begin(place: number): void;
  add(event: StreamEvent): void;
  /** Gives what lies behind `after`; `position` is how far the events have come. */
  since(after: number, position: number, give: (missed: Missed) => void): void;
};

/** Events that a cursor may lie behind; more would be held in memory at once. */
const LONGEST_REPLAY = 10_000;
/** Events kept for those who come back: after a restart many do at once. */
const KEPT = 1_000;

type Waiter = { readonly after: number; readonly give: (missed: Missed) => void };
type Replay = { readonly after: number; readonly waiters: Waiter[] };

/**
 * The last events of a topic. What lies further back is read from the stream, once for all who ask meanwhile and
 * for what that brings; a reading is added to what is known.
 */
export function createHistory({
  source,
  topic: { stream, subjects },
  signal,
}: {
  readonly source: EventSource;
  readonly topic: Topic;
  /** Ends all readings. */
  readonly signal: AbortSignal;
}): History {
  const replays = new Set<Replay>();
  let events: StreamEvent[] = [];
  /** Everything of the topic behind this place is in `events`, as far as it has been handed on. */
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
          // More came meanwhile than is kept; or it was no place of this stream.
          return finish(({ after }) => ({
            kind: 'lost',
            reason: after > lastPlace ? 'CURSOR_UNKNOWN' : 'TOO_MANY_MISSED',
          }));
        }
        // What was read beyond what has been handed on is still to come.
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
      // Before the beginning is known, events are the state that there was.
      if (completeFrom === Number.POSITIVE_INFINITY) return;
      events.push(event);
      // Now and then, not for each.
      if (events.length >= KEPT * 2) trim();
    },
    since(after, position, give) {
      if (after >= completeFrom && after <= position) {
        const behind = events.filter(({ sequence }) => sequence > after);
        return give({ kind: 'events', events: behind, way: 'memory' });
      }
      // One that runs may have begun before a place that is not known here.
      const running = after <= position && [...replays].find((each) => each.after <= after);
      if (running) running.waiters.push({ after, give });
      else replay({ after, give });
    },
  };
}
