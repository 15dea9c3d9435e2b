import type { Cause } from './cause.ts';
import { type Accepted, type Decider, type Rejected, type Transition, transitionsOf } from './decider.ts';

/** An aggregate as it is stored. */
export type Loaded<State> = {
  readonly state: State;
  /** Grows with every change; 0 while nothing is stored. */
  readonly version: number;
};

export type Append<State, Event> = {
  readonly id: string;
  /** The version that the decision is based on. */
  readonly expectedVersion: number;
  /**
   * The events with the states that they lead to, oldest first. Empty when only `handles` is to be recorded.
   */
  readonly transitions: readonly Transition<State, Event>[];
  readonly cause: Cause;
  /** The id of the event that is being handled, to be recorded in the same atomic step. */
  readonly handles?: string | undefined;
};

/**
 * - `appended`: state and events are stored
 * - `conflict`: the stored version is another one than expected; load and decide again
 * - `handled-before`: the event named by `handles` has had its effect already; nothing is stored
 */
export type Appended = 'appended' | 'conflict' | 'handled-before';

/** Stores the aggregates of one kind, state and events in one atomic step. */
export type AggregateStore<State, Event> = {
  load(id: string): Promise<Loaded<State>>;
  /** The aggregate as this process stored it last, if that was recently. It may be out of date. */
  recall?(id: string): Loaded<State> | undefined;
  append(append: Append<State, Event>): Promise<Appended>;
};

export type HandleOptions<State> = {
  readonly cause: Cause;
  /**
   * The id of the event that is being handled: its effect is stored once, however often the event arrives.
   */
  readonly handles?: string | undefined;
  /** The aggregate as the caller expects it to be stored. When that is right, it is not read. */
  readonly expected?: Loaded<State> | undefined;
};

export type Handled<State, Event, Rejection> =
  | (Accepted<Event> & { readonly state: State })
  | Rejected<Rejection>;

/**
 * Handles one command on one aggregate and stores what follows. Returns the state after it and the new
 * events, or the rejection.
 *
 * @param createCommand is called for each attempt with the state that the command is decided on, so that its
 *   time is never older than the state; what it reads is read after the state
 */
export type CommandHandler<State, Command, Event, Rejection = never> = (
  id: string,
  createCommand: (state: State) => Command | Promise<Command>,
  options: HandleOptions<State>,
) => Promise<Handled<State, Event, Rejection>>;

/** Conflicts are rare: this many in a row are a fault. */
const MAX_ATTEMPTS = 20;

/**
 * Builds the command handler of a kind of aggregates: load, decide, append, again from the start after a
 * conflict. A decision without events stores nothing, except that `handles` is recorded.
 *
 * The first attempt uses the expected or recalled aggregate instead of reading it. When that is out of date,
 * the append ends in a conflict. A decision on it that stores no change proves nothing, and is repeated on
 * the stored aggregate.
 */
export function createCommandHandler<State, Command, Event, Rejection>(
  store: AggregateStore<State, Event>,
  { decide, evolve }: Decider<State, Command, Event, Rejection>,
): CommandHandler<State, Command, Event, Rejection> {
  return async (id, createCommand, { cause, handles, expected }) => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const assumed = attempt === 0 ? (expected ?? store.recall?.(id)) : undefined;
      const { state, version } = assumed ?? (await store.load(id));
      const decision = decide(await createCommand(state), state);
      if (assumed && (!decision.accepted || decision.events.length === 0)) continue;
      if (!decision.accepted) return decision;
      const { events } = decision;
      if (events.length === 0 && handles === undefined) return { accepted: true, state, events };
      const transitions = transitionsOf(evolve, state, events);
      const appended = await store.append({ id, expectedVersion: version, transitions, cause, handles });
      if (appended === 'appended') {
        return { accepted: true, state: transitions.at(-1)?.after ?? state, events };
      }
      // The effect may be younger than the loaded state: return the state that contains it.
      if (appended === 'handled-before')
        return { accepted: true, state: (await store.load(id)).state, events: [] };
    }
    throw new Error(`${id} changed ${MAX_ATTEMPTS} times during one decision`);
  };
}
