import { newCause } from './cause.ts';
import type { Append, Loaded } from './command-handler.ts';
import { type Decider, transitionsOf } from './decider.ts';

/** Stores aggregates of one kind, many in one atomic step. */
export type BatchStore<State, Event> = {
  /** The stored ones among these. */
  loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Loaded<State>>>;
  /**
   * Appends to each aggregate that has its expected version and that nobody else is changing, in the order in
   * which they are given, and returns the ids of these. It waits for nobody.
   */
  appendAll(appends: readonly Append<State, Event>[]): Promise<ReadonlySet<string>>;
};

/**
 * Handles the same command on many aggregates, each as a business case of its own, and returns how many it
 * has changed. One that changes meanwhile is left as it is: it is handled when the caller finds it again.
 */
export type BatchCommandHandler<Command> = (ids: readonly string[], command: Command) => Promise<number>;

/** Builds the handler of scheduled jobs, in which the passing of time changes many aggregates at once. */
export function createBatchCommandHandler<State, Command, Event, Rejection>(
  store: BatchStore<State, Event>,
  { decide, evolve }: Decider<State, Command, Event, Rejection>,
): BatchCommandHandler<Command> {
  return async (ids, command) => {
    if (ids.length === 0) return 0;
    const loaded = await store.loadAll(ids);
    const appends = ids.flatMap((id): readonly Append<State, Event>[] => {
      const found = loaded.get(id);
      if (!found) return [];
      const decision = decide(command, found.state);
      if (!decision.accepted || decision.events.length === 0) return [];
      const transitions = transitionsOf(evolve, found.state, decision.events);
      return [{ id, expectedVersion: found.version, transitions, cause: newCause() }];
    });
    return appends.length === 0 ? 0 : (await store.appendAll(appends)).size;
  };
}
