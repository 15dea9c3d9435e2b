import type { Cause } from './cause.ts';
import type { Handled } from './command-handler.ts';
import { type Decider, type Transition, transitionsOf } from './decider.ts';

export type LockedHandleOptions = {
  readonly cause: Cause;
  /** The id of the command or event that is being handled: its effect is stored once. */
  readonly handles: string;
};

/** A decision on a locked aggregate: the events, with the states that they lead to, and the result. */
export type Decided<State, Event, Rejection> = {
  readonly transitions: readonly Transition<State, Event>[];
  readonly handled: Handled<State, Event, Rejection>;
};

/** Stores aggregates on which one command at a time is decided. */
export type LockingStore<Key, State, Event> = {
  /**
   * Locks an aggregate, loads it, decides and stores what follows, all in one transaction. What has handled
   * `handles` before is not decided again: the state is returned without events.
   */
  change<Rejection>(
    key: Key,
    options: LockedHandleOptions,
    decide: (state: State) => Decided<State, Event, Rejection>,
  ): Promise<Handled<State, Event, Rejection>>;
};

/** Handles one command on one aggregate, like `CommandHandler`. */
export type LockedCommandHandler<Key, State, Command, Event, Rejection = never> = (
  key: Key,
  createCommand: () => Command,
  options: LockedHandleOptions,
) => Promise<Handled<State, Event, Rejection>>;

/**
 * Builds the command handler of aggregates that many callers change at once: where `createCommandHandler`
 * starts again after a conflict, this one waits for the lock of the aggregate (ADR 0022).
 */
export function createLockedCommandHandler<Key, State, Command, Event, Rejection>(
  store: LockingStore<Key, State, Event>,
  { decide, evolve }: Decider<State, Command, Event, Rejection>,
): LockedCommandHandler<Key, State, Command, Event, Rejection> {
  return (key, createCommand, options) =>
    store.change(key, options, (state) => {
      const decision = decide(createCommand(), state);
      if (!decision.accepted) return { transitions: [], handled: decision };
      const { events } = decision;
      const transitions = transitionsOf(evolve, state, events);
      const handled = { accepted: true, state: transitions.at(-1)?.after ?? state, events } as const;
      return { transitions, handled };
    });
}
