import { expect } from 'vitest';
import { type Decider, transitionsOf } from '../decisions/decider.ts';

/** For tests of deciders: `given(…events).when(command).then(…events)`, or `.thenRejection(…)`. */
export function deciderSpec<State, Command, Event, Rejection>({
  decide,
  evolve,
  initialState,
}: Decider<State, Command, Event, Rejection>) {
  /** The state after events, beginning at another state than the initial one when that is given. */
  function stateAfter(events: readonly Event[], before: State = initialState): State {
    return transitionsOf(evolve, before, events).at(-1)?.after ?? before;
  }

  /** The aggregate to which these events have happened; without events a new one. */
  function given(...history: readonly Event[]) {
    const state = stateAfter(history);
    return {
      state,
      when(command: Command) {
        const decision = decide(command, state);
        return {
          /**
           * Expects that the command is accepted and that exactly these events follow; none when it changes
           * nothing.
           */
          // biome-ignore lint/suspicious/noThenProperty: it is the third word of given, when, then.
          then(...events: readonly Event[]): void {
            expect(decision).toEqual({ accepted: true, events });
          },
          thenRejection(rejection: Rejection): void {
            expect(decision).toEqual({ accepted: false, rejection });
          },
          /** The state after an accepted command. Fails for a rejected one. */
          state(): State {
            if (!decision.accepted) throw new Error(`Rejected: ${JSON.stringify(decision.rejection)}`);
            return stateAfter(decision.events, state);
          },
        };
      },
    };
  }

  return { given, stateAfter };
}
