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
export interface AggregateStore<State, Event> {
  load(id: string): Promise<Loaded<State>>;
  append(append: Append<State, Event>): Promise<Appended>;
}

export type Execute<State, Event, Rejection> = {
  readonly store: AggregateStore<State, Event>;
  readonly id: string;
  readonly decide: (state: State) => Decision<Event, Rejection>;
  readonly evolve: (state: State, event: Event) => State;
  readonly cause: Cause;
  readonly handles?: string | undefined;
};

export type Executed<State, Event, Rejection> =
  | { readonly accepted: true; readonly state: State; readonly events: readonly Event[] }
  | { readonly accepted: false; readonly rejection: Rejection };

/** Conflicts are rare; this many in a row mean that something is wrong. */
const MAX_ATTEMPTS = 20;

/**
 * Load, decide, append: runs one decision on one aggregate, again from the start when somebody else changed the
 * aggregate meanwhile. A decision without events stores nothing, except that the handled event is remembered.
 */
export async function execute<State, Event, Rejection>({
  store,
  id,
  decide,
  evolve,
  cause,
  handles,
}: Execute<State, Event, Rejection>): Promise<Executed<State, Event, Rejection>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { state, version } = await store.load(id);
    const decision = decide(state);
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
