import { type Path, valueAt } from '../../platform/property-path.ts';
import { withValue } from './aliases.ts';
import type { StreamEvent } from './event-source.ts';
import { PATH } from './payload-path.ts';

/** From `@live(lapses:)`: a value in the state of an aggregate that becomes another one by the clock. */
export type Lapse = {
  /** The path of the value in the payload. */
  readonly path: Path;
  readonly from: string;
  readonly to: string;
  /** The path of the instant, RFC 3339, from which on it is the other one. */
  readonly at: Path;
};

const LAPSE = new RegExp(String.raw`^\s*(${PATH})\s*:\s*(\w+)\s*->\s*(\w+)\s+at\s+(${PATH})\s*$`);

/** Parses `path: FROM -> TO at path`. Throws for anything else. */
export function readLapse(text: string): Lapse {
  const [, path, from, to, at] = LAPSE.exec(text) ?? [];
  if (path === undefined || from === undefined || to === undefined || at === undefined)
    throw new Error(`lapses: "${text}" is not of the form "path: FROM -> TO at path"`);
  return { path: path.split('.'), from, to, at: at.split('.') };
}

/** A payload as it is at an instant: itself when nothing has lapsed. */
export function lapsedAt(payload: unknown, lapses: readonly Lapse[], now: number): unknown {
  return lapses.reduce<unknown>((data, { path, from, to, at }) => {
    const due = valueAt(data, at);
    const isOver = valueAt(data, path) === from && typeof due === 'string' && Date.parse(due) <= now;
    return isOver ? withValue(data, path, to) : data;
  }, payload);
}

/**
 * Returns the function that gives an event as it is now, for snapshots. Once it has lapsed, it is the same
 * object each time, for all who share it.
 */
export function createLapsing(lapses: readonly Lapse[]): (event: StreamEvent) => StreamEvent {
  const lapsed = new WeakMap<StreamEvent, StreamEvent>();
  return (event) => {
    const known = lapsed.get(event);
    if (known) return known;
    const data = lapsedAt(event.data, lapses, Date.now());
    if (data === event.data) return event;
    const now = { ...event, data };
    lapsed.set(event, now);
    return now;
  };
}
