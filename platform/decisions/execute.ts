import type { Cause } from '../messaging/event.ts';
import type { Decision } from './index.ts';

/** An aggregate as it was loaded; version 0 when there is none yet. */
export type Loaded<State> = { readonly state: State; readonly version: number };

export type Append<State, Event> = {
  readonly id: string;
  /** The version that the decision was taken on. */
  readonly expectedVersion: number;
  readonly before: State;
  readonly events: readonly Event[];
  readonly after: State;
  readonly cause: Cause;
  /** The id of the event that is being handled, to be remembered in the same atomic step. */
  readonly handles?: string | undefined;
};

/**
 * - `appended`: state and events are stored
 * - `conflict`: somebody else was quicker; load again
 * - `handled-before`: the event named by `handles` has had its effect already; nothing was stored
 */
export type Appended = 'appended' | 'conflict' | 'handled-before';

/** Where the aggregates of one kind live. State and events are stored in one atomic step. */
export type AggregateStore<State, Event> = {
  load(id: string): Promise<Loaded<State>>;
  /** The aggregate as this process stored it last, if that was not long ago: others may have changed it since. */
  recall?(id: string): Loaded<State> | undefined;
  append(append: Append<State, Event>): Promise<Appended>;
};

export type Execute<State, Event, Rejection> = {
  readonly store: AggregateStore<State, Event>;
  readonly id: string;
  readonly decide: (state: State) => Decision<Event, Rejection>;
  readonly evolve: (state: State, event: Event) => State;
  readonly cause: Cause;
  readonly handles?: string | undefined;
  /** The aggregate as the caller expects it to be, which spares a read when it is so. */
  readonly expected?: Loaded<State> | undefined;
};

export type Executed<State, Event, Rejection> =
  | { readonly accepted: true; readonly state: State; readonly events: readonly Event[] }
  | { readonly accepted: false; readonly rejection: Rejection };

/** Conflicts are rare; this many in a row mean that something is wrong. */
const MAX_ATTEMPTS = 20;

/**
 * Load, decide, append: runs one decision on one aggregate, again from the start when somebody else changed the
 * aggregate meanwhile. A decision without events stores nothing, except that the handled event is remembered.
 *
 * What is expected or recalled stands in for the first load: when it is out of date, storing ends in a conflict. A
 * decision on it that stores no change proves nothing, and is taken again on what is.
 */
export async function execute<State, Event, Rejection>({
  store,
  id,
  decide,
  evolve,
  cause,
  handles,
  expected,
}: Execute<State, Event, Rejection>): Promise<Executed<State, Event, Rejection>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const guessed = attempt === 0 ? (expected ?? store.recall?.(id)) : undefined;
    const { state, version } = guessed ?? (await store.load(id));
    const decision = decide(state);
    if (guessed && (!decision.accepted || decision.events.length === 0)) continue;
    if (!decision.accepted) return decision;
    const { events } = decision;
    const after = events.reduce(evolve, state);
    if (events.length === 0 && handles === undefined) return { accepted: true, state, events };
    const appended = await store.append({
      id,
      expectedVersion: version,
      before: state,
      events,
      after,
      cause,
      handles,
    });
    if (appended === 'appended') return { accepted: true, state: after, events };
    // The effect may be younger than what was loaded: show what it led to.
    if (appended === 'handled-before')
      return { accepted: true, state: (await store.load(id)).state, events: [] };
  }
  throw new Error(`${id} was changed by others ${MAX_ATTEMPTS} times while one decision was being taken`);
}
