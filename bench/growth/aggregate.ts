import { type Cause, newCause } from '../../platform/decisions/cause.ts';
import { type Decider, transitionsOf } from '../../platform/decisions/decider.ts';
import { newId } from '../../platform/identifiers.ts';
import { type CloudEvent, type Message, messagesOf } from '../../platform/messaging/event.ts';

/** An aggregate in memory: its rules decide, and its events are those that its service publishes. */
export type Aggregate<State, Command> = {
  state(): NonNullable<State>;
  version(): number;
  /** Decides a command, and returns the events for other services. @throws Error if it is refused */
  handle(command: Command, cause?: Cause): readonly CloudEvent[];
};

export type AggregateOptions<State, Command, Event, Rejection> = {
  readonly id: string;
  readonly decider: Decider<State, Command, Event, Rejection>;
  readonly toMessage: (event: Event, after: NonNullable<State>) => Message | undefined;
  /** Where it begins; before its first event by default. */
  readonly from?: { readonly state: State; readonly version: number };
};

export function createAggregate<State, Command, Event, Rejection>({
  id,
  decider,
  toMessage,
  from,
}: AggregateOptions<State, Command, Event, Rejection>): Aggregate<State, Command> {
  let state: State = from?.state ?? decider.initialState;
  let version = from?.version ?? 0;
  return {
    version: () => version,
    state() {
      if (state === undefined || state === null) throw new Error(`Nothing has happened to ${id}`);
      return state;
    },
    handle(command, cause = newCause()) {
      const decision = decider.decide(command, state);
      if (!decision.accepted) throw new Error(`${id}: ${JSON.stringify(decision.rejection)}`);
      const transitions = transitionsOf(decider.evolve, state, decision.events);
      state = transitions.at(-1)?.after ?? state;
      return messagesOf(transitions, toMessage).map(({ definition, data, time }) => {
        version += 1;
        return { id: newId(), type: definition.type, aggregateId: id, version, time, cause, data };
      });
    },
  };
}
